"""What people have chosen: the way of each matter, and when they want mail."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.settings import COMPANY_ZONE
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.moments import zone_named
from forum.kernel.races import insert_new
from forum.notifications.kinds import KINDS
from forum.notifications.matters import MATTERS, Matter, Way
from forum.notifications.models import MailHabit, Notice, NoticeChoice
from forum.notifications.rules import Habit, Rhythm
from forum.people.models import Person

_DAY = 24 * 60
_BY_MAIL = frozenset({Way.AT_ONCE, Way.DIGEST})


def ways_of(person_ids: Collection[int], matters: Collection[str]) -> dict[tuple[int, str], Way]:
    """The chosen ways of these people in these matters; who has not chosen is not among them."""
    chosen = select(NoticeChoice.person_id, NoticeChoice.matter, NoticeChoice.way)
    wanted = NoticeChoice.person_id.in_(person_ids), NoticeChoice.matter.in_(matters)
    return {(row.person_id, row.matter): row.way for row in session.execute(chosen.where(*wanted))}


def habits_of(readers: Iterable[Actor]) -> dict[int, Habit]:
    """When each of these people wants mail, in his own zone."""
    zones = {reader.id: zone_named(reader.zone or COMPANY_ZONE()) for reader in readers}
    kept = {
        habit.person_id: habit for habit in session.scalars(select(MailHabit).where(MailHabit.person_id.in_(zones)))
    }
    return {person_id: _habit(zone, kept.get(person_id)) for person_id, zone in zones.items()}


def matters_for(reader: Actor) -> list[Matter]:
    """The matters that this person can hear of."""
    return [matter for matter in MATTERS.values() if reader.is_staff or not matter.is_for_staff]


@dataclass(frozen=True)
class Wishes:
    """What one page holds: a way for each matter, and when mail may come. Minutes are those of the person's day."""

    ways: Mapping[str, str]
    rhythm: str
    quiet_from: int
    quiet_until: int
    follows_threads: bool = True


def wishes_of(reader: Actor) -> Wishes:
    """What the person has chosen, and what holds where he has not."""
    matters = matters_for(reader)
    chosen = ways_of([reader.id], [matter.name for matter in matters])
    ways = {matter.name: chosen.get((reader.id, matter.name), matter.usual) for matter in matters}
    habit = habits_of([reader])[reader.id]
    follows = session.scalars(select(Person.follows_threads).where(Person.id == reader.id)).one()
    return Wishes(ways, habit.rhythm, habit.quiet_from, habit.quiet_until, follows)


def choose(wishes: Wishes, *, by: Actor) -> None:
    """The person hears of things in these ways from now on; what he wants no mail of and waits for one leaves no more.

    Invalid for a way or a time that there is not.
    """
    if wishes.rhythm not in set(Rhythm) or not all(way in set(Way) for way in wishes.ways.values()):
        raise Invalid("Choose one of the listed values.")
    if not all(0 <= minute < _DAY for minute in (wishes.quiet_from, wishes.quiet_until)):
        raise Invalid("Write the time as in 22:00.", field="quiet_from")
    offered = {matter.name for matter in matters_for(by)}
    session.execute(delete(NoticeChoice).where(NoticeChoice.person_id == by.id, NoticeChoice.matter.in_(offered)))
    for name, way in wishes.ways.items():
        if name in offered and way != MATTERS[name].usual:
            session.add(NoticeChoice(person_id=by.id, matter=name, way=Way(way)))
    _leaves_no_more(by.id, [name for name in offered if wishes.ways.get(name) not in _BY_MAIL])
    session.execute(update(Person).where(Person.id == by.id).values(follows_threads=wishes.follows_threads))
    key_of(by.id)
    times = {"rhythm": Rhythm(wishes.rhythm), "quiet_from": wishes.quiet_from, "quiet_until": wishes.quiet_until}
    session.execute(update(MailHabit).where(MailHabit.person_id == by.id).values(**times))


def key_of(person_id: int) -> str:
    """The secret in the links of this person's mails, made if there is none."""
    insert_new(MailHabit, person_id=person_id, key=secrets.token_urlsafe(16))
    return session.scalars(select(MailHabit.key).where(MailHabit.person_id == person_id)).one()


def whose_mails(key: str) -> int:
    """The id of the person with this secret; NotFound where it is nobody's."""
    found = session.scalar(select(MailHabit.person_id).where(MailHabit.key == key))
    if found is None:
        raise NotFound()
    return found


def stop_mails(key: str, names: Iterable[str]) -> None:
    """Whoever has this secret hears of these matters in the inbox only; of those he never hears of, still not.

    What waits for a mail leaves no more.
    """
    person_id, stopped = whose_mails(key), [name for name in names if name in MATTERS]
    _leaves_no_more(person_id, stopped)
    for name in stopped:
        if not insert_new(NoticeChoice, person_id=person_id, matter=name, way=Way.INBOX):
            mine = NoticeChoice.person_id == person_id, NoticeChoice.matter == name, NoticeChoice.way != Way.NEVER
            session.execute(update(NoticeChoice).where(*mine).values(way=Way.INBOX))


def _leaves_no_more(person_id: int, matters: Collection[str]) -> None:
    kinds = [kind.name for kind in KINDS.values() if kind.matter in matters]
    waiting = Notice.person_id == person_id, Notice.kind.in_(kinds), Notice.leaves_at.is_not(None)
    session.execute(update(Notice).where(*waiting).values(leaves_at=None))


def _habit(zone: Any, kept: MailHabit | None) -> Habit:
    return Habit(zone, kept.rhythm, kept.quiet_from, kept.quiet_until) if kept else Habit(zone)

"""Owners and leads hear of deadlines: in business hours, each once, never of what has been answered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum import worker
from forum.accounts.actors import Actor
from forum.accounts.models import Team, TeamMembership
from forum.app import Tanya
from forum.kernel.db import session
from forum.notifications.models import EventPending, Notice
from forum.operations.jobs import PERIODIC_WORK
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import assign, change_state, give_to_team, reply
from forum.tickets.desk.actions.absence import go_away
from forum.tickets.models import NEVER, Ticket
from forum.tickets.rules import Act
from forum.tickets.sla import is_open, minutes_between
from forum.tickets.timing.actions.promises import promise
from forum.tickets.timing.alerts import Run, alerts_of, whom
from forum.tickets.timing.jobs import warn
from forum.tickets.timing.models import Clock, Stage, TicketWarning
from tests.conftest import NOON
from tests.people import ana, iris, make_person
from tests.posts import actor, later, question, tell
from tests.tickets.timing.test_sla import cases

# A normal ticket of Thursday 12:00 is answered by 17:00, after four business hours over lunch: owners hear at 16:00.
NEAR, LATE = later(hours=4), later(hours=5)


def _ticket(*, with_owner: bool = True) -> tuple[Ticket, Actor, Person]:
    """A ticket of a team with a lead."""
    by, lead = actor(iris()), make_person("Lee Leng", roles="employee it_staff")
    team = Team(name="Network", lead_id=lead.id)
    session.add(team)
    session.flush()
    session.add_all([TeamMembership(team_id=team.id, person_id=person_id) for person_id in (by.id, lead.id)])
    ticket = make_ticket(question(ana()).id, by=by, at=NOON).ticket
    give_to_team(ticket, team.id, by=by, at=NOON)
    if with_owner:
        assign(ticket, by.id, by=by, at=NOON)
    session.commit()
    return ticket, by, lead


def _told_at(*moments: datetime) -> list[tuple[str, str, int | None]]:
    """What has been told after the worker looked at these moments: clock, stage, whom."""
    for moment in moments:
        warn(moment)
    given = session.execute(
        select(TicketWarning.clock, TicketWarning.stage, TicketWarning.told_id).order_by(
            TicketWarning.at, TicketWarning.clock
        )
    )
    return [(row.clock, row.stage, row.told_id) for row in given]


@settings(deadline=None, max_examples=60)
@given(cases(), st.integers(4, 3000))
def test_whatever_is_told_is_told_in_business_hours_and_in_order(case: tuple, minutes: int) -> None:
    hours, since, due_at, pauses = case
    run = Run(Clock.RESOLUTION, since, max(since, due_at), minutes, tuple(p for p in pauses if p.until))
    found = alerts_of(run, hours, {})
    moments = [alert.at for alert in found if alert.stage is not Stage.NEAR]
    assert all(is_open(hours, moment) and moment >= run.due_at for moment in moments)
    for near in (alert.at for alert in found if alert.stage is Stage.NEAR):
        assert minutes_between(hours, since, near, run.pauses) == minutes - min(minutes // 4, 120)
    late = next((alert.at for alert in found if alert.stage is Stage.LATE), None)
    if late is not None:
        told = {Stage.NEAR: late, Stage.LATE: late}
        (lead,) = alerts_of(run, hours, told)
        assert lead.stage is Stage.LEAD and minutes_between(hours, late, lead.at) == 60


@pytest.mark.parametrize(
    ("stage", "owner", "lead", "told"),
    [
        (Stage.NEAR, 1, 2, 1), (Stage.LATE, 1, 2, 1), (Stage.LEAD, 1, 2, 2),
        (Stage.NEAR, None, 2, 2), (Stage.LEAD, None, 2, None), (Stage.LEAD, 2, 2, None), (Stage.LATE, None, None, None),
    ],
)  # fmt: skip
def test_the_owner_hears_and_then_the_lead(stage: Stage, owner: int | None, lead: int | None, told: int | None) -> None:
    assert whom(stage, owner_id=owner, lead_id=lead) == told


def test_owner_then_lead_each_once(app: Tanya) -> None:
    _, by, lead = _ticket()
    assert _told_at(NEAR - timedelta(minutes=1)) == []
    assert _told_at(NEAR, NEAR + timedelta(minutes=1)) == [(Clock.RESPONSE, Stage.NEAR, by.id)]
    late = [(Clock.RESPONSE, Stage.NEAR, by.id), (Clock.RESPONSE, Stage.LATE, by.id)]
    assert _told_at(LATE, LATE + timedelta(minutes=59)) == late
    everything = [*late, (Clock.RESPONSE, Stage.LEAD, lead.id)]
    assert _told_at(LATE + timedelta(hours=1), later(days=1), later(days=1, hours=3)) == everything


def test_nobody_is_told_at_night(app: Tanya) -> None:
    _, by, _ = _ticket()
    night = later(hours=12)
    assert _told_at(night) == []
    assert _told_at(later(hours=21)) == [(Clock.RESPONSE, Stage.NEAR, None), (Clock.RESPONSE, Stage.LATE, by.id)]


def test_a_worker_that_stood_still_tells_the_owner_before_the_lead(app: Tanya) -> None:
    _, by, lead = _ticket()
    assert [told for *_, told in _told_at(later(days=1)) if told] == [by.id]
    assert (Clock.RESPONSE, Stage.LEAD, lead.id) in _told_at(later(days=1, hours=3))


def test_after_an_answer_nothing_is_told(app: Tanya) -> None:
    ticket, by, _ = _ticket()
    reply(ticket, "I look.", "<p>I look.</p>", by=by, at=later(hours=1))
    session.commit()
    assert _told_at(NEAR, LATE) == []


def test_an_answer_after_the_warning_takes_it_back_unless_it_has_left(app: Tanya) -> None:
    ticket, by, _ = _ticket()
    warn(NEAR)
    reply(ticket, "I look.", "<p>I look.</p>", by=by, at=NEAR)
    session.commit()
    tell(NEAR + timedelta(minutes=1))
    assert session.scalars(select(Notice).where(Notice.kind == "due_response")).all() == []


def test_the_owner_reads_what_is_due(app: Tanya) -> None:
    _, by, _ = _ticket()
    warn(NEAR)
    tell(NEAR)
    (notice,) = session.scalars(select(Notice).where(Notice.kind == "due_response")).all()
    assert (notice.person_id, notice.facts["moment"]) == (by.id, LATE.isoformat())


def test_while_it_waits_for_the_requester_nothing_is_told(app: Tanya) -> None:
    ticket, by, _ = _ticket()
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=by, at=later(hours=3))
    session.commit()
    assert ticket.warn_at == NEVER and _told_at(LATE, later(days=1)) == []


def test_a_promise_is_remembered_before_it_lapses(app: Tanya) -> None:
    ticket, by, _ = _ticket()
    reply(ticket, "I look.", "<p>I look.</p>", by=by, at=NOON)
    promise(ticket, later(hours=6), "", by=by, at=NOON)  # five business hours: three quarters are over at 16:45
    session.commit()
    assert _told_at(later(hours=4, minutes=44)) == []
    assert _told_at(later(hours=4, minutes=45)) == [(Clock.PROMISE, Stage.NEAR, by.id)]


def test_a_moved_promise_is_remembered_anew(app: Tanya) -> None:
    ticket, by, _ = _ticket()
    reply(ticket, "I look.", "<p>I look.</p>", by=by, at=NOON)
    promise(ticket, later(hours=6), "", by=by, at=NOON)
    session.commit()
    warn(later(hours=5))
    promise(ticket, later(days=1, hours=2), "The part comes later.", by=by, at=later(hours=5, minutes=30))
    session.commit()
    told = _told_at(later(days=1))
    assert [clock for clock, stage, _ in told if stage == Stage.NEAR].count(Clock.PROMISE) == 2


def test_without_owner_the_lead_hears_at_once(app: Tanya) -> None:
    ticket, by, lead = _ticket(with_owner=False)
    assert _told_at(NEAR) == [(Clock.RESPONSE, Stage.NEAR, lead.id)]


@pytest.mark.parametrize("confidential", [False, True], ids=["open", "confidential"])
def test_whoever_stands_in_hears_unless_he_may_not_read_it(app: Tanya, confidential: bool) -> None:
    ticket, by, _lead = _ticket()
    stand_in = make_person("Devi Nair", roles="employee it_staff")
    ticket.confidential = confidential
    go_away(stand_in.id, NOON.date(), zone=ZoneInfo("Asia/Kuala_Lumpur"), by=by, at=NOON)
    session.commit()
    assert _told_at(NEAR) == [(Clock.RESPONSE, Stage.NEAR, by.id if confidential else stand_in.id)]


def test_nobody_hears_in_a_team_without_members(app: Tanya) -> None:
    ticket, by, _lead = _ticket()
    session.add(team := Team(name="Telephones"))
    session.flush()
    give_to_team(ticket, team.id, by=by, at=NOON)
    session.commit()
    assert ticket.owner_id is None
    assert _told_at(NEAR, LATE) == [(Clock.RESPONSE, Stage.NEAR, None), (Clock.RESPONSE, Stage.LATE, None)]


def test_however_many_workers_run_it_is_told_once(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    _ticket()
    (work,) = (work for work in PERIODIC_WORK if work.name == "warn-of-deadlines")
    for holder in ("one:1", "two:2", "three:3"):
        monkeypatch.setattr(worker, "holder_name", lambda holder=holder: holder)
        worker._once(work, NEAR)
    assert len(session.scalars(select(EventPending).where(EventPending.kind == "ticket_warned")).all()) == 1
    monkeypatch.setattr(worker, "take_lease", lambda *_, **__: True)  # and even if a lease were lost
    worker._once(work, NEAR + timedelta(seconds=1))
    assert len(session.scalars(select(EventPending).where(EventPending.kind == "ticket_warned")).all()) == 1

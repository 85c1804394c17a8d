"""What administrators read of people and teams."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Group, GroupMembership, Invitation, Team, TeamMembership
from forum.kernel.db import BigId, UtcDateTime, read, session
from forum.kernel.errors import NotFound
from forum.people.models import SYSTEM_PERSON_ID, WITH_ACCOUNT, Person, PersonState
from forum.people.rules import is_suspended

MOST = 60
SUSPENDED = "suspended"
_ANY_LETTERS = re.compile("[%_/]")  # what stands for letters in LIKE, and the sign that takes this from them
T = TypeVar("T", Team, Group)
_Lead = aliased(Person)
_COLUMNS = (
    Person.id, Person.name, Person.handle, Person.email, Person.department, Person.roles, Person.state, Person.photo,
    Person.is_it_staff, Person.badge, Person.created_at, Person.suspended_until,
)  # fmt: skip
_PEOPLE = (
    select(*_COLUMNS)
    .where(
        Person.id != SYSTEM_PERSON_ID,
        or_(
            Person.name_key.contains(bindparam("words"), escape="/"),
            Person.email_key.contains(bindparam("words"), escape="/"),
        ),
    )
    .order_by(case((Person.state == PersonState.IMPORTED, 1), else_=0), Person.name_key, Person.id)
    .limit(MOST)
)
_TEAMS = (
    select(Team.id, Team.name, _Lead.name.label("lead"), func.count(TeamMembership.person_id).label("members"))
    .outerjoin(_Lead, _Lead.id == Team.lead_id)
    .outerjoin(TeamMembership, TeamMembership.team_id == Team.id)
    .group_by(Team.id, Team.name, _Lead.name)
    .order_by(Team.name)
)
_GROUPS = (
    select(Group.id, Group.name, func.count(GroupMembership.person_id).label("members"))
    .outerjoin(GroupMembership, GroupMembership.group_id == Group.id)
    .group_by(Group.id, Group.name)
    .order_by(Group.name)
)
_PLACES = (
    select(Team.id, Team.name, TeamMembership.speciality, (Team.lead_id == TeamMembership.person_id).label("leads"))
    .join(TeamMembership, TeamMembership.team_id == Team.id)
    .where(TeamMembership.person_id == bindparam("person_id", type_=BigId))
    .order_by(Team.name)
)
_GROUPS_OF = (
    select(Group.id, Group.name)
    .join(GroupMembership, GroupMembership.group_id == Group.id)
    .where(GroupMembership.person_id == bindparam("person_id", type_=BigId))
    .order_by(Group.name)
)
_INVITED = (
    select(Invitation.id, Invitation.email_key, Invitation.created_at, Invitation.expires_at, Person.name)
    .join(Person, Person.id == Invitation.by_id)
    .where(Invitation.used_at.is_(None), Invitation.expires_at > bindparam("at", type_=UtcDateTime))
    .order_by(Invitation.id.desc())
    .limit(MOST)
)


def people_like(words: str) -> Sequence[Row[Any]]:
    """Up to MOST people whose name or address has `words` in it, by name; imported ones, who have no account, last."""
    return read(_PEOPLE, {"words": _ANY_LETTERS.sub(r"/\g<0>", words.casefold())}).all()


def state_of(person: Row[Any] | Person, *, at: datetime) -> str:
    """The state of the account as administrators are told it: who is suspended at this moment is not active."""
    is_out = person.state in WITH_ACCOUNT and is_suspended(person.suspended_until, at=at)
    return SUSPENDED if is_out else str(person.state)


def all_teams() -> Sequence[Row[Any]]:
    """Every team with its lead and how many work in it."""
    return read(_TEAMS).all()


def all_groups() -> Sequence[Row[Any]]:
    """Every group of readers with how many are in it."""
    return read(_GROUPS).all()


def places_of(person_id: int) -> Sequence[Row[Any]]:
    """The teams somebody works in, what for, and whether he leads them."""
    return read(_PLACES, {"person_id": person_id}).all()


def groups_of(person_id: int) -> Sequence[Row[Any]]:
    """The groups of readers somebody is in."""
    return read(_GROUPS_OF, {"person_id": person_id}).all()


def open_invitations(*, at: datetime) -> Sequence[Row[Any]]:
    """Up to MOST invitations that still open a way in, with who sent them, the newest first."""
    return read(_INVITED, {"at": at}).all()


def team_named(name: str) -> Team:
    """The team, to be changed; NotFound if none is called so."""
    return _named(Team, name)


def group_named(name: str) -> Group:
    """The group of readers, to be changed; NotFound if none is called so."""
    return _named(Group, name)


def _named(kind: type[T], name: str) -> T:
    found = session.scalars(select(kind).where(kind.name == name)).first()
    if found is None:
        raise NotFound("Nothing is called “%(name)s” here.", name=name)
    return found


def person_with_handle(handle: str) -> Person:
    """The person, to be changed; NotFound if nobody has this handle."""
    person = session.scalars(select(Person).where(Person.handle == handle, Person.id != SYSTEM_PERSON_ID)).first()
    if person is None:
        raise NotFound("Nobody has the handle %(handle)s.", handle=handle)
    return person

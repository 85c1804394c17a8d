"""What administrators read of people and teams."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Group, GroupMembership, Team, TeamMembership
from forum.kernel.db import read, session
from forum.kernel.errors import NotFound
from forum.people.models import SYSTEM_PERSON_ID, Person

MOST = 60
_Lead = aliased(Person)
_COLUMNS = (
    Person.id, Person.name, Person.handle, Person.email, Person.department, Person.roles, Person.state, Person.photo,
    Person.is_it_staff, Person.badge, Person.created_at,
)  # fmt: skip
_PEOPLE = (
    select(*_COLUMNS)
    .where(
        Person.id != SYSTEM_PERSON_ID,
        or_(
            Person.name_key.contains(bindparam("words"), autoescape=False),
            Person.email_key.contains(bindparam("words"), autoescape=False),
        ),
    )
    .order_by(Person.name_key, Person.id)
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


def people_like(words: str) -> Sequence[Row[Any]]:
    """Up to MOST people whose name or address has `words` in it, by name."""
    return read(_PEOPLE, {"words": words.casefold().replace("%", "").replace("_", "")}).all()


def all_teams() -> Sequence[Row[Any]]:
    """Every team with its lead and how many work in it."""
    return read(_TEAMS).all()


def all_groups() -> Sequence[Row[Any]]:
    """Every group of readers with how many are in it."""
    return read(_GROUPS).all()


def person_with_handle(handle: str) -> Person:
    """The person, to be changed; NotFound if nobody has this handle."""
    person = session.scalars(select(Person).where(Person.handle == handle, Person.id != SYSTEM_PERSON_ID)).first()
    if person is None:
        raise NotFound
    return person

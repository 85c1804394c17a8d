"""Groups of readers for closed categories."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.events import RightsChanged
from forum.accounts.models import Group, GroupMembership
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.kernel.events import publish
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import Person


def make_group(name: str, *, by: Actor, at: datetime) -> Group:
    """There is a group with this name."""
    by.check_may(Permission.ADMINISTER)
    if not 2 <= len(name) <= 60 or session.scalar(select(Group.id).where(Group.name == name)):
        raise Invalid("Give the group a name of its own, of 2 to 60 characters.", field="name")
    group = Group(name=name)
    session.add(group)
    session.flush()
    record(ADMINISTRATION, "group made", {"group": group.id, "name": name}, by=by, at=at)
    return group


def join_group(person: Person, group: Group, *, by: Actor, at: datetime) -> bool:
    """The person reads what the group reads; False if he did before. Publishes RightsChanged."""
    by.check_may(Permission.ADMINISTER)
    if session.get(GroupMembership, (group.id, person.id)) is not None:
        return False
    session.add(GroupMembership(group_id=group.id, person_id=person.id))
    _tell("group joined", person, group, by=by, at=at)
    return True


def leave_group(person: Person, group: Group, *, by: Actor, at: datetime) -> bool:
    """The person no longer reads what only the group reads; False if he was not in it. Publishes RightsChanged."""
    by.check_may(Permission.ADMINISTER)
    membership = session.get(GroupMembership, (group.id, person.id))
    if membership is None:
        return False
    session.delete(membership)
    _tell("group left", person, group, by=by, at=at)
    return True


def _tell(act: str, person: Person, group: Group, *, by: Actor, at: datetime) -> None:
    person.rights_version += 1
    session.flush()
    record(ADMINISTRATION, act, {"group": group.id, "person": person.id}, by=by, at=at)
    publish(RightsChanged(person.id, by.id, at))

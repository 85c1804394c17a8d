"""Roles and the badge: given by administrators, kept on the person row, each change in the ledger."""

from datetime import datetime

from sqlalchemy import update

from forum.accounts.actions.teams import derive_badge, leave_all_teams
from forum.accounts.actors import Actor
from forum.accounts.events import RightsChanged
from forum.accounts.models import RoleGrant
from forum.accounts.queries import administrators
from forum.accounts.roles import Permission, Role, roles_of
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.events import publish
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import Person
from forum.people.rules import is_suspended


def grant_role(person: Person, role: Role, *, by: Actor, at: datetime) -> bool:
    """The person has the role; False if he had it before. Publishes RightsChanged.

    Nobody gives one to himself unless nobody else could; the ledger tells. Who is suspended does not become
    administrator: he could not act, and might be the last one.
    """
    by.check_may(Permission.ADMINISTER)
    if person.id == by.id and _others_administer(by):
        raise NotAllowed("You cannot give a role to yourself. Ask another administrator.")
    _take(person)
    if role in roles_of(person.roles):
        return False
    if role is Role.ADMINISTRATOR and is_suspended(person.suspended_until, at=at):
        raise NotAllowed("%(name)s is suspended. A moderator ends that first.", name=person.name)
    session.add(RoleGrant(person_id=person.id, role=role, by_id=by.id, at=at))
    _keep_roles(person, roles_of(person.roles) | {role}, by=by, at=at)
    record(ADMINISTRATION, "role given", {"person": person.id, "role": role}, by=by, at=at)
    return True


def withdraw_role(person: Person, role: Role, *, by: Actor, at: datetime) -> bool:
    """The person no longer has the role; False if he never had it. The last administrator keeps his. Publishes
    RightsChanged."""
    by.check_may(Permission.ADMINISTER)
    administering = hold_administrators() if role is Role.ADMINISTRATOR else frozenset()
    _take(person)
    if role not in roles_of(person.roles):
        return False
    if role is Role.ADMINISTRATOR:
        check_not_last(person, administering)
    if role is Role.IT_STAFF:
        leave_all_teams(person)
    held = RoleGrant.person_id == person.id, RoleGrant.role == role, RoleGrant.withdrawn_at.is_(None)
    session.execute(update(RoleGrant).where(*held).values(withdrawn_at=at))
    _keep_roles(person, roles_of(person.roles) - {role}, by=by, at=at)
    record(ADMINISTRATION, "role withdrawn", {"person": person.id, "role": role}, by=by, at=at)
    return True


def hold_administrators() -> frozenset[int]:
    """The ids of everybody who administers, which stay so until the transaction ends.

    Call it before any other row of a person is locked: two who remove each other at once wait in one order.
    """
    return frozenset(session.scalars(administrators().order_by(Person.id).with_for_update()))


def check_not_last(person: Person, administering: frozenset[int]) -> None:
    """Conflict if nobody else is among those whom `hold_administrators` gave."""
    if administering <= {person.id}:
        raise Conflict("%(name)s is the last administrator. Make somebody else one first.", name=person.name)


def _take(person: Person) -> None:
    """The person's roles are those of this moment, and nobody else changes them: what one administrator withdraws is
    not written back by another, who gives something else."""
    session.refresh(person, with_for_update=True)


def _others_administer(by: Actor) -> bool:
    return session.scalar(administrators().where(Person.id != by.id).limit(1)) is not None


def _keep_roles(person: Person, roles: frozenset[Role], *, by: Actor, at: datetime) -> None:
    person.roles = " ".join(role for role in Role if role in roles)
    person.is_it_staff = Role.IT_STAFF in roles
    session.flush()
    derive_badge(person)
    publish(RightsChanged(person.id, by.id, at))

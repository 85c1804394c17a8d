"""Roles, teams and the badge: given by administrators, kept on the person row, each change in the ledger."""

from datetime import datetime

from sqlalchemy import func, select, update

from forum.accounts.actors import Actor
from forum.accounts.models import Deactivation, RoleGrant, Team, TeamMembership
from forum.accounts.roles import Permission, Role, roles_of
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.ledger.actions import record
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState

_CHAIN = "administration"


def grant_role(person: Person, role: Role, *, by: Actor, at: datetime) -> None:
    """The person has the role. Nobody gives one to himself unless nobody else could; the ledger tells."""
    by.check_may(Permission.ADMINISTER)
    if person.id == by.id and _administrators() > 1:
        raise NotAllowed("You cannot give a role to yourself. Ask another administrator.")
    if role in roles_of(person.roles):
        return
    session.add(RoleGrant(person_id=person.id, role=role, by_id=by.id, at=at))
    _keep_roles(person, roles_of(person.roles) | {role})
    record(_CHAIN, "role given", {"person": person.id, "role": role}, by=by, at=at)


def withdraw_role(person: Person, role: Role, *, by: Actor, at: datetime) -> None:
    """The person no longer has the role. The last administrator keeps his."""
    by.check_may(Permission.ADMINISTER)
    if role not in roles_of(person.roles):
        return
    if role is Role.ADMINISTRATOR:
        _check_not_last(person)
    held = RoleGrant.person_id == person.id, RoleGrant.role == role, RoleGrant.withdrawn_at.is_(None)
    session.execute(update(RoleGrant).where(*held).values(withdrawn_at=at))
    _keep_roles(person, roles_of(person.roles) - {role})
    record(_CHAIN, "role withdrawn", {"person": person.id, "role": role}, by=by, at=at)


def make_team(name: str, *, by: Actor, at: datetime) -> Team:
    """There is a team with this name."""
    by.check_may(Permission.ADMINISTER)
    if not 2 <= len(name) <= 60:
        raise Invalid("Give the team a name of 2 to 60 characters.", field="name")
    if session.scalar(select(Team.id).where(Team.name == name)):
        raise Invalid("There is a team with this name.", field="name")
    team = Team(name=name)
    session.add(team)
    session.flush()
    record(_CHAIN, "team made", {"team": team.id, "name": name}, by=by, at=at)
    return team


def join_team(person: Person, team: Team, speciality: str, *, by: Actor, at: datetime) -> None:
    """The person works in the team as the specialist for `speciality`; the first one leads it. The badge says so."""
    by.check_may(Permission.ADMINISTER)
    if not person.is_it_staff:
        raise Invalid("Only IT staff can join a team. Give the role first.")
    membership = session.get(TeamMembership, (team.id, person.id)) or TeamMembership(
        team_id=team.id, person_id=person.id
    )
    membership.speciality = speciality[:60]
    session.add(membership)
    team.lead_id = team.lead_id or person.id
    session.flush()
    derive_badge(person)
    record(_CHAIN, "team joined", {"person": person.id, "team": team.id, "speciality": speciality}, by=by, at=at)


def lead_team(person: Person, team: Team, *, by: Actor, at: datetime) -> None:
    """The person leads the team he works in."""
    by.check_may(Permission.ADMINISTER)
    if session.get(TeamMembership, (team.id, person.id)) is None:
        raise Invalid("The lead must work in the team.")
    team.lead_id = person.id
    record(_CHAIN, "team led", {"person": person.id, "team": team.id}, by=by, at=at)


def leave_team(person: Person, team: Team, *, by: Actor, at: datetime) -> None:
    """The person no longer works in the team; a lead must be followed by another one first."""
    by.check_may(Permission.ADMINISTER)
    membership = session.get(TeamMembership, (team.id, person.id))
    if membership is None:
        return
    if team.lead_id == person.id:
        raise Conflict("A team keeps a lead. Choose another one first.")
    session.delete(membership)
    session.flush()
    derive_badge(person)
    record(_CHAIN, "team left", {"person": person.id, "team": team.id}, by=by, at=at)


def deactivate(person: Person, *, keeps_name: bool, by: Actor, at: datetime) -> None:
    """The account is closed and its sessions ended; its posts stay, under the name or as "former colleague"."""
    by.check_may(Permission.ADMINISTER)
    if person.id == SYSTEM_PERSON_ID:
        raise NotAllowed("This account belongs to the forum itself.")
    if Role.ADMINISTRATOR in roles_of(person.roles):
        _check_not_last(person)
    session.add(Deactivation(person_id=person.id, by_id=by.id, at=at, keeps_name=keeps_name))
    person.state = PersonState.DEACTIVATED
    person.session_epoch += 1
    record(_CHAIN, "account deactivated", {"person": person.id, "keeps_name": keeps_name}, by=by, at=at)
    if not keeps_name:
        person.name = person.name_key = person.skeleton = "former colleague"
        person.photo = ""


def reactivate(person: Person, *, by: Actor, at: datetime) -> None:
    """The account is open again; a name that was taken away is not known any more."""
    by.check_may(Permission.ADMINISTER)
    ended = Deactivation.person_id == person.id, Deactivation.undone_at.is_(None)
    session.execute(update(Deactivation).where(*ended).values(undone_at=at))
    person.state = PersonState.ACTIVE
    record(_CHAIN, "account reactivated", {"person": person.id}, by=by, at=at)


def derive_badge(person: Person) -> None:
    """What stands beside the person's name follows from role and team."""
    speciality = func.coalesce(func.nullif(TeamMembership.speciality, ""), Team.name)
    teams = select(speciality).select_from(TeamMembership).join(Team, Team.id == TeamMembership.team_id)
    found = session.scalar(teams.where(TeamMembership.person_id == person.id).order_by(Team.id).limit(1))
    person.badge = (found or "") if person.is_it_staff else ""
    person.rights_version += 1
    session.flush()


def _keep_roles(person: Person, roles: frozenset[Role]) -> None:
    person.roles = " ".join(role for role in Role if role in roles)
    person.is_it_staff = Role.IT_STAFF in roles
    session.flush()
    derive_badge(person)


def _administrators() -> int:
    administers = Person.roles.contains(Role.ADMINISTRATOR), Person.state == PersonState.ACTIVE
    return session.scalar(select(func.count()).where(*administers, Person.id != SYSTEM_PERSON_ID)) or 0


def _check_not_last(person: Person) -> None:
    if _administrators() <= 1:
        raise Conflict("%(name)s is the last administrator. Make somebody else one first.", name=person.name)

"""Teams of IT staff: who works in them, for what, and who leads. The badge follows."""

import re
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actions.names import show_anew
from forum.accounts.actors import Actor
from forum.accounts.models import Team, TeamMembership
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import Person

_SAID_BY_THE_BADGE = re.compile(
    r"((?:(?:IT|ICT) staff|(?:kakitangan|staf|staff) (?:IT|ICT))\s*(?:[-\u2013\u2014:,/|\u00b7]\s*|$))+", re.IGNORECASE
)


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
    record(ADMINISTRATION, "team made", {"team": team.id, "name": name}, by=by, at=at)
    return team


def join_team(person: Person, team: Team, speciality: str | None, *, by: Actor, at: datetime) -> None:
    """The person works in the team as the specialist for `speciality`; the first one leads it. The badge says so.

    Without one, who works in it already keeps his. The “IT staff - ” that the badge begins with is no part of it.
    """
    by.check_may(Permission.ADMINISTER)
    session.refresh(person, with_for_update=True)  # the role may be taken back at this moment
    if not person.is_it_staff:
        raise Invalid("Only IT staff can join a team. Give the role first.")
    membership = session.get(TeamMembership, (team.id, person.id)) or TeamMembership(
        team_id=team.id, person_id=person.id, speciality=""
    )
    if speciality is not None:
        membership.speciality = _after_it_staff(speciality)[:60]
    session.add(membership)
    team.lead_id = team.lead_id or person.id
    session.flush()
    derive_badge(person)
    facts = {"person": person.id, "team": team.id, "speciality": membership.speciality}
    record(ADMINISTRATION, "team joined", facts, by=by, at=at)


def lead_team(person: Person, team: Team, *, by: Actor, at: datetime) -> None:
    """The person leads the team he works in."""
    by.check_may(Permission.ADMINISTER)
    if session.get(TeamMembership, (team.id, person.id)) is None:
        raise Invalid("The lead must work in the team.")
    team.lead_id = person.id
    record(ADMINISTRATION, "team led", {"person": person.id, "team": team.id}, by=by, at=at)


def leave_team(person: Person, team: Team, *, by: Actor, at: datetime) -> bool:
    """The person no longer works in the team; False if he did not before.

    A lead must be followed by another one first, who has joined for it.
    """
    by.check_may(Permission.ADMINISTER)
    membership = session.get(TeamMembership, (team.id, person.id))
    if membership is None:
        return False
    if team.lead_id == person.id and not _has_others(membership):
        raise Conflict(
            "%(name)s leads the team %(team)s and is alone in it. Let a colleague join and lead it first.",
            name=person.name,
            team=team.name,
        )
    _leave(membership, team)
    derive_badge(person)
    record(ADMINISTRATION, "team left", {"person": person.id, "team": team.id}, by=by, at=at)
    return True


def leave_all_teams(person: Person) -> None:
    """The person works in no team; Conflict where he leads others, who need a lead first.

    A team that he was alone in has nobody then: an account can be closed at once.
    """
    found = select(TeamMembership, Team).join(Team, Team.id == TeamMembership.team_id)
    for membership, team in session.execute(found.where(TeamMembership.person_id == person.id)).all():
        _leave(membership, team)


def derive_badge(person: Person) -> None:
    """What stands beside the person's name follows from role and team."""
    speciality = func.coalesce(func.nullif(TeamMembership.speciality, ""), Team.name)
    teams = select(speciality).select_from(TeamMembership).join(Team, Team.id == TeamMembership.team_id)
    found = session.scalar(teams.where(TeamMembership.person_id == person.id).order_by(Team.id).limit(1))
    person.badge = _after_it_staff(found or "") if person.is_it_staff else ""
    person.rights_version += 1
    session.flush()
    show_anew()


def _after_it_staff(words: str) -> str:
    said = _SAID_BY_THE_BADGE.match(words)
    return words[said.end() :].strip() if said else words


def _leave(membership: TeamMembership, team: Team) -> None:
    if team.lead_id == membership.person_id:
        if _has_others(membership):
            raise Conflict("The team %(team)s keeps a lead. Choose another one first.", team=team.name)
        team.lead_id = None
    session.delete(membership)
    session.flush()


def _has_others(membership: TeamMembership) -> bool:
    others = TeamMembership.team_id == membership.team_id, TeamMembership.person_id != membership.person_id
    return session.scalar(select(TeamMembership.person_id).where(*others).limit(1)) is not None

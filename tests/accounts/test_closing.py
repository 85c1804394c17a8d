"""Closing an account: what ends with it, what stays, and what must be settled first."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.accounts.actions.closing import deactivate, reactivate
from forum.accounts.actions.links import new_link, use_link
from forum.accounts.actions.profile import set_photo
from forum.accounts.actions.roles import grant_role, withdraw_role
from forum.accounts.actions.sign_up import set_password
from forum.accounts.actions.teams import join_team, lead_team, leave_team, make_team
from forum.accounts.actors import Actor, load_actor
from forum.accounts.models import Credential, LinkPurpose, TeamMembership
from forum.accounts.queries import present_handle
from forum.accounts.roles import Role
from forum.app import Tanya
from forum.files.actions import address_of, keep_bytes, link_files, record_file
from forum.files.content import prepared
from forum.files.jobs import sweep_unused
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.people.names import free_handle
from tests.files.samples import png
from tests.people import admin, ana, iris, make_person


@pytest.fixture
def at() -> datetime:
    """Now."""
    return clock.now()


@pytest.fixture
def by(app: Tanya, at: datetime) -> Actor:
    """Aishah, who administers."""
    actor = load_actor(admin().id, at=at)
    assert actor is not None
    return actor


def test_a_closed_account_keeps_its_name_and_ends_its_sessions(by: Actor, at: datetime) -> None:
    deactivate(person := ana(), keeps_name=True, by=by, at=at)
    assert (person.state, person.name, person.session_epoch) == (PersonState.DEACTIVATED, "Ana Lim", 1)


def test_nothing_tells_who_a_former_colleague_was(by: Actor, at: datetime) -> None:
    deactivate(person := ana(), keeps_name=False, by=by, at=at)
    told = (person.name, person.handle, person.title, person.department, person.location)
    assert told == ("former colleague", "former.colleague", "", "", "")
    assert present_handle("ana.lim") is None


def test_the_photo_of_a_former_colleague_goes(by: Actor, at: datetime, tmp_path: Path) -> None:
    person, storage = ana(), FolderStorage(tmp_path)
    file = record_file(keep_bytes(prepared("me.png", png()), storage), by_id=person.id, at=at)
    link_files([file.token], at=at)
    set_photo(person, file.id, address_of(file))
    deactivate(person, keeps_name=False, by=by, at=at)
    session.commit()
    assert sweep_unused(storage, at=at + timedelta(days=2)) == 1 and not person.photo


def test_nobody_gets_the_handle_of_a_former_colleague(by: Actor, at: datetime) -> None:
    deactivate(ana(), keeps_name=False, by=by, at=at)
    assert free_handle("Ana Lim") == "ana.lim2"


def test_links_in_mails_die_with_the_account(by: Actor, at: datetime) -> None:
    secret = new_link(person := ana(), LinkPurpose.PASSWORD, "ana.lim@kencana.example", at=at)
    deactivate(person, keeps_name=True, by=by, at=at)
    with pytest.raises(Invalid):
        use_link(secret, LinkPurpose.PASSWORD, at=at)


def test_an_account_opens_again(by: Actor, at: datetime) -> None:
    deactivate(person := ana(), keeps_name=True, by=by, at=at)
    reactivate(person, by=by, at=at)
    assert load_actor(person.id, at=at)


def test_the_forum_itself_is_never_closed(by: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        deactivate(session.get_one(Person, SYSTEM_PERSON_ID), keeps_name=True, by=by, at=at)


def test_one_of_two_administrators_may_go(by: Actor, at: datetime) -> None:
    other = make_person("Second Admin", roles="employee administrator")
    deactivate(other, keeps_name=True, by=by, at=at)
    with pytest.raises(Conflict):
        withdraw_role(session.get_one(Person, by.id), Role.ADMINISTRATOR, by=by, at=at)


def test_who_is_suspended_does_not_become_administrator(by: Actor, at: datetime) -> None:
    person = make_person("Ana Lim", suspended_until=at + timedelta(days=1))
    with pytest.raises(NotAllowed, match="is suspended"):
        grant_role(person, Role.ADMINISTRATOR, by=by, at=at)
    assert grant_role(person, Role.ADMINISTRATOR, by=by, at=at + timedelta(days=2))


def test_only_administrators_give_roles(app: Tanya, at: datetime) -> None:
    staff = load_actor(iris().id, at=at)
    assert staff is not None
    with pytest.raises(NotAllowed):
        grant_role(ana(), Role.IT_STAFF, by=staff, at=at)


def test_the_lead_of_others_is_followed_by_another_one_first(by: Actor, at: datetime) -> None:
    team, lead, other = make_team("Network", by=by, at=at), iris(), make_person("Farid Aziz", roles="employee it_staff")
    join_team(lead, team, "Wi-Fi", by=by, at=at)
    join_team(other, team, "", by=by, at=at)
    with pytest.raises(Conflict):
        deactivate(lead, keeps_name=True, by=by, at=at)
    lead_team(other, team, by=by, at=at)
    deactivate(lead, keeps_name=True, by=by, at=at)
    assert session.scalars(select(TeamMembership.person_id)).all() == [other.id]


def test_the_badge_follows_team_and_role(by: Actor, at: datetime) -> None:
    team, person = make_team("Network", by=by, at=at), ana()
    grant_role(person, Role.IT_STAFF, by=by, at=at)
    join_team(person, team, "", by=by, at=at)
    assert (person.is_it_staff, person.badge) == (True, "Network")
    join_team(person, team, "Wi-Fi", by=by, at=at)
    assert person.badge == "Wi-Fi"
    withdraw_role(person, Role.IT_STAFF, by=by, at=at)
    assert (person.is_it_staff, person.badge, team.lead_id) == (False, "", None)


@pytest.mark.parametrize(
    ("typed", "badge"),
    [
        ("IT staff - Network", "Network"),
        ("kakitangan IT: Rangkaian", "Rangkaian"),
        ("IT Staff - it staff – Wi-Fi", "Wi-Fi"),
        ("IT staff", "Network"),
        ("IT staff training", "IT staff training"),
        ("IT security", "IT security"),
    ],
)
def test_the_badge_says_it_staff_once(by: Actor, at: datetime, typed: str, badge: str) -> None:
    team, person = make_team("Network", by=by, at=at), iris()
    join_team(person, team, typed, by=by, at=at)
    assert person.badge == badge


def test_a_team_called_it_staff_is_not_said_twice(by: Actor, at: datetime) -> None:
    team, person = make_team("IT staff", by=by, at=at), iris()
    join_team(person, team, "", by=by, at=at)
    assert person.badge == ""


def test_who_leaves_the_team_loses_its_badge(by: Actor, at: datetime) -> None:
    lead, person, team = (
        make_person("Farid Aziz", roles="employee it_staff"),
        iris(),
        make_team("Network", by=by, at=at),
    )
    for each in (lead, person):
        join_team(each, team, "", by=by, at=at)
    leave_team(person, team, by=by, at=at)
    assert (person.is_it_staff, person.badge) == (True, "")


def test_who_leads_a_team_alone_stays_until_somebody_else_leads_it(by: Actor, at: datetime) -> None:
    team, lead, other = make_team("Network", by=by, at=at), iris(), make_person("Farid Aziz", roles="employee it_staff")
    join_team(lead, team, "Wi-Fi", by=by, at=at)
    with pytest.raises(Conflict, match="Iris Tan leads the team Network and is alone in it"):
        leave_team(lead, team, by=by, at=at)
    join_team(other, team, "", by=by, at=at)
    with pytest.raises(Conflict, match="The team Network keeps a lead"):
        leave_team(lead, team, by=by, at=at)
    lead_team(other, team, by=by, at=at)
    leave_team(lead, team, by=by, at=at)
    assert team.lead_id == other.id


def test_only_it_staff_join_teams(by: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        join_team(ana(), make_team("Network", by=by, at=at), "", by=by, at=at)


def test_who_never_had_an_account_has_none_to_be_closed(by: Actor, at: datetime) -> None:
    person = make_person("Vimala Nair", state=PersonState.IMPORTED)
    with pytest.raises(NotAllowed, match="no open account"):
        deactivate(person, keeps_name=True, by=by, at=at)


def test_a_password_that_was_never_confirmed_does_not_open_the_account_after_it_was_closed(
    by: Actor, at: datetime
) -> None:
    person = make_person("Vimala Nair", state=PersonState.UNCONFIRMED)
    set_password(person, "a hash", at=at)
    deactivate(person, keeps_name=True, by=by, at=at)
    reactivate(person, by=by, at=at)
    assert session.get(Credential, person.id) is None

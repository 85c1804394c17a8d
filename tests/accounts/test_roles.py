"""Roles: what two administrators do at the same moment, and who may do anything to accounts at all."""

from collections.abc import Callable
from secrets import token_hex

import pytest
from sqlalchemy import update

from forum.accounts.actions.administering import (
    assign_account,
    correct_account,
    mail_again,
    make_password_link,
    open_account,
    sign_out_everywhere,
)
from forum.accounts.actions.closing import deactivate, reactivate
from forum.accounts.actions.configuring import change_setting
from forum.accounts.actions.erasing import erase
from forum.accounts.actions.groups import join_group, leave_group, make_group
from forum.accounts.actions.invitations import invite, withdraw_invitation
from forum.accounts.actions.lines import set_lines
from forum.accounts.actions.outbox import send_again, send_all_again
from forum.accounts.actions.roles import grant_role, withdraw_role
from forum.accounts.actions.teams import join_team, lead_team, leave_team, make_team
from forum.accounts.actors import Actor
from forum.accounts.models import Group, Team
from forum.accounts.roles import Role
from forum.accounts.settings import COMPANY
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from forum.people.models import Person, PersonState
from tests.conftest import NOON
from tests.people import admin, ana, iris, make_person, mo
from tests.posts import actor

Act = Callable[[Actor, Person], object]


def _meanwhile(person: Person, **values: object) -> None:
    """Another administrator has committed this since the person was read."""
    changed = update(Person).where(Person.id == person.id).values(values)
    session.execute(changed, execution_options={"synchronize_session": False})


def test_a_role_that_somebody_else_gives_at_the_same_moment_stays(app: Tanya) -> None:
    _meanwhile(person := ana(), roles="employee moderator")
    grant_role(person, Role.IT_STAFF, by=actor(admin()), at=NOON)
    assert person.roles == "employee it_staff moderator"


def test_a_role_that_somebody_else_withdraws_at_the_same_moment_does_not_come_back(app: Tanya) -> None:
    _meanwhile(person := make_person("Farid Aziz", roles="employee administrator"), roles="employee")
    grant_role(person, Role.MODERATOR, by=actor(admin()), at=NOON)
    assert person.roles == "employee moderator"


def test_nobody_joins_a_team_who_is_of_it_staff_no_more(app: Tanya) -> None:
    team = make_team("Network", by=(boss := actor(admin())), at=NOON)
    _meanwhile(person := iris(), roles="employee", is_it_staff=False)
    with pytest.raises(Invalid):
        join_team(person, team, "", by=boss, at=NOON)


def test_a_mail_that_is_on_its_way_is_not_sent_twice(app: Tanya) -> None:
    mail = _mail()
    send_again(mail.id, by=(boss := actor(admin())), at=NOON.replace(hour=9))
    assert mail.due_at == NOON
    mail.parked_at = NOON
    send_again(mail.id, by=boss, at=NOON.replace(hour=9))
    assert (mail.due_at, mail.parked_at) == (NOON.replace(hour=9), None)


ACTS: dict[str, Act] = {
    "open account": lambda by, _: open_account("Lim Wei", "lim@kencana.example", language="en", by=by, at=NOON),
    "password link": lambda by, person: make_password_link(person, by=by, at=NOON),
    "sign out": lambda by, person: sign_out_everywhere(person, by=by, at=NOON),
    "mail again": lambda by, person: mail_again(person, by=by, at=NOON),
    "correct": lambda by, person: correct_account(person, "Lim Wei", person.email or "", by=by, at=NOON),
    "assign": lambda by, person: assign_account(person, "lim@kencana.example", by=by, at=NOON),
    "deactivate": lambda by, person: deactivate(person, keeps_name=True, by=by, at=NOON),
    "reactivate": lambda by, person: reactivate(person, by=by, at=NOON),
    "erase": lambda by, person: erase(person, by=by, at=NOON),
    "erase a former": lambda by, _: erase(_imported(), by=by, at=NOON),
    "grant": lambda by, person: grant_role(person, Role.ADMINISTRATOR, by=by, at=NOON),
    "withdraw": lambda by, person: withdraw_role(person, Role.IT_STAFF, by=by, at=NOON),
    "make team": lambda by, _: make_team("Network", by=by, at=NOON),
    "join team": lambda by, person: join_team(person, _team(), "", by=by, at=NOON),
    "lead team": lambda by, person: lead_team(person, _team(), by=by, at=NOON),
    "leave team": lambda by, person: leave_team(person, _team(), by=by, at=NOON),
    "make group": lambda by, _: make_group("Finance leads", by=by, at=NOON),
    "join group": lambda by, person: join_group(person, _group(), by=by, at=NOON),
    "leave group": lambda by, person: leave_group(person, _group(), by=by, at=NOON),
    "invite": lambda by, _: invite("lim@kencana.example", language="en", by=by, at=NOON),
    "withdraw invitation": lambda by, _: withdraw_invitation(1, by=by, at=NOON),
    "change setting": lambda by, _: change_setting(COMPANY, "Kencana", by=by, at=NOON),
    "change lines": lambda by, _: set_lines(COMPANY, "", str.splitlines, act="x", seen="", by=by, at=NOON),
    "send again": lambda by, _: send_again(_mail().id, by=by, at=NOON),
    "send all again": lambda by, _: send_all_again(by=by, at=NOON),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_an_administrator_may(app: Tanya, act: Act) -> None:
    for person in (ana(), iris(), mo()):
        with pytest.raises(NotAllowed, match="You may not do this"):
            act(actor(person), person)


def _imported() -> Person:
    return make_person(f"Old {token_hex(4)}", state=PersonState.IMPORTED)


def _team() -> Team:
    session.add(team := Team(name=token_hex(8)))
    session.flush()
    return team


def _group() -> Group:
    session.add(group := Group(name=token_hex(8)))
    session.flush()
    return group


def _mail() -> OutgoingMail:
    return queue_mail(
        person_id=None, address="a@b.example", language="en", template="news", facts={}, sender_name="", at=NOON
    )

"""Sign-up, confirmation, forgotten password, the first administrator."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.setup import has_administrator, new_setup_code
from forum.accounts.settings import MAIL_DOMAINS, SIGN_UP
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.models import OutgoingMail
from forum.people.models import Person, PersonState
from tests.people import ana

NEW = {"name": "Nurul Huda", "email": "nurul@kencana.example", "password": "a quiet river bends"}


def _open_sign_up() -> None:
    store(MAIL_DOMAINS, "kencana.example")


def _mailed_path() -> str:
    return str(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first().facts["path"])  # type: ignore[union-attr]


def test_a_new_colleague_confirms_and_is_active(client: FlaskClient) -> None:
    _open_sign_up()
    assert client.post("/sign-up", data=NEW).status_code == 200
    assert client.get(_mailed_path()).status_code == 200
    assert session.scalars(select(Person).where(Person.handle == "nurul.huda")).one().state == PersonState.UNCONFIRMED
    assert client.post(_mailed_path()).status_code == 303
    assert session.scalars(select(Person).where(Person.handle == "nurul.huda")).one().state == PersonState.ACTIVE


def test_a_link_works_once(client: FlaskClient) -> None:
    _open_sign_up()
    client.post("/sign-up", data=NEW)
    client.post(_mailed_path())
    assert client.post(_mailed_path()).status_code == 422


def test_nobody_learns_who_has_an_account(client: FlaskClient) -> None:
    _open_sign_up()
    ana()
    known = client.post("/sign-up", data={**NEW, "email": "ana.lim@kencana.example"}).text
    unknown = client.post("/sign-up", data={**NEW, "email": "new.lim@kencana.example"}).text
    token = re.compile(r"new\.lim|ana\.lim|value=\"[^\"]+\"")
    assert token.sub("", known) == token.sub("", unknown)


def test_other_domains_are_refused(client: FlaskClient) -> None:
    _open_sign_up()
    assert client.post("/sign-up", data={**NEW, "email": "x@evil.example"}).status_code == 422


def test_a_closed_forum_says_so(client: FlaskClient) -> None:
    store(SIGN_UP, "closed")
    assert client.post("/sign-up", data=NEW).status_code == 403


def test_names_that_look_like_staff_are_refused(client: FlaskClient) -> None:
    _open_sign_up()
    answer = client.post("/sign-up", data={**NEW, "name": "IT Sтaff"})
    assert answer.status_code == 422 and "looks like a role" in answer.text


def test_a_forgotten_password_is_replaced_by_a_mailed_link(client: FlaskClient) -> None:
    person = ana()
    client.post("/forgotten-password", data={"email": person.email})
    assert client.post(_mailed_path(), data={"password": "another long river"}).status_code == 303
    answer = client.post("/sign-in", data={"email": "ana.lim@kencana.example", "password": "another long river"})
    assert answer.status_code == 303


def test_the_console_code_makes_the_first_administrator(client: FlaskClient, app: Tanya) -> None:
    code = new_setup_code(at=clock.now())
    assert client.post("/setup", data={**NEW, "code": "wrong"}).status_code == 404
    assert client.post("/setup", data={**NEW, "code": code}).status_code == 303
    assert has_administrator()
    assert client.get("/setup").status_code == 404

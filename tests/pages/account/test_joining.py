"""Sign-up, confirmation, forgotten password, the first administrator."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.invitations import invite
from forum.accounts.actions.setup import has_administrator, new_setup_code
from forum.accounts.actors import load_actor
from forum.accounts.settings import MAIL_DOMAINS, SIGN_UP
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.models import OutgoingMail
from forum.people.models import Person, PersonState
from tests.people import admin, ana, iris, make_person

NEW = {"name": "Nurul Huda", "email": "nurul@kencana.example", "password": "a quiet river bends"}
ELSEWHERE = {"REMOTE_ADDR": "10.1.2.3"}
SPENT = "?invitation=opens-nothing-any-more"


def _open_sign_up() -> None:
    store(MAIL_DOMAINS, "kencana.example")


def _mailed_path() -> str:
    return str(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first().facts["link"])  # type: ignore[union-attr]


def test_a_new_colleague_confirms_and_is_active(client: FlaskClient) -> None:
    _open_sign_up()
    assert client.post("/sign-up", data=NEW).status_code == 200
    assert client.get(_mailed_path()).status_code == 200
    assert session.scalars(select(Person).where(Person.handle == "nurul.huda")).one().state == PersonState.UNCONFIRMED
    assert client.post(_mailed_path(), data=NEW).location == "/"
    assert client.get("/menu").status_code == 200
    assert session.scalars(select(Person).where(Person.handle == "nurul.huda")).one().state == PersonState.ACTIVE


def test_who_asks_for_very_many_accounts_or_passwords_is_held_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.accounts.actions.sign_in.MOST_WISHES_BY_HOST", 3)
    _open_sign_up()
    wishes = [client.post("/sign-up", data={**NEW, "email": f"n{number}@kencana.example"}) for number in range(4)]
    assert [each.status_code for each in wishes] == [200, 200, 200, 429]
    assert "Too many tries" in wishes[3].text and "n3@kencana.example" in wishes[3].text
    page = client.post("/forgotten-password", data={"email": ana().email})
    assert page.status_code == 429 and "ana.lim@kencana.example" in page.text
    assert len(session.scalars(select(OutgoingMail)).all()) == 3
    other = client.post("/forgotten-password", data={"email": "ana.lim@kencana.example"}, environ_overrides=ELSEWHERE)
    assert other.status_code == 200


def test_a_link_works_once(client: FlaskClient) -> None:
    _open_sign_up()
    client.post("/sign-up", data=NEW)
    client.post(_mailed_path(), data=NEW)
    assert client.post(_mailed_path(), data=NEW).status_code == 422


@pytest.mark.parametrize("path", ["/new-password/none", "/confirm/confirm/none", "/confirm/address/none"])
def test_a_dead_link_says_so_before_anything_is_typed(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 422 and "no longer good" in page.text and "<input id=" not in page.text


@pytest.mark.parametrize("path", ["/new-password/none", "/confirm/confirm/none", "/confirm/address/none"])
def test_who_is_signed_in_is_led_home_from_a_dead_link_and_not_to_sign_in(
    client_of: Callable[[Person], FlaskClient], path: str
) -> None:
    page = client_of(ana()).get(path).text
    assert 'href="/">To the home page' in page and 'href="/sign-in"' not in page


def test_who_is_invited_need_not_type_the_address(client: FlaskClient) -> None:
    store(SIGN_UP, "invitation")
    by = load_actor(admin().id, at=clock.now())
    assert by is not None
    invite(NEW["email"], language="en", by=by, at=clock.now())
    assert f'value="{NEW["email"]}"' in client.get(_mailed_path()).text
    page = client.get("/sign-up?invitation=forged").text
    assert NEW["email"] not in page and "This invitation opens nothing any more" in page


@pytest.mark.parametrize("setting", ["domains", "closed", "invitation"])
def test_who_is_invited_signs_up_whatever_the_setting(client: FlaskClient, setting: str) -> None:
    store(SIGN_UP, setting)
    by = load_actor(admin().id, at=clock.now())
    assert by is not None
    invite(NEW["email"], language="en", by=by, at=clock.now())
    path = _mailed_path()
    assert "<input" in client.get(path).text and NEW["email"] in client.get(path).text
    data = {**NEW, "invitation": path.partition("=")[2]}
    assert client.post("/sign-up", data={**data, "email": "x@elsewhere.example"}).status_code == 422
    assert client.post("/sign-up", data=data).location == "/"
    assert "data-person" in client.get("/").text and client.get("/settings").status_code == 200


def test_an_invitation_opens_no_account_of_another_address(client: FlaskClient) -> None:
    store(SIGN_UP, "open")
    by = load_actor(admin().id, at=clock.now())
    assert by is not None
    invite("devi@kencana.example", language="en", by=by, at=clock.now())
    data = {**NEW, "invitation": _mailed_path().partition("=")[2]}
    assert "Look into your mail" in client.post("/sign-up", data=data).text
    assert client.get("/settings").status_code == 302


def test_nobody_is_asked_to_sign_up_by_a_domain_while_none_is_named(client: FlaskClient) -> None:
    ana()
    assert "/sign-up" not in client.get("/sign-in").text
    assert "made by the administrator" in client.get("/sign-up").text
    assert client.post("/sign-up", data=NEW).status_code == 403


@pytest.mark.parametrize(
    ("domains", "is_one"), [("", True), (" example.com  it.example.com ", True), ("@example.com", False), ("IT", False)]
)
def test_only_domains_are_taken_as_domains(domains: str, is_one: bool) -> None:
    assert bool(re.fullmatch(MAIL_DOMAINS.pattern, domains)) == is_one


def test_the_form_says_which_addresses_are_taken(client: FlaskClient) -> None:
    _open_sign_up()
    assert "Your address at work: kencana.example." in client.get("/sign-up").text


def test_everybody_signs_up_where_it_is_open(client: FlaskClient) -> None:
    store(SIGN_UP, "open")
    assert client.post("/sign-up", data={**NEW, "email": "x@elsewhere.example"}).status_code == 200


def test_nobody_is_flooded_with_mails_that_a_stranger_asks_for(client: FlaskClient) -> None:
    _open_sign_up()
    ana()
    for _time in range(6):
        client.post("/forgotten-password", data={"email": "ana.lim@kencana.example"})
        client.post("/sign-up", data={**NEW, "email": "ana.lim@kencana.example"})
    assert len(session.scalars(select(OutgoingMail)).all()) == 5


def test_a_link_alone_opens_no_account(client: FlaskClient) -> None:
    _open_sign_up()
    client.post("/sign-up", data={**NEW, "password": "chosen by a stranger"})
    answer = client.post(_mailed_path(), data=NEW)
    assert answer.status_code == 422 and "not the password that was chosen" in answer.text
    assert client.get("/menu").status_code == 302


def test_who_forgot_it_before_confirming_gets_in_by_a_new_password(client: FlaskClient) -> None:
    _open_sign_up()
    client.post("/sign-up", data=NEW)
    client.post("/forgotten-password", data={"email": NEW["email"]})
    assert client.post(_mailed_path(), data={"password": "another long river"}).status_code == 303
    assert session.scalars(select(Person).where(Person.handle == "nurul.huda")).one().state == PersonState.ACTIVE


def test_an_imported_colleague_claims_the_account(client: FlaskClient) -> None:
    _open_sign_up()
    person = make_person("Nurul Huda", state=PersonState.IMPORTED, email=NEW["email"], email_key=NEW["email"])
    client.post("/sign-up", data={**NEW, "name": "Nurul H."})
    assert client.post(_mailed_path(), data=NEW).status_code == 303
    claimed = session.get_one(Person, person.id, populate_existing=True)
    assert (claimed.state, claimed.name) == (PersonState.ACTIVE, "Nurul Huda")


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


@pytest.mark.parametrize(
    ("setting", "query", "has_form"),
    [("closed", "", False), ("closed", SPENT, False), ("invitation", "", False), ("invitation", SPENT, False),
     ("open", SPENT, True), ("domains", SPENT, True)],
)  # fmt: skip
def test_there_is_a_form_only_where_it_could_be_accepted(
    client: FlaskClient, setting: str, query: str, has_form: bool
) -> None:
    _open_sign_up()
    store(SIGN_UP, setting)
    page = client.get(f"/sign-up{query}").text
    assert ('name="password"' in page) == has_form
    assert ("This invitation opens nothing any more" in page) == bool(query)
    assert has_form or '<a class="button main" href="/sign-in">' in page


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


def test_the_page_of_a_new_password_says_whose_it_is(client: FlaskClient) -> None:
    client.post("/forgotten-password", data={"email": ana().email})
    for page in (client.get(_mailed_path()), client.post(_mailed_path(), data={"password": "short"})):
        assert "For the account with the address ana.lim@kencana.example." in page.text
        assert 'autocomplete="username" value="ana.lim@kencana.example"' in page.text


def test_whose_account_is_closed_is_told_so_by_mail_alone(client: FlaskClient) -> None:
    _open_sign_up()
    make_person("Nurul Huda", email=NEW["email"], email_key=NEW["email"], state=PersonState.DEACTIVATED)
    pages = [client.post("/sign-up", data=NEW), client.post("/forgotten-password", data=NEW)]
    assert ["closed" in page.text for page in pages] == [False, False]
    mails = session.scalars(select(OutgoingMail)).all()
    assert [(mail.template, "link" in mail.facts) for mail in mails] == [("account_closed", False)] * 2


def test_who_follows_the_link_of_confirmation_twice_is_led_to_sign_in(client: FlaskClient) -> None:
    _open_sign_up()
    client.post("/sign-up", data=NEW)
    client.post(path := _mailed_path(), data=NEW)
    client.post("/sign-out")
    again = client.get(path)
    assert again.status_code == 422 and '<a class="button main" href="/sign-in">' in again.text
    assert "/forgotten-password" in again.text


def test_who_has_no_account_is_not_told_that_a_mail_was_sent(client: FlaskClient) -> None:
    told = [client.post("/forgotten-password", data={"email": mail}).text for mail in ("a@b.example", ana().email)]
    assert all("has an account here" in page and "We have written" not in page for page in told)


def test_the_console_code_makes_the_first_administrator_who_is_signed_in(client: FlaskClient, app: Tanya) -> None:
    code = new_setup_code(at=clock.now())
    assert client.post("/setup", data={**NEW, "code": "wrong"}).status_code == 422
    made = client.post("/setup", data={**NEW, "code": code}, follow_redirects=True)
    assert made.request.path == "/" and made.text.count("The forum is yours.") == 1 and "First steps" in made.text
    assert has_administrator()
    client.post("/sign-out")
    for page in (client.get("/setup"), client.post("/setup", data={**NEW, "code": code})):
        assert page.status_code == 404 and "Sign in instead" in page.text


def test_the_console_code_may_be_typed_without_its_hyphens_and_in_capitals(client: FlaskClient, app: Tanya) -> None:
    code = new_setup_code(at=clock.now()) or ""
    assert client.post("/setup", data={**NEW, "code": f" {code.replace('-', '').upper()} "}).status_code == 303


def test_a_forum_where_nobody_can_sign_in_leads_to_the_set_up_page(client: FlaskClient) -> None:
    assert client.get("/sign-in").location == "/setup"
    ana()
    assert client.get("/sign-in").status_code == 200


def _imported(name: str) -> Person:
    return make_person(name, state=PersonState.IMPORTED, email=NEW["email"], email_key=NEW["email"])


def test_who_was_imported_before_he_became_the_first_administrator_has_his_posts(client: FlaskClient) -> None:
    code, person = new_setup_code(at=clock.now()), _imported("nurul_1990")
    assert client.post("/setup", data={**NEW, "code": code}).status_code == 303
    claimed = session.get_one(Person, person.id, populate_existing=True)
    assert has_administrator() and (claimed.state, claimed.name) == (PersonState.ACTIVE, NEW["name"])


def test_imported_posts_are_claimed_with_their_confirmed_address_and_the_chosen_password(client: FlaskClient) -> None:
    _open_sign_up()
    person = _imported("Nurul H.")
    client.post("/sign-up", data=NEW)
    assert "under the name Nurul H. is yours" in client.get(_mailed_path()).text
    assert client.post(_mailed_path(), data={"password": "a stranger's own"}).status_code == 422
    assert person.state == PersonState.IMPORTED
    assert client.post(_mailed_path(), data=NEW).location == "/"
    assert session.get_one(Person, person.id).state == PersonState.ACTIVE and person.name == "Nurul H."


@pytest.mark.parametrize("name", ["Iris Tan", "IT Support"])
def test_a_claimed_name_imitates_neither_staff_nor_a_role(client: FlaskClient, name: str) -> None:
    _open_sign_up()
    iris()
    person = _imported(f"{name} ")
    person.handle = "iris.old"
    client.post("/sign-up", data=NEW)
    client.post(_mailed_path(), data=NEW)
    claimed = session.get_one(Person, person.id, populate_existing=True)
    assert (claimed.name, claimed.handle) == ("nurul", "nurul")


@pytest.mark.parametrize("address", ["iris.tan@kencana.example", "it-support@kencana.example", "admin@kencana.example"])
def test_nor_does_the_address_that_takes_its_place(client: FlaskClient, address: str) -> None:
    _open_sign_up()
    make_person("Iris Tan", roles="employee it_staff", email="i.tan@kencana.example", email_key="i.tan@kencana.example")
    person = make_person("IT Support", handle="old", email=address, email_key=address, state=PersonState.IMPORTED)
    client.post("/sign-up", data={**NEW, "email": address})
    client.post(_mailed_path(), data=NEW)
    claimed = session.get_one(Person, person.id, populate_existing=True)
    assert (claimed.name, claimed.handle) == ("colleague", "colleague")

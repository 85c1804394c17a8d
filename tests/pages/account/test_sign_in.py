"""Signing in, by the forms that people use."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.sign_up import set_password
from forum.accounts.models import SignInAttempt
from forum.accounts.passwords import hashed
from forum.accounts.sample_logins import SAMPLE_LOGINS, SAMPLE_PASSWORD
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session
from forum.people.models import Person, PersonState
from tests.people import ana

ANA, PASSWORD = "ana.lim@kencana.example", "a quiet river bends"


@pytest.fixture(scope="module")
def kept() -> str:
    """The password's hash, made once since it is slow on purpose."""
    return hashed(PASSWORD)


def _ana(kept: str) -> Person:
    person = ana()
    set_password(person, kept, at=clock.now())
    return person


def _sign_in(client: FlaskClient, password: str = PASSWORD, address: str = "ana.lim@kencana.example") -> int:
    return client.post("/sign-in", data={"email": address, "password": password}).status_code


def test_the_right_password_signs_in(client: FlaskClient, kept: str) -> None:
    _ana(kept)
    assert _sign_in(client, address="Ana.Lim@Kencana.Example") == 303
    assert client.get("/menu").status_code == 200


@pytest.mark.parametrize(("is_https", "sent"), [(True, '"cache"'), (False, None)])
def test_signing_out_empties_the_cache_where_browsers_do_it(
    client: FlaskClient, app: Tanya, monkeypatch: pytest.MonkeyPatch, is_https: bool, sent: str | None
) -> None:
    monkeypatch.setitem(app.config, "IS_HTTPS", is_https)
    assert client.post("/sign-out").headers.get("Clear-Site-Data") == sent


def test_a_wrong_password_keeps_the_address_and_says_so(client: FlaskClient, kept: str) -> None:
    _ana(kept)
    answer = client.post("/sign-in", data={"email": "ana.lim@kencana.example", "password": "wrong"})
    assert answer.status_code == 422
    assert "ana.lim@kencana.example" in answer.text and "not right" in answer.text


def test_an_unknown_address_gets_the_same_sentence(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "nobody@kencana.example", "password": "wrong"})
    assert answer.status_code == 422 and "not right" in answer.text


def test_who_is_suspended_is_told_so_by_the_right_password_alone(client: FlaskClient, kept: str) -> None:
    _ana(kept).suspended_until = clock.now() + timedelta(days=1)
    told = [
        client.post("/sign-in", data={"email": "ana.lim@kencana.example", "password": typed}).text
        for typed in ("wrong", PASSWORD)
    ]
    assert ["is suspended until" in each for each in told] == [False, True]
    assert client.get("/menu").status_code == 302


def test_one_machine_does_not_try_passwords_on_everybody(
    client: FlaskClient, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ana(kept)
    monkeypatch.setattr("forum.accounts.actions.sign_in.MOST_BY_HOST", 3)
    tried = [_sign_in(client, "wrong", address=f"n{number}@kencana.example") for number in range(4)]
    assert tried == [422, 422, 422, 429] and _sign_in(client) == 429


def test_many_wrong_tries_are_stopped_for_a_while(client: FlaskClient, kept: str) -> None:
    _ana(kept)
    assert [_sign_in(client, "wrong") for _try in range(9)] == [422] * 8 + [429]
    assert _sign_in(client) == 429


def test_success_forgets_earlier_failures(client: FlaskClient, kept: str, app: Tanya) -> None:
    _ana(kept)
    _sign_in(client, "wrong")
    _sign_in(client)
    assert [attempt.succeeded for attempt in session.scalars(select(SignInAttempt))] == [True]


def test_signing_out_ends_the_session(client: FlaskClient, kept: str) -> None:
    _ana(kept)
    _sign_in(client)
    client.post("/sign-out")
    assert client.get("/menu").status_code == 302


def test_signing_out_ends_a_lasting_session_too(client: FlaskClient, kept: str) -> None:
    _ana(kept)
    client.post("/sign-in", data={"email": "ana.lim@kencana.example", "password": PASSWORD, "remember": "y"})
    assert client.get_cookie("remember_token")
    client.post("/sign-out")
    assert client.get("/menu").status_code == 302
    assert client.get_cookie("remember_token") is None


def test_a_raised_epoch_ends_every_session(client_of: Callable[[Person], FlaskClient]) -> None:
    browser = client_of(person := ana())
    person.session_epoch += 1
    assert browser.get("/menu").status_code == 302


def test_deactivated_people_cannot_sign_in(client: FlaskClient, kept: str) -> None:
    _ana(kept).state = PersonState.DEACTIVATED
    given = [client.post("/sign-in", data={"email": ANA, "password": word}) for word in (PASSWORD, "wrong wrong")]
    assert [answer.status_code for answer in given] == [422, 422] and client.get("/menu").status_code == 302
    assert "This account is closed." in given[0].text and "is not right" not in given[0].text
    assert "This account is closed." not in given[1].text and "is not right" in given[1].text


def test_nobody_is_sent_to_another_site(client: FlaskClient, kept: str) -> None:
    _ana(kept)
    data = {"email": "ana.lim@kencana.example", "password": PASSWORD}
    assert client.post("/sign-in?next=//evil.example/x", data=data).location == "/"
    assert client.post("/sign-in?next=/queue", data=data).location == "/queue"


def test_the_sample_company_is_entered_by_one_press_and_no_other_forum_shows_its_logins(
    client: FlaskClient, app: Tanya, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana()
    assert SAMPLE_PASSWORD not in client.get("/sign-in").text
    monkeypatch.setitem(app.config, "SAMPLE_COMPANY", True)
    page = client.get("/sign-in").text
    assert all(f'name="email" value="{address}"' in page for address in SAMPLE_LOGINS)
    assert page.count(f'name="password" value="{SAMPLE_PASSWORD}"') == len(SAMPLE_LOGINS)

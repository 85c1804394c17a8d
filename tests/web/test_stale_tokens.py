"""The token of a form lives as long as its session: what an ended one sends does nothing and is answered in words."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.actors import Actor, load_actor
from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.web import committing
from tests import posts
from tests.people import ana, ben

Browser = Callable[[Person], FlaskClient]
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _checked(app: Tanya, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    posts.category()


def _form(browser: FlaskClient) -> dict[str, str]:
    found = _TOKEN.search(browser.get("/questions/new").text)
    assert found is not None
    return {"csrf_token": found[1], "title": posts.TITLE, "source": posts.BODY, "category": "hardware"}


def _asked() -> int:
    return session.scalar(select(func.count(Question.id)).where(unrestricted())) or 0


def test_who_is_signed_out_everywhere_while_his_form_is_read_writes_nothing(
    client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load_later(person_id: int, *, at: datetime) -> Actor | None:
        end_sessions(person_id)
        return load_actor(person_id, at=at)

    browser = client_of(ana())
    form = _form(browser)
    monkeypatch.setattr(committing, "load_actor", load_later)
    assert browser.post("/questions", data=form).status_code == 401
    assert _asked() == 0


def test_the_token_of_the_session_is_taken(client_of: Browser) -> None:
    browser = client_of(ana())
    assert browser.post("/questions", data=_form(browser)).status_code == 303
    assert _asked() == 1


def test_the_token_of_another_session_is_refused_in_words(client_of: Browser) -> None:
    form = _form(client_of(ana()))
    answer = client_of(ben()).post("/questions", data=form)
    assert (answer.status_code, _asked()) == (400, 0)
    assert "too old to be sent" in answer.text


def test_a_session_that_was_ended_everywhere_posts_nothing(client_of: Browser) -> None:
    browser = client_of(person := ana())
    form = _form(browser)
    person.session_epoch += 1
    session.commit()
    answer = browser.post("/questions", data=form, headers={"Referer": "http://localhost/questions/new"})
    assert (answer.status_code, _asked()) == (401, 0)
    assert 'href="/sign-in?next=/questions/new"' in answer.text and posts.BODY in answer.text


def test_a_form_for_strangers_is_only_too_old(client: FlaskClient) -> None:
    answer = client.post("/forgotten-password", data={"email": "ana.lim@kencana.example", "csrf_token": "old"})
    assert answer.status_code == 400
    assert "too old to be sent" in answer.text


def test_who_signs_in_from_an_old_page_gets_it_back_with_his_address(client: FlaskClient) -> None:
    sent = {"csrf_token": "of another time", "email": "ana.lim@kencana.example", "password": "a quiet river bends"}
    answer = client.post("/sign-in", data=sent)
    assert answer.status_code == 422 and "This page was open for too long." in answer.text
    assert 'value="ana.lim@kencana.example"' in answer.text and "a quiet river bends" not in answer.text


def test_who_has_signed_in_in_another_tab_goes_on_from_the_old_one(client_of: Browser) -> None:
    sent = {"csrf_token": "of another time", "email": "ben.ong@kencana.example", "password": "whatever it is"}
    browser = client_of(ana())
    assert browser.post("/sign-in?next=/inbox", data=sent).location == "/inbox"
    assert browser.post("/sign-in?next=//evil.example", data=sent).location == "/"

"""The page that stands in for one that failed."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from forum.kernel.db import session
from forum.people.models import Person
from tests.people import admin, ana


def _does_not_answer(*_: object, **__: object) -> None:
    raise OperationalError("SELECT 1", {}, Exception("gone"))


def test_a_database_that_does_not_answer_is_told_even_by_a_process_that_has_just_begun(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("forum.kernel.settings.registry", "forum.web.frame", "forum.knowledge.known.queries.board"):
        monkeypatch.setattr(f"{module}.read", _does_not_answer)
    response = client.get("/questions")
    assert response.status_code == 503 and "<html" in response.text


@pytest.mark.parametrize(("kind", "status"), [(OperationalError, 503), (ProgrammingError, 500)])
def test_who_is_signed_in_is_told_too_that_nobody_can_be_read(
    client_of: Callable[[Person], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
    kind: type[DBAPIError],
    status: int,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind("SELECT 1", {}, Exception("gone"))

    client = client_of(ana())
    monkeypatch.setattr("forum.web.session.load_actor", fail)
    response = client.get("/questions", headers={"Accept-Language": "ms"})
    assert (
        response.status_code == status and '<html lang="ms"' in response.text and 'class="error-page"' in response.text
    )


def test_a_table_that_is_not_there_is_no_matter_of_waiting(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "system.menu", lambda: session.execute(text("SELECT 1 FROM lost")))
    assert client.get("/menu").status_code == 500


@pytest.mark.parametrize(
    ("referrer", "leads_back"),
    [
        ("http://localhost/questions/new?title=Wi-Fi", True),
        ("http://elsewhere.example/questions/new?title=Wi-Fi", False),
        ("http://localhost//elsewhere.example/questions/new?title=Wi-Fi", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_what_was_sent_in_vain_leads_back_to_its_form(client: FlaskClient, referrer: str, leads_back: bool) -> None:
    page = client.post("/language", data={"language": "xx"}, headers={"Referer": referrer}).text
    assert ('class="button main" href="/questions/new?title=Wi-Fi"' in page) == leads_back
    assert 'href="/"' in page


def test_a_page_that_does_not_exist_leads_home(client: FlaskClient) -> None:
    page = client.get("/nothing-here", headers={"Referer": "http://localhost/questions/1"}).text
    assert 'class="button main" href="/"' in page


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing-here", "/static/" + "a" * 300, "/static/css", "/static/"),
        *("/static/css/./frame.css", "/static/js/../css/frame.css"),
    ],
)
def test_what_cannot_be_is_told_to_who_comes_from_nowhere(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Referer": "http://["})
    assert response.status_code == 404 and 'class="error-page"' in response.text


def test_a_form_that_was_sent_too_late_leads_home_and_not_to_itself(client: FlaskClient) -> None:
    admin()
    assert client.get("/setup").status_code == 404
    page = client.post("/setup", data={"name": "Ana Lim"}, headers={"Referer": "http://localhost/setup"}).text
    assert 'class="button main" href="/"' in page and 'href="/setup"' not in page and "Ana Lim" in page


def test_what_was_written_stands_in_the_page_that_refuses_it(client: FlaskClient) -> None:
    sent = {"source": "Three lines,\r\nnever to be typed again.", "password": "not for a page", "tags": "vpn"}
    page = client.post("/questions", data=sent, headers={"Referer": "http://localhost/questions/new"})
    assert page.status_code == 401 and "Three lines,\nnever to be typed again." in page.text
    assert "not for a page" not in page.text and 'href="/sign-in?next=/questions/new"' in page.text


def test_nothing_is_repeated_to_who_sends_from_elsewhere(client: FlaskClient) -> None:
    page = client.post("/questions", data={"source": "Call this number"}, headers={"Referer": "http://evil.example/"})
    assert "Call this number" not in page.text


def test_what_is_too_large_to_be_read_is_refused_in_words(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    page = client.post("/questions", data={"source": "a " * 900}, headers={"Referer": "http://localhost/questions/new"})
    assert page.status_code == 413 and 'href="/questions/new"' in page.text and "smaller files" in page.text


def test_what_is_too_large_is_received_so_that_the_browser_shows_the_answer(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    sent = BytesIO(b"source=" + b"a" * 200_000)
    kind = "application/x-www-form-urlencoded"
    page = client.post("/questions", input_stream=sent, content_length=200_007, content_type=kind)
    assert page.status_code == 413 and sent.read() == b""


@pytest.mark.parametrize(("largest", "status", "told"), [(10, 413, "larger than the limit"), (1000, 401, "Sign in")])
def test_a_program_is_told_the_same_sentence(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, largest: int, status: int, told: str
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", largest)
    answer = client.post("/questions", data={"source": "a " * 90}, headers={"Accept": "application/json"})
    assert answer.status_code == status and told in answer.get_json()["sentence"]


def test_an_address_that_only_takes_a_form_says_so(client: FlaskClient) -> None:
    page = client.get("/sign-out")
    assert page.status_code == 405 and "only takes what a form sends" in page.text
    assert page.headers["Allow"] == "OPTIONS, POST"


def test_a_page_that_takes_no_form_does_not_call_itself_unreadable(client: FlaskClient) -> None:
    page = client.post("/healthz")
    assert page.status_code == 405 and "It takes nothing that is sent to it" in page.text
    assert "nothing is to be read" not in page.text.lower() and page.headers["Allow"] == "GET, HEAD, OPTIONS"

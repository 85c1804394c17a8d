"""The reference that an error page shows finds the one line of the log that says what happened."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge, Unauthorized

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Busy, Conflict, Invalid, NotAllowed, TooMany
from forum.operations.logs import formatter
from forum.people.models import Person
from tests.people import ana
from tests.posts import later

_FAILURES: list[tuple[int, Exception]] = [
    (400, BadRequest()),
    (401, Unauthorized()),
    (403, NotAllowed("You may not do this.")),
    (404, NotFound()),
    (409, Conflict("Somebody was quicker.")),
    (413, RequestEntityTooLarge()),
    (422, Invalid("Write a title.")),
    (429, TooMany("You have done this very often in a short time.", again_at=later(minutes=5))),
    (500, RuntimeError("the printer is on fire")),
    (503, OperationalError("SELECT 1", {}, Exception("gone\nIs the server running?"))),
    (503, InternalError("UPDATE", {}, ReadOnlySqlTransaction("gone"))),
    (503, Busy("The database is busy.")),
]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is written to the log as JSON, from now on."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter("json"))
    logger = logging.getLogger("forum")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(level)


def _failing(app: Tanya, failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of all places raises this."""

    def fail() -> None:
        raise failure

    monkeypatch.setitem(app.view_functions, "system.menu", fail)


@pytest.mark.parametrize(("status", "failure"), _FAILURES, ids=lambda each: str(each)[:12])
def test_each_error_page_has_a_reference_that_finds_its_line(
    app: Tanya, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, lines: Any, status: int, failure: Exception
) -> None:
    _failing(app, failure, monkeypatch)
    page = client.get("/menu?of=me")
    shown = re.search(r"quote the reference ([0-9a-f]{8})\.", page.text)
    assert page.status_code == status and shown
    assert ("Retry-After" in page.headers) is (status in (429, 503))
    (line,) = [line for line in lines() if line.get("reference") == shown[1]]
    assert (line["status"], line["method"], line["path"]) == (status, "GET", "/menu")
    assert ("trace" in line) is (status == 500)
    assert line["level"] == ("error" if status == 500 or isinstance(failure, DBAPIError) else "info")
    assert line.get("reason") != "gone\nIs the server running?"


def test_a_fragment_that_fails_tells_its_reference_too(
    app: Tanya, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, lines: Any
) -> None:
    _failing(app, RuntimeError("the printer is on fire"), monkeypatch)
    told = client.get("/menu", headers={"HX-Request": "true"})
    assert told.status_code == 500 and told.json
    assert [line["reference"] for line in lines() if "trace" in line] == [told.json["reference"]]
    assert "on fire" not in told.text and "on fire" in lines()[-1]["trace"]


def test_the_line_says_who_it_was_and_nothing_that_was_written(
    app: Tanya, client_of: Callable[[Person], FlaskClient], monkeypatch: pytest.MonkeyPatch, lines: Any
) -> None:
    asker = ana()
    _failing(app, NotAllowed("You may not open %(title)s.", title="Salaries 2026"), monkeypatch)
    client_of(asker).get("/menu?q=salaries")
    (line,) = [line for line in lines() if line.get("status") == 403]
    assert line["person"] == asker.id and line["reason"] == "You may not open %(title)s."
    assert "alaries" not in json.dumps(line)


def test_each_page_has_a_reference_of_its_own(client: FlaskClient, lines: Any) -> None:
    for _ in range(2):
        client.get("/nowhere")
    assert len({line["reference"] for line in lines()}) == 2


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/new-password/s3cr3t-link", "/new-password/…"),
        ("/feeds/s3cr3t-key/faq.atom", "/feeds/…/faq.atom"),
        ("/files/0123456789abcdef/s3cr3t.pdf", "/files/…/…"),
        ("/questions/4242/s3cr3t-plans", "/questions/4242/…"),
    ],
)
def test_the_line_names_the_page_without_its_secret_or_its_title(
    client_of: Callable[[Person], FlaskClient], monkeypatch: pytest.MonkeyPatch, lines: Any, path: str, said: str
) -> None:
    client = client_of(ana())
    monkeypatch.setattr("forum.web.session.load_actor", _fails)
    client.get(path)
    (line,) = [line for line in lines() if line.get("status") == 500]
    assert line["path"] == said and "s3cr3t" not in json.dumps({**line, "trace": ""})


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("PROPFIND", "/new-password/s3cr3t-link", "/new-password/…"),
        ("POST", "/feeds/s3cr3t-key/faq.atom", "/feeds/…"),
        ("GET", "/new-password/s3cr3t-link/and-more", "/new-password/…"),
        ("GET", "/nowhere", "/nowhere"),
    ],
)
def test_nor_does_it_say_what_stands_in_an_address_that_is_no_pages(
    client: FlaskClient, lines: Any, method: str, path: str, said: str
) -> None:
    client.open(path, method=method)
    (line,) = [line for line in lines() if line.get("status") in (404, 405)]
    assert line["path"] == said and "s3cr3t" not in json.dumps(line)


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("the printer is on fire")


@pytest.mark.parametrize("column", ["handle", "name"])
def test_what_the_database_refuses_is_not_quoted(
    app: Tanya, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, lines: Any, column: str
) -> None:
    taken = ana()

    def fail() -> None:
        values = {"handle": "s3cr3t", "name": "s3cr3t", column: taken.handle if column == "handle" else None}
        session.execute(update(Person).where(Person.id != taken.id).values(values))

    monkeypatch.setitem(app.view_functions, "system.menu", fail)
    assert client.get("/menu").status_code == 500
    (line,) = [line for line in lines() if "trace" in line]
    assert "UPDATE person SET" in line["trace"]
    assert "s3cr3t" not in line["trace"] and f"({taken.handle})" not in line["trace"]

"""A form that lost a deadlock, or the race for a name, is done once more; nobody notices."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from pytest import MonkeyPatch
from sqlalchemy.exc import DBAPIError

from forum.files.actions import KeptBytes, record_file
from forum.pages.files import uploads
from forum.people.models import Person
from forum.web import committing
from tests import posts
from tests.pages.files.test_files import send
from tests.people import ana, iris

ClientOf = Callable[[Person], FlaskClient]


class _Refused(Exception):
    """What psycopg raises, with PostgreSQL's word for why."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "status", "tries"), [("40P01", 200, 2), ("40001", 200, 2), ("23505", 200, 2), ("23503", 500, 1)]
)
def test_its_files_are_read_again(
    client_of: ClientOf, monkeypatch: MonkeyPatch, sqlstate: str, status: int, tries: int
) -> None:
    tried = []

    def record(kept: KeptBytes, **facts: Any) -> object:
        tried.append(kept.content.data)
        if len(tried) == 1:
            raise DBAPIError("", {}, _Refused(sqlstate))
        return record_file(kept, **facts)

    monkeypatch.setattr(uploads, "record_file", record)
    assert send(client_of(ana()), b"the words", "a.txt").status_code == status
    assert tried == [b"the words"] * tries


def test_what_came_to_nothing_is_not_told(client_of: ClientOf, monkeypatch: MonkeyPatch) -> None:
    keep, tried = committing.remember_result, []

    def remember(*kept: Any, **more: Any) -> None:
        tried.append(kept)
        if len(tried) == 1:
            raise DBAPIError("", {}, _Refused("40P01"))
        keep(*kept, **more)

    monkeypatch.setattr(committing, "remember_result", remember)
    browser, question = client_of(iris()), posts.question(ana())
    page = browser.post(f"/questions/{question.id}/ticket", data={"key": "first-and-only"}, follow_redirects=True)
    assert (len(tried), page.text.count("hear of it in ten minutes")) == (2, 1)

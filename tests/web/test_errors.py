"""The page that stands in for one that failed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from forum.knowledge.known.queries import board


def _does_not_answer(*_: object, **__: object) -> None:
    raise OperationalError("SELECT 1", {}, Exception("gone"))


def test_a_database_that_does_not_answer_is_told_even_by_a_process_that_has_just_begun(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "_major", (-2, ()))
    for module in ("forum.web.session", "forum.web.frame", "forum.knowledge.known.queries.board"):
        monkeypatch.setattr(f"{module}.read", _does_not_answer)
    response = client.get("/questions")
    assert response.status_code == 503 and "<html" in response.text

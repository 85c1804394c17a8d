"""What a supervisor and a proxy ask: does the process live, can it serve."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from forum.kernel.db import db
from tests import databases


def test_a_forum_that_can_serve_says_so_to_anybody(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers


def test_without_its_database_it_lives_and_is_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("forum.pages.system.views.read", gone)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")
    assert answer.headers["Retry-After"] == "5"


def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    app = databases.make_app(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path)
    assert app.test_client().get("/readyz").status_code == 503
    with app.app_context():
        db.engine.dispose()

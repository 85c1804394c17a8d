"""A forum whose commits are real, for what several do at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.app import Tanya
from forum.kernel.db import db, session
from forum.kernel.settings import registry
from tests import databases


@pytest.fixture(params=databases.KINDS)
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tanya]:
    """An application on a database that nobody else uses and whose commits are real."""
    registry.forget()
    app = databases.make_app(databases.fresh_database(request.param, tmp_path), tmp_path)
    yield app
    with app.app_context():
        session.remove()
        db.engine.dispose()
    registry.forget()

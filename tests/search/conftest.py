"""An index of its own for every test of search: Whoosh beside SQLite, PostgreSQL's own beside PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forum.app import Tanya
from forum.kernel.db import is_sqlite, session
from forum.search import place
from forum.search.index.protocol import Index
from forum.search.jobs import index_due
from tests.conftest import NOON
from tests.search.engines import KINDS, away, empty_index, new_index


@pytest.fixture(params=KINDS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An index without a thread, of each engine."""
    made = empty_index(request.param, tmp_path)
    yield made
    away(made)


@pytest.fixture
def indexing(app: Tanya, tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Does what the worker does for search; begins with an empty index."""
    made = new_index("whoosh" if is_sqlite() else "postgresql", tmp_path)
    place.use(made)
    moments = iter(NOON + timedelta(days=30, minutes=2 * number) for number in range(1000))

    def work(at: datetime | None = None) -> int:
        session.commit()
        return index_due("test:1", at or next(moments))

    work()
    yield work
    away(made)

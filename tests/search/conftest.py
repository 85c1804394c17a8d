"""An index of its own for every test of search."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forum.app import Tanya
from forum.kernel.db import session
from forum.search import place
from forum.search.index.protocol import Document
from forum.search.index.whoosh.engine import WhooshIndex
from forum.search.index.whoosh.store import Store
from forum.search.jobs import index_due
from tests.conftest import NOON


def empty_index(folder: Path) -> WhooshIndex:
    """An index without a thread."""
    made = WhooshIndex(folder)
    made.make_again([], before_exchange=lambda: None)
    return made


def put(index: WhooshIndex, *documents: Document) -> None:
    """The documents stand in the index, in one commit."""
    index.change([document.question_id for document in documents], lambda _: documents)


def used_store() -> Store:
    """Where the files of this process's index are."""
    found = place.index()
    assert isinstance(found, WhooshIndex)
    return found.store


@pytest.fixture
def indexing(app: Tanya, tmp_path: Path) -> Callable[[], int]:
    """Does what the worker does for search; begins with an empty index."""
    place.configure(tmp_path / "search")
    moments = iter(NOON + timedelta(days=30, minutes=2 * number) for number in range(1000))

    def work(at: datetime | None = None) -> int:
        session.commit()
        return index_due("test:1", at or next(moments))

    work()
    return work

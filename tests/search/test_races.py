"""Changes that meet the worker: by real connections that commit."""

import threading
from collections.abc import Callable, Iterator

import pytest

from forum.app import Tanya
from forum.kernel.db import transaction
from forum.kernel.pending import claim_due
from forum.search.models import SearchPending
from forum.search.reactions import make_due
from tests import databases, posts
from tests.conftest import NOON
from tests.people import ana
from tests.running import PATIENCE


@pytest.fixture
def shared(applications: Callable[[str, str], Tanya]) -> Iterator[Tanya]:
    """PostgreSQL, where writers do not wait for each other; on SQLite they do."""
    with databases.renewed(applications("own", "postgresql")) as app, app.app_context():
        yield app


def test_the_worker_leaves_a_row_that_an_unfinished_change_counts_on(shared: Tanya) -> None:
    with transaction():
        question_id = posts.question(ana()).id
    noted, may_commit = threading.Event(), threading.Event()

    def change() -> None:
        with shared.app_context(), transaction():
            make_due(question_id, at=NOON)
            noted.set()
            may_commit.wait(timeout=PATIENCE)

    changing = threading.Thread(target=change)
    changing.start()
    noted.wait(timeout=PATIENCE)
    taken = claim_due(SearchPending, holder="test:1", at=NOON, most=9)
    may_commit.set()
    changing.join(timeout=PATIENCE)
    assert list(taken) == []
    assert len(claim_due(SearchPending, holder="test:1", at=NOON, most=9)) == 1

"""A clock that is put back loses no thread."""

from collections.abc import Callable
from datetime import UTC

from sqlalchemy import select

from forum.kernel.db import session, transaction
from forum.people.models import Person
from forum.questions.models import Question
from forum.search.asking import Asker
from forum.search.jobs import forget_done, waiting_threads
from forum.search.models import SearchPending
from forum.search.queries import search
from forum.search.rebuild import rebuild
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben

Work = Callable[..., int]
AHEAD = posts.later(hours=1)


def found(typed: str, asked: Question) -> bool:
    reader = posts.actor(session.get_one(Person, asked.author_id))
    return asked.id in [hit.row.id for hit in search(typed, Asker(reader, at=NOON, zone=UTC)).hits]


def test_a_thread_that_changes_after_the_clock_went_back_is_indexed_at_once(indexing: Work) -> None:
    asked = posts.question(ana(), title="Quagga stripes", at=AHEAD)
    posts.comment(asked, ben(), at=NOON)
    assert indexing(NOON) == 1
    assert found("quagga", asked)


def test_a_thread_from_the_future_is_found(indexing: Work) -> None:
    asked = posts.question(ana(), title="Quagga stripes", at=AHEAD)
    indexing(AHEAD)
    assert found("quagga", asked) and found("created:today quagga", asked)


def test_a_thread_that_waits_for_an_hour_that_is_left_waits_no_longer(indexing: Work) -> None:
    asked = posts.question(ana(), title="Quagga stripes", at=AHEAD)
    assert indexing(NOON) == 0
    forget_done(NOON)
    assert indexing(NOON) == 1
    assert found("quagga", asked)


def test_what_the_worker_did_during_a_rebuild_is_done_again_whatever_the_clock_says(indexing: Work) -> None:
    asked, helper = posts.question(ana(), title="Quagga stripes"), ben()
    indexing(NOON)

    def change_meanwhile(_: int) -> None:
        with transaction():
            posts.answer(session.get_one(Question, asked.id), helper, source="Zorilla.", at=NOON)
        assert indexing(NOON) == 1

    rebuild(at=AHEAD, progress=change_meanwhile)
    assert not found("zorilla", asked)
    assert indexing(AHEAD) == 1
    assert found("zorilla", asked)


def test_what_was_indexed_before_a_rebuild_is_not_done_again(indexing: Work) -> None:
    posts.question(ana())
    indexing(NOON)
    rebuild(at=NOON)
    assert waiting_threads() == 0
    assert session.scalars(select(SearchPending)).all() == []

"""A process that has just started looks for what was searched for last."""

from collections.abc import Callable

from forum.kernel.db import session
from forum.search import place
from forum.search.models import SearchLogged
from forum.search.warming import warm
from tests import posts
from tests.conftest import NOON
from tests.people import ana
from tests.search.engines import harm, same_index

Work = Callable[[], int]


def _searched(*queries: str) -> None:
    session.add_all(SearchLogged(at=NOON, typed=typed, found=1, shown="1") for typed in queries)
    session.commit()


def test_each_query_is_asked_once_and_others_are_let_in_between(indexing: Work) -> None:
    posts.question(ana(), title="Printer is mute")
    indexing()
    _searched("printer", "printer", '"is mute" in:following by:nobody.known -toner*', "")
    place.use(same_index(place.index()))
    breaths: list[int] = []
    assert warm(at=NOON, pause=lambda: breaths.append(1)) == len(breaths) == 3


def test_without_an_index_nothing_is_warmed_and_nothing_fails(indexing: Work) -> None:
    _searched("printer")
    harm(place.index(), "old format")
    assert warm(at=NOON, pause=lambda: None) == 1

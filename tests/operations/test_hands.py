"""Work that is taken up in turn, by real threads: few at once, and what lasts long holds nobody up."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from forum.operations.connections import computing_at_once
from forum.operations.hands import Hands
from tests.running import eventually

_HERE = (
    "postgresql://t:x@localhost/tanya",
    "postgresql://t:x@127.0.0.1:5433/tanya",
    "postgresql:///tanya?host=/run/pg",
)
_ELSEWHERE = ("postgresql://t:x@db.kencana.example/tanya", "postgresql://t:x@/tanya?host=db.kencana.example")
_NEVER = 3600.0
_MOST = 3


class Desk:
    """What has been begun, in order; each item lasts until it is let go."""

    def __init__(self, pool: ThreadPoolExecutor, *, at_once: int, patience: float, items: str = "abcdef") -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.ends = {item: Event() for item in items}
        self.hands = Hands(self._work, pool, at_once=at_once, most=_MOST, patience=patience)
        for item in items:
            self.hands.put(item)

    def _work(self, item: str) -> None:
        self.begun.append(item)
        self.ends[item].wait(30)
        self.ended.append(item)

    def has_begun(self, *items: str) -> bool:
        return eventually(lambda: sorted(self.begun) == sorted(items))


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2 * _MOST) as pool:
        yield pool


def _let_go(desk: Desk, items: str) -> None:
    for item in items:
        desk.ends[item].set()


def test_so_many_are_begun_at_once_and_who_is_done_takes_the_next_in_order(pool: ThreadPoolExecutor) -> None:
    desk = Desk(pool, at_once=2, patience=_NEVER)
    assert desk.has_begun("a", "b")
    assert desk.hands.call()  # something waits, and nothing may be begun
    assert desk.has_begun("a", "b")
    _let_go(desk, "b")
    assert desk.has_begun("a", "b", "c")
    _let_go(desk, "acdef")
    assert desk.has_begun(*"abcdef")
    assert not desk.hands.call()


def test_one_at_once_does_all_in_the_order_they_came_in(pool: ThreadPoolExecutor) -> None:
    desk = Desk(pool, at_once=1, patience=_NEVER)
    _let_go(desk, "fedcba")
    assert eventually(lambda: desk.begun == list("abcdef"))


def test_what_lasts_longer_than_patience_holds_up_nobody_but_there_are_never_more_than_the_most(
    pool: ThreadPoolExecutor,
) -> None:
    desk = Desk(pool, at_once=1, patience=0.01)
    assert eventually(lambda: desk.hands.call() and len(desk.begun) == _MOST)
    assert desk.has_begun("a", "b", "c")
    _let_go(desk, "a")
    assert eventually(lambda: desk.hands.call() and len(desk.begun) == _MOST + 1)
    assert desk.has_begun("a", "b", "c", "d")
    _let_go(desk, "bcdef")


def test_one_that_was_late_does_not_go_on_beside_one_that_is_not(pool: ThreadPoolExecutor) -> None:
    desk = Desk(pool, at_once=1, patience=1.0, items="abc")
    assert eventually(lambda: desk.hands.call() and desk.begun == ["a", "b"])
    _let_go(desk, "a")
    assert eventually(lambda: desk.ended == ["a"])
    assert desk.hands.call()
    assert desk.begun == ["a", "b"]
    _let_go(desk, "bc")
    assert desk.has_begun("a", "b", "c")


def test_what_comes_after_a_rest_is_begun(pool: ThreadPoolExecutor) -> None:
    desk = Desk(pool, at_once=1, patience=_NEVER, items="ab")
    _let_go(desk, "ab")
    assert desk.has_begun("a", "b")
    desk.hands.put("a")
    assert desk.has_begun("a", "a", "b")


@pytest.mark.parametrize("processors", [1, 8])
def test_with_sqlite_one_request_of_a_process_computes_at_a_time(processors: int) -> None:
    assert computing_at_once("sqlite:////var/lib/tanya/tanya.db", processes=1, processors=processors) == 1


@pytest.mark.parametrize("database", _HERE)
def test_with_postgresql_on_this_machine_one_does_where_each_processor_has_its_process(database: str) -> None:
    assert computing_at_once(database, processes=4, processors=4) == 1
    assert computing_at_once(database, processes=5, processors=4) == 1


@pytest.mark.parametrize("database", _HERE)
def test_with_postgresql_on_this_machine_two_do_where_a_processor_is_left(database: str) -> None:
    assert computing_at_once(database, processes=3, processors=4) == 2


@pytest.mark.parametrize("database", _ELSEWHERE)
def test_with_postgresql_on_another_machine_a_second_goes_on_while_one_waits_for_it(database: str) -> None:
    assert computing_at_once(database, processes=4, processors=4) == 2

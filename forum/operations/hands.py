"""Threads that take up work in turn, few at once: Python computes in one thread at a time.

Where more compute, each statement's wait hands the interpreter's lock to another thread, on another core, and its owner
waits to get it back. Eight readers at once had one process spend up to half of its time on that.
"""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Hands(Generic[Item]):
    """Does what is put, first come first served: `at_once` at a time, and never more than `most`.

    What has lasted for `patience` seconds, since it computes much or waits for somebody, counts no more among those at
    once. Who is done with one item goes on with the next. `work` raises nothing.
    """

    def __init__(
        self, work: Callable[[Item], None], pool: Executor, *, at_once: int, most: int, patience: float
    ) -> None:
        self._work, self._pool = work, pool
        self._at_once, self._most, self._patience = at_once, most, patience
        self._lock = Lock()
        self._waiting: deque[Item] = deque()
        self._since: dict[object, float] = {}  # when each hand took what it has

    def put(self, item: Item) -> None:
        """It is begun at once, or in its turn."""
        with self._lock:
            self._waiting.append(item)
        self.call()

    def call(self) -> bool:
        """What may be begun by now is begun. True if something waits: to be called again after `patience`."""
        with self._lock:
            while self._waiting and len(self._since) < self._most and self._is_room():
                hand = object()
                self._pool.submit(self._go_on, hand, self._taken(hand))
            return bool(self._waiting)

    def _go_on(self, hand: object, item: Item) -> None:
        while True:
            self._work(item)
            with self._lock:
                del self._since[hand]
                if not self._waiting or not self._is_room():
                    return
                item = self._taken(hand)

    def _is_room(self) -> bool:
        counted_from = time.monotonic() - self._patience
        return sum(since > counted_from for since in self._since.values()) < self._at_once

    def _taken(self, hand: object) -> Item:
        self._since[hand] = time.monotonic()
        return self._waiting.popleft()

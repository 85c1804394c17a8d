"""1,000 open pages poll while somebody reads: `python -m bench.live [SECONDS] [sqlite|postgresql]`.

Each page polls every 15 to 30 seconds, each time on a connection of its own, about 45 small requests a second together:
most for a thread, some for the unread count alone, some for the queue. One reader asks for a thread all the while, and
slices without polls and with them take turns, so that a busy machine slows both alike. Any answer but 200 ends the run.
"""

import heapq
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.client import HTTPConnection
from random import Random
from statistics import median

from sqlalchemy import Row, select

from bench.company import fill
from bench.pages import HEADERS, over_databases, signed_in
from bench.serving import getter, milliseconds, p95, server
from forum.accounts.actors import load_actor
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question, Visibility
from forum.questions.visibility import reader_params, visible_to

CLIENTS, INTERVAL = 1000, (15.0, 30.0)
THREADS = 2000
GOAL = 2.0
"""The most that polls may make of an ordinary page's p95."""
_SLICE_SECONDS, _PAUSE_SECONDS, _SENDERS = 20, 0.1, 16
_PAGE = "/questions/1/q"


class Polls:
    """The open pages of so many people, polling from the first moment on; how long each poll took, in ms."""

    def __init__(self, port: int, headers: dict[str, str], paths: Sequence[str]) -> None:
        self.times: list[float] = []
        self.failure = ""
        self._port, self._headers, self._paths = port, headers, paths
        self._ended = threading.Event()
        shares = range(_SENDERS)
        self._threads = [threading.Thread(target=self._poll, args=(share,), daemon=True) for share in shares]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """No page polls any more. Leaves the program if one was not answered."""
        self._ended.set()
        for thread in self._threads:
            thread.join(40)
        if self.failure:
            raise SystemExit(self.failure)

    def _poll(self, share: int) -> None:
        chance, begun = Random(share), time.monotonic()
        pages = [(begun + chance.uniform(0, sum(INTERVAL) / 2), client) for client in range(share, CLIENTS, _SENDERS)]
        heapq.heapify(pages)
        while True:
            due, client = heapq.heappop(pages)
            if self._ended.wait(max(0.0, due - time.monotonic())):
                return
            try:
                self.times.append(milliseconds(partial(self._ask, self._paths[client])))
            except OSError as failure:
                self.failure = f"a poll failed: {failure!r}"
            heapq.heappush(pages, (due + chance.uniform(*INTERVAL), client))

    def _ask(self, path: str) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request("GET", path, headers=self._headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            self.failure = f"{path} answered {answer.status}"


def asked_by(client: int, threads: Sequence[Row[int, int]]) -> str:
    """Seven in ten pages are threads that have not changed, two are others, one is the queue."""
    if client % 10 < 7:
        shown = threads[client % len(threads)]
        return f"/live?thread={shown.id}&since={shown.version}"
    return "/live?queue=open" if client % 10 == 9 else "/live"


@contextmanager
def polling(port: int, headers: dict[str, str], paths: Sequence[str]) -> Iterator[Polls]:
    """These pages are open while the block runs."""
    polls = Polls(port, headers, paths)
    try:
        yield polls
    finally:
        polls.end()


def measure(kind: str, url: str, seconds: int) -> None:
    """Prints this database's line."""
    threads: list[Row[int, int]] = []
    headers = {**HEADERS, "Cookie": signed_in(lambda at: _filled(threads, at))}
    paths = [asked_by(client, threads) for client in range(CLIENTS)]
    rounds = max(1, seconds // (2 * _SLICE_SECONDS))
    quiet, busy, polls = list[float](), list[float](), list[float]()
    with server("forum.wsgi:app", 2 if url else 1, first="/healthz") as ours:
        get = getter(ours.port, _PAGE, headers)
        _read(get, 2)
        for _ in range(rounds):
            quiet += _read(get, _SLICE_SECONDS)
            with polling(ours.port, headers, paths) as open_pages:
                busy += _read(get, _SLICE_SECONDS)
            polls += open_pages.times
    before, after = p95(quiet), p95(busy)
    rate = len(polls) / rounds / _SLICE_SECONDS
    print(f"{kind}: a thread alone p50 {median(quiet):.1f} p95 {before:.1f} ms; while {CLIENTS} pages poll {rate:.0f}"
          f" times a second p50 {median(busy):.1f} p95 {after:.1f} ms, p95 ratio {after / before:.2f} (goal {GOAL});"
          f" polls p50 {median(polls):.1f} p95 {p95(polls):.1f} ms, no error;"
          f" load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip


def _filled(threads: list[Row[int, int]], at: datetime) -> Person:
    """The company's reader; `threads` are what he may read, with their versions."""
    person = fill(THREADS, at=at)
    reader = load_actor(person.id, at=at)
    assert reader is not None
    shown = select(Question.id, Question.version).where(visible_to(), Question.visibility == Visibility.PUBLIC)
    threads += session.execute(shown.limit(CLIENTS), reader_params(reader)).all()
    return person


def _read(get: Callable[[], object], seconds: float) -> list[float]:
    """The page again and again, as a reader who does not wait for others."""
    until, times = time.monotonic() + seconds, []
    while time.monotonic() < until:
        times.append(milliseconds(get))
        time.sleep(_PAUSE_SECONDS)
    return times


def main() -> None:
    """Ten minutes, or as many seconds as the command names."""
    over_databases(measure, most=600)


if __name__ == "__main__":
    main()

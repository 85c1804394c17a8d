"""A writer that is killed at any moment: what it said was kept is there, the index works, and the next one writes."""

import random
import subprocess
import sys

import pytest

from forum.search.index.protocol import Index
from tests.search.engines import address, same_index

_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from forum.search.index.postgresql.engine import PostgresIndex
from forum.search.index.protocol import Document
from forum.search.index.whoosh.engine import WhooshIndex

def thread(number):
    return Document(number, 1, datetime(2026, 3, 5, tzinfo=UTC), frozenset({"room:1"}), f"Printer {number}", "",
                    "toner " * 50, "", (), "", True)

address, work, schema = sys.argv[1:]
index = PostgresIndex(address, schema=schema) if schema else WhooshIndex(Path(address))
first = max((number for number, _ in index.digests()), default=0) + 1
for number in range(first, first + 100_000):
    index.change([number], lambda _: [thread(number)])
    if work == "rebuild":
        index.make_again((thread(each) for each in range(1, number + 1)), before_exchange=lambda: None)
    print(number, flush=True)
"""


def _killed_writer(index: Index, work: str, moment: float) -> int:
    """The last thread that the writer said was kept before it was killed, some moment after it had said so."""
    place, schema = address(index)
    command = [sys.executable, "-c", _WRITER, place, work, schema]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        last = int(writer.stdout.readline())
        try:
            writer.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            writer.kill()
        return max([last, *(int(line) for line in writer.stdout if line.endswith("\n"))])


def _survives(index: Index, work: str, rounds: int) -> None:
    chance = random.Random(rounds)
    for _ in range(rounds):
        last = _killed_writer(index, work, chance.uniform(0.0, 0.3))
        seen = same_index(index)
        assert seen.what_is_wrong() == ""
        assert {number for number, _ in seen.digests()} >= set(range(1, last + 1))
        seen.close()


@pytest.mark.parametrize("work", ["commit", "rebuild"])
def test_a_killed_writer_loses_nothing_it_had_kept(index: Index, work: str) -> None:
    _survives(index, work, 2)


@pytest.mark.slow
@pytest.mark.parametrize("work", ["commit", "rebuild"])
def test_fifty_killed_writers_lose_nothing(index: Index, work: str) -> None:
    _survives(index, work, 50)

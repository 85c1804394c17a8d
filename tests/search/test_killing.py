"""A writer that is killed at any moment: what it said was kept is there, the index works, and the next one writes."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from forum.search.index.whoosh.engine import WhooshIndex
from tests.search.conftest import empty_index

_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from forum.search.index.protocol import Document
from forum.search.index.whoosh.engine import WhooshIndex

def thread(number):
    return Document(number, 1, datetime(2026, 3, 5, tzinfo=UTC), frozenset({"room:1"}), f"Printer {number}", "",
                    "toner " * 50, "", (), "", True)

index = WhooshIndex(Path(sys.argv[1]))
first = max((number for number, _ in index.digests()), default=0) + 1
for number in range(first, first + 100_000):
    index.change([number], lambda _: [thread(number)])
    if sys.argv[2] == "rebuild":
        index.make_again((thread(each) for each in range(1, number + 1)), before_exchange=lambda: None)
    print(number, flush=True)
"""


def _killed_writer(folder: Path, work: str, moment: float) -> int:
    """The last thread that the writer said was kept before it was killed, some moment after it had said so."""
    command = [sys.executable, "-c", _WRITER, str(folder), work]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        last = int(writer.stdout.readline())
        try:
            writer.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            writer.kill()
        return max([last, *(int(line) for line in writer.stdout if line.endswith("\n"))])


def _survives(folder: Path, work: str, rounds: int) -> None:
    empty_index(folder)
    chance = random.Random(rounds)
    for _ in range(rounds):
        last = _killed_writer(folder, work, chance.uniform(0.0, 0.3))
        index = WhooshIndex(folder)
        assert index.what_is_wrong() == ""
        assert {number for number, _ in index.digests()} >= set(range(1, last + 1))


@pytest.mark.parametrize("work", ["commit", "rebuild"])
def test_a_killed_writer_loses_nothing_it_had_kept(tmp_path: Path, work: str) -> None:
    _survives(tmp_path, work, 2)


@pytest.mark.slow
@pytest.mark.parametrize("work", ["commit", "rebuild"])
def test_fifty_killed_writers_lose_nothing(tmp_path: Path, work: str) -> None:
    _survives(tmp_path, work, 50)

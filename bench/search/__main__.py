"""python -m bench.search FOLDER [THREADS ...]: both engines and FTS5 over the same threads, a table for each number."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.pages import postgresql
from bench.search.asking import Taken, Watch
from bench.search.engines import engine
from bench.search.hard import HARD
from bench.search.threads import box_queries, documents, long_queries, named_folder

_BOX, _ALIKE, _CHANGES = 300, 150, 15
_KINDS = ("whoosh", "postgresql", "fts5")
Figures = dict[str, Any]


def measured(kind: str, address: str, folder: Path, threads: int) -> Figures:
    """An index of so many threads was made, asked in a new process, and changed."""
    made = engine(kind, address)
    build = Watch(made.backend()).taken(lambda: made.fill(documents(folder, threads)))
    hard = {} if kind == "fts5" else HARD
    queries = json.dumps({"box": box_queries(folder, _BOX), "alike": long_queries(folder, _ALIKE), "hard": hard})
    command = [sys.executable, "-m", "bench.search.asking", kind, address]
    asked = json.loads(subprocess.run(command, input=queries, text=True, stdout=subprocess.PIPE, check=True).stdout)
    watch = Watch(made.backend())
    some = [replace(each, version=2) for each in documents(folder, _CHANGES)]
    changes = [watch.taken(lambda each=each: made.change(each)) for each in some]  # type: ignore[misc]
    return {**asked, "build": build, "changes": changes}


def table(found: dict[str, Figures], threads: int) -> Iterator[str]:
    """The figures of one number of threads, in Markdown."""
    yield f"| {threads:,} threads | {' | '.join(found)} |"
    yield "|---" * (len(found) + 1) + "|"
    rows: dict[str, Callable[[Figures], str]] = {
        "box, p50 / p95 CPU ms": lambda each: _quantiles(each["again"]["box"]),
        "box, words asked for the first time": lambda each: _quantiles(each["new"]["box"]),
        "similar, p50 / p95 CPU ms": lambda each: _quantiles(each["again"]["alike"]),
        "similar, words asked for the first time": lambda each: _quantiles(each["new"]["alike"]),
        "first query of a process, ms (CPU)": lambda each: f"{each['first']:.0f} ({each['first_cpu']:.0f})",
        "hardest made-up query, first time, CPU ms": lambda each: _hardest(each["hard"]),
        "build, threads a second (of CPU)": lambda each: _rates(each["build"], threads),
        "one changed thread, p50 ms (CPU)": lambda each: _medians(each["changes"]),
        "memory of the process's own, MB": lambda each: str(each["megabytes"]),
    }
    for name, told in rows.items():
        yield f"| {name} | {' | '.join(told(each) for each in found.values())} |"
    ratio = {kind: _p50(each) / _p50(found["fts5"]) for kind, each in found.items()}
    yield f"| box p50 beside FTS5 | {' | '.join(f'{each:.2f}' for each in ratio.values())} |"


def _p50(figures: Figures) -> float:
    return float(median(each["cpu"] for each in figures["again"]["box"]))


def _quantiles(taken: list[dict[str, float]]) -> str:
    cpu = sorted(each["cpu"] for each in taken)
    return f"{median(cpu):.1f} / {cpu[len(cpu) * 95 // 100]:.1f}"


def _hardest(taken: dict[str, float]) -> str:
    return max(
        (f"{cpu:.0f} ({name})" for name, cpu in taken.items()), key=lambda said: int(said.split()[0]), default=""
    )


def _rates(taken: Taken, threads: int) -> str:
    return f"{threads / taken.wall * 1000:.0f} ({threads / taken.cpu * 1000:.0f})"


def _medians(taken: list[Taken]) -> str:
    return f"{median(each.wall for each in taken):.0f} ({median(each.cpu for each in taken):.0f})"


@contextmanager
def _places() -> Iterator[dict[str, str]]:
    """Where each engine keeps its index, for the time of one run."""
    with TemporaryDirectory(prefix="tanya-bench-") as place, postgresql(Path(place) / "server") as url:
        yield {"whoosh": f"{place}/whoosh", "postgresql": url, "fts5": f"{place}/fts5.db"}


def main() -> None:
    """For each number of threads that was named, else for 10,000 and 50,000."""
    folder = named_folder(sys.argv, __doc__)
    for threads in [int(word) for word in sys.argv[2:]] or [10_000, 50_000]:
        with _places() as places:
            found = {kind: measured(kind, places[kind], folder, threads) for kind in _KINDS}
        print(*table(found, threads), "", sep="\n", flush=True)


main()

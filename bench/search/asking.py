"""One engine in a process of its own: `python -m bench.search.asking KIND ADDRESS` reads queries, prints figures."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.search.engines import Engine, engine


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds: of the clock, and of the processors, those of the database's process included."""

    wall: float
    cpu: float


class Watch:
    """How long work takes that an engine does."""

    def __init__(self, backend: int) -> None:
        self._backend = backend

    def taken(self, work: Callable[[], object]) -> Taken:
        """The work is done; how long it took."""
        began, cpu = time.perf_counter(), self._cpu()
        work()
        spent = self._cpu() - cpu
        return Taken((time.perf_counter() - began) * 1000, spent * 1000)

    def _cpu(self) -> float:
        own = time.process_time()
        if not self._backend:
            return own
        return own + int(Path(f"/proc/{self._backend}/schedstat").read_text("ascii").split()[0]) / 1e9


def asked(
    kind: str, address: str, box: Sequence[str], alike: Sequence[str], hard: Mapping[str, str]
) -> dict[str, object]:
    """Figures of a process that has just started: its first query, all of them for the first time, and again."""
    began = time.perf_counter()
    found = engine(kind, address)
    first = Watch(0).taken(lambda: found.box(box[0]))
    opened = (time.perf_counter() - began) * 1000
    watch = Watch(found.backend())
    rounds = {name: _round(watch, found, box, alike) for name in ("new", "again")}
    megabytes = _megabytes()
    slow = {name: watch.taken(lambda typed=typed: found.box(typed)).cpu for name, typed in hard.items()}  # type: ignore[misc]
    return {"first": opened, "first_cpu": first.cpu, "megabytes": megabytes, "hard": slow, **rounds}


def _round(watch: Watch, found: Engine, box: Sequence[str], alike: Sequence[str]) -> dict[str, object]:
    return {
        "box": [asdict(watch.taken(lambda typed=typed: found.box(typed))) for typed in box],  # type: ignore[misc]
        "alike": [asdict(watch.taken(lambda text=text: found.alike(text))) for text in alike],  # type: ignore[misc]
    }


def _megabytes() -> int:
    """What is the process's own: pages of files that it has looked at are the system's to take back."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) // 1024


if __name__ == "__main__":
    queries = json.load(sys.stdin)
    json.dump(asked(sys.argv[1], sys.argv[2], **queries), sys.stdout)

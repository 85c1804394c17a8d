"""`forum import stackexchange` into SQLite: `python -m bench.imports FIREFOX_FOLDER [POSTS ...] [--keep FOLDER]`.

Each dump is imported once as a folder and once as a .7z, by a process of its own whose time and memory are told as the
system has counted them. Rows of the search index's queue, revisions and comments are written as in any import.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.dumps import pack, write_dump


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds, and megabytes at its largest."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """One line a dump and form."""
    asked = argparse.ArgumentParser(prog="bench.imports")
    asked.add_argument("forum", type=Path)
    asked.add_argument("posts", type=int, nargs="*", default=[60_000, 600_000])
    asked.add_argument("--keep", type=Path, help="where made dumps stay and are found again")
    wanted = asked.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print("posts    form    wall s   CPU s  posts/s wall  posts/s CPU  peak MB  database MB", flush=True)
    with nullcontext(wanted.keep) if wanted.keep else TemporaryDirectory(prefix="tanya-imports-") as place:
        for posts in wanted.posts:
            folder = Path(place) / str(posts)
            archive = folder.with_suffix(".7z")
            if not folder.exists():
                write_dump(wanted.forum, folder, posts)
            if not archive.exists():
                pack(folder, archive)
            for path in (folder, archive):
                _measure(path, posts, Path(place) / "data")


def _measure(path: Path, posts: int, data: Path) -> None:
    """The dump into an empty database; the line about it."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    environment = {**os.environ, "TANYA_DATA_DIR": str(data), "TANYA_DATABASE_URL": "", "TANYA_MAIL_URL": "null:"}
    forum = [sys.executable, "-m", "forum.cli"]
    subprocess.run([*forum, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL)
    words = ["import", "stackexchange", str(path), "--source", "bench", "--report", str(data / "report.csv")]
    cost = _cost([*forum, *words], environment)
    size = (data / "tanya.db").stat().st_size / 1e6
    print(f"{posts:<8} {path.suffix or 'folder':<6} {cost.wall:7.1f} {cost.cpu:7.1f} {posts / cost.wall:13.0f}"
          f" {posts / cost.cpu:12.0f} {cost.peak:8.0f} {size:12.0f}", flush=True)  # fmt: skip
    shutil.rmtree(data)


def _cost(command: list[str], environment: dict[str, str]) -> Cost:
    """What the command takes; CalledProcessError where it fails."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Cost(time.perf_counter() - began, _seconds(used), used.ru_maxrss / 1024)


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()

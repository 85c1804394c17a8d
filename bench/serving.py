"""Both servers of a comparison, and the clients that ask them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.request import urlopen

from forum.operations.serve import bound_socket, surroundings

SLICE_SECONDS = 1.5


@dataclass(frozen=True)
class Served:
    """A running server: its port and its first process, which has started the others."""

    port: int
    pid: int

    def memory(self) -> list[tuple[int, int]]:
        """Resident and proportional MB of each process that the server has started."""
        return [(megabytes(child, "Rss"), megabytes(child, "Pss")) for child in self._children()]

    def processor_seconds(self) -> float:
        """What these processes have taken of the processors so far."""
        return sum(processor_seconds(child) for child in self._children())

    def _children(self) -> list[str]:
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()


@contextmanager
def server(name: str, processes: int, *, first: str) -> Iterator[Served]:
    """The application under gunicorn, as `forum serve` starts it, until the block ends.

    It is ready when `first` has been answered.
    """
    listener = bound_socket("127.0.0.1", 0)
    port = listener.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", name, "--bind", f"fd://{listener.fileno()}", "--preload",
               "--worker-class", "forum.operations.connections.Worker", "--workers", str(processes), "--threads", "8",
               "--no-control-socket", "--log-level", "warning"]  # fmt: skip
    child = subprocess.Popen(command, env=surroundings(), pass_fds=[listener.fileno()])
    try:
        for _ in range(2 * processes):
            urlopen(f"http://127.0.0.1:{port}{first}", timeout=60).read()
        yield Served(port, child.pid)
    finally:
        child.terminate()
        child.wait(20)
        listener.close()


def getter(port: int, path: str, headers: dict[str, str]) -> Callable[[], int]:
    """Asks for the page on one connection; its size in bytes. Leaves the program where the answer is not 200.

    The clients share the machine's processors with what they measure, so an answer is not taken apart any further.
    """
    sent = (f"{name}: {value}" for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items())
    asked = "\r\n".join([f"GET {path} HTTP/1.1", *sent, "", ""]).encode("ascii")
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    answer = connection.makefile("rb")

    def get() -> int:
        connection.sendall(asked)
        status, length = answer.readline(), 0
        while (line := answer.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        if status.split()[1:2] != [b"200"] or len(answer.read(length)) < length:
            raise SystemExit(f"{path} answered {status.decode('latin-1').strip() or 'nothing'}")
        return length

    return get


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty is above."""
    return quantiles(values, n=20)[-1]


def rate(port: int, path: str, headers: dict[str, str], *, clients: int = 8) -> float:
    """Answers a second to so many clients at once."""
    until = time.perf_counter() + SLICE_SECONDS

    def client(_: int) -> int:
        get, done = getter(port, path, headers), 0
        while time.perf_counter() < until:
            get()
            done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(client, range(clients))) / SLICE_SECONDS


def megabytes(pid: str, name: str) -> int:
    """What the process takes of memory: `Rss`, or `Pss` where what it shares is counted in part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) // 1024


def processor_seconds(pid: str) -> float:
    """What the process has taken of the processors so far."""
    facts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(int(number) for number in facts[11:13]) / os.sysconf("SC_CLK_TCK")

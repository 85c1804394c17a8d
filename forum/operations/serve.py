"""`forum serve`: web and worker together, started on one socket, stopped together, never left behind."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from forum.kernel.settings.environment import Environment

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)  # opened here: after the fork it would be too late
_GRACE_SECONDS = 30
_LOOK_SECONDS = 0.2

# Threads, which run in turn anyway, share one pool of memory in place of eight a core; and what a large answer took is
# given back when it is over, where glibc would keep more and more of it at hand for the next one. In bytes.
_MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "1048576"}


class CannotServe(Exception):
    """The reason in one sentence."""


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket bound to the address, for the web server to inherit; CannotServe says so if it is taken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise CannotServe(_why_not(host, port, error)) from None
    listener.listen(512)
    listener.set_inheritable(True)
    return listener


def _why_not(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return f"This machine cannot listen on {host}: {error.strerror}. Choose one of its own addresses: --host"
    return f"Port {port} on {host} cannot be used: {error.strerror}. Choose another: --port"


def address_of(host: str, listener: socket.socket) -> str:
    """What a browser on this machine opens: http://127.0.0.1:8080, http://[::1]:8080."""
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"


def serve(environment: Environment, listener: socket.socket, *, ready: Callable[[], None] = lambda: None) -> int:
    """Web and worker run until a signal or until one of them ends; the exit status: 0 after a signal, else 1."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = {
        "web server": _start(web_command(environment, listener.fileno()), listener),
        "worker": _start(worker_command(), None),
    }
    ready()
    try:
        while not stopping and not (dead := _dead(children)):
            time.sleep(_LOOK_SECONDS)
    finally:
        _end(list(children.values()))
    if stopping:
        return 0
    print(f"{dead} Everything is stopped.", file=sys.stderr, flush=True)
    return 1


def _dead(children: dict[str, subprocess.Popen[bytes]]) -> str:
    """Which of them has ended, and how, in a sentence; empty while all run."""
    for name, child in children.items():
        if (status := child.poll()) is not None:
            how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
            return f"The {name} {how}."
    return ""


def replace_by_web(environment: Environment, listener: socket.socket) -> None:
    """This process becomes the web server on the inherited socket."""
    command = web_command(environment, listener.fileno())
    os.execve(command[0], command, surroundings())


def surroundings() -> dict[str, str]:
    """The environment of web and worker: how glibc keeps their memory, unless the operator says it (mallopt(3))."""
    return {**_MEMORY, **os.environ}


def web_command(environment: Environment, descriptor: int) -> list[str]:
    """The command line of the web server on an inherited socket."""
    return [
        sys.executable, "-m", "gunicorn", "forum.wsgi:app",
        "--bind", f"fd://{descriptor}",
        "--preload",
        "--worker-class", "forum.operations.connections.Worker",
        "--workers", str(processes(environment)),
        "--threads", str(environment.web_threads),
        "--graceful-timeout", "20",
        "--timeout", "60",
        "--keep-alive", "5",
        "--limit-request-line", "8190",  # a search may be long; in some scripts a letter is nine bytes of an address
        "--no-control-socket",
        "--log-level", "warning",
        "--logger-class", "forum.operations.logs.ServerLogs",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The command line of the background worker."""
    return [sys.executable, "-m", "forum.cli", "worker"]


def processes(environment: Environment) -> int:
    """How many web processes: as set, else one on SQLite (the search cache is per process), one a core otherwise."""
    if environment.web_processes:
        return environment.web_processes
    return 1 if environment.database.startswith("sqlite") else os.cpu_count() or 2


def _start(command: list[str], listener: socket.socket | None) -> subprocess.Popen[bytes]:
    parent = os.getpid()
    return subprocess.Popen(
        command,
        env=surroundings(),
        pass_fds=[listener.fileno()] if listener else [],
        start_new_session=True,
        preexec_fn=lambda: _die_with(parent),
    )


def _die_with(parent: int) -> None:
    """The kernel sends SIGTERM to this child when its parent is killed, so that no orphan keeps the port (Linux)."""
    if sys.platform != "linux":
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the kernel was asked
        os._exit(1)


def _end(children: list[subprocess.Popen[Any]]) -> None:
    """All are told to stop, then waited for; who does not finish in time, and what a dead one left, is killed."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _GRACE_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(until - time.monotonic(), 0))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

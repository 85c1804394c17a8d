"""The forum as an operator runs it: real processes on a port of their own, which tests start, stop and kill."""

import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0  # seconds; a machine may have other work


def environment_of(folder: Path, url: str = "", **more: str) -> dict[str, str]:
    """What a process of the forum is told: data folder and database, and nothing of the one who tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANYA_")}
    return {**kept, "TANYA_DATA_DIR": str(folder), "TANYA_DATABASE_URL": url, "TANYA_MAIL_URL": "null:", **more}


@dataclass(frozen=True)
class Program:
    """The `forum` command of one installation, and the folder that it is started in."""

    command: tuple[str, ...] = (sys.executable, "-m", "forum.cli")
    folder: Path = ROOT

    def run(self, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Ended, with what it said."""
        command = [*self.command, *arguments]
        return subprocess.run(
            command, env=env, cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    def start(self, *arguments: str, env: dict[str, str], **options: Any) -> "subprocess.Popen[str]":
        """Running, with the options of Popen."""
        return subprocess.Popen([*self.command, *arguments], env=env, cwd=self.folder, text=True, **options)


CHECKOUT = Program()
forum = CHECKOUT.run


class Serving:
    """A running `forum serve`, and what it has said so far, line by line."""

    def __init__(self, env: dict[str, str], port: int = 0, program: Program = CHECKOUT) -> None:
        self.process = program.start(
            "serve", "--port", f"{port}", env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.address = self.wait_for("Tanya listens on").rpartition(" ")[2]

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.said.append(line.rstrip())
            self._lines.put(line.rstrip())

    def wait_for(self, words: str) -> str:
        """The next line that has the words in it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                line = self._lines.get(timeout=0.2)
            except queue.Empty:
                if self.process.poll() is not None and not self._listener.is_alive() and self._lines.empty():
                    break
                continue
            if words in line:
                return line
        raise AssertionError(f"never said {words!r}, but: {self.said}")

    @property
    def web(self) -> int:
        """The process id of the web server."""
        return self._child("gunicorn")

    @property
    def worker(self) -> int:
        """The process id of the worker."""
        return self._child("forum.cli worker")

    def _child(self, word: str) -> int:
        return next(pid for pid in descendants(self.process.pid)[:2] if word in command_of(pid))

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def serving(env: dict[str, str], *, port: int = 0, program: Program = CHECKOUT) -> Iterator[Serving]:
    """`forum serve` while the block runs, on a free port unless one is named; nothing of it is left afterwards."""
    started = Serving(env, port, program)
    family = [started.process.pid, *descendants(started.process.pid)]
    try:
        yield started
    finally:
        family += [pid for pid in descendants(started.process.pid) if pid not in family]
        for pid in family:
            if is_alive(pid) and (pid == started.process.pid or "forum" in command_of(pid)):
                os.kill(pid, signal.SIGKILL)
        started.process.wait()
        if started.process.stdout:
            started._listener.join(5)
            started.process.stdout.close()


class Unit:
    """A command of the forum that is started again when it was killed, as a service manager does."""

    def __init__(self, env: dict[str, str], *command: str) -> None:
        self._env, self._command = env, command
        self.start()

    def __enter__(self) -> "Unit":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self) -> None:
        """It runs, with what it starts itself, in a process group of its own."""
        self._process = CHECKOUT.start(*self._command, env=self._env, start_new_session=True)

    def end(self) -> None:
        """Nothing of it runs any more, and nothing in it had time to tidy up."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill(self) -> None:
        """All its processes die at once, and it is started again."""
        self.end()
        self.start()

    def kill_one_process(self) -> None:
        """One that it started dies; it starts another itself."""
        assert eventually(lambda: descendants(self._process.pid))
        os.kill(descendants(self._process.pid)[0], signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """The children of a process in the order of their birth, then theirs."""
    try:
        born = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    children = [int(child) for child in born.split()]
    return [*children, *(each for child in children for each in descendants(child))]


def command_of(pid: int) -> str:
    """The command line of a process; empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def mail_server(handler: Any) -> Iterator[str]:
    """The address of a mail server on loopback that gives `handler` what it is sent."""
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def free_port() -> int:
    """A port of loopback that nobody listens on, nor gets by chance: what takes any port has one above 32,768."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def is_listening(port: int) -> bool:
    """Whether somebody answers on the port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and is not yet waited for does not."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace")
    except OSError:
        return False


def eventually(holds: Callable[[], object], *, seconds: float = PATIENCE) -> bool:
    """Whether the condition holds before the time is over."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True

"""Web and worker killed at random moments while eight people post: what they were told is kept is there, once."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import databases
from tests.operations.truth import CLIENTS, KEY, arranged, holds, posting
from tests.running import FORUM, ROOT, descendants, environment_of, eventually


@pytest.mark.parametrize(("kind", "rounds"), [("sqlite", 5), ("postgresql", 1)])
def test_what_was_acknowledged_is_there_once_and_found(tmp_path: Path, kind: str, rounds: int) -> None:
    _survives(tmp_path, kind, rounds)


@pytest.mark.slow
@pytest.mark.parametrize("kind", databases.KINDS)
def test_twenty_kills_of_each_lose_nothing(tmp_path: Path, kind: str) -> None:
    _survives(tmp_path, kind, 20)


def _survives(folder: Path, kind: str, rounds: int) -> None:
    url = databases.fresh_database(kind, folder)
    app = databases.make_app(url, folder, secret_key=KEY)
    cookies, chance, port = arranged(app), random.Random(kind), _free_port()
    said: list[str] = []
    with _units(environment_of(folder, url, TANYA_SECRET_KEY=KEY), port) as (web, worker):
        for number in range(rounds):
            kills = [worker.kill, web.kill if number % 2 else web.kill_one_process]
            with posting(port, cookies) as clients:
                assert eventually(lambda posting=clients: all(client.words for client in posting))
                for kill in chance.sample(kills, 2):
                    time.sleep(chance.uniform(0.0, 0.7))
                    kill()
            said += [word for client in clients for word in client.words]
            holds(app, said)
    assert len(said) > CLIENTS * rounds


class Unit:
    """A command of the forum that is started again when it was killed, as a service manager does."""

    def __init__(self, env: dict[str, str], *command: str) -> None:
        self._env, self._command = env, [*FORUM, *command]
        self.start()

    def start(self) -> None:
        """It runs, with what it starts itself, in a process group of its own."""
        self._process = subprocess.Popen(self._command, env=self._env, cwd=ROOT, start_new_session=True)

    def end(self) -> None:
        """Nothing of it runs any more, and nothing in it had time to tidy up."""
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


@contextmanager
def _units(env: dict[str, str], port: int) -> Iterator[tuple[Unit, Unit]]:
    """`forum web` and `forum worker`, each started again by itself, as where they run on machines of their own."""
    web, worker = Unit(env, "web", "--port", f"{port}"), Unit(env, "worker")
    try:
        yield web, worker
    finally:
        web.end()
        worker.end()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port

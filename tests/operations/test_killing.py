"""Web and worker killed at random moments while eight people post: what they were told is kept is there, once."""

import random
import time
from pathlib import Path

import pytest

from tests import databases
from tests.operations.truth import CLIENTS, KEY, arranged, holds, posting
from tests.running import Unit, environment_of, eventually, free_port


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
    cookies, chance, port = arranged(app), random.Random(kind), free_port()
    said: list[str] = []
    env = environment_of(folder, url, TANYA_SECRET_KEY=KEY)
    with Unit(env, "web", "--port", f"{port}") as web, Unit(env, "worker") as worker:  # as on two machines
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

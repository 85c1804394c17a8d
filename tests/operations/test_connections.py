"""Clients that are slow, silent or gone, and the real web server with a single thread: nobody else waits for them."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests import databases
from tests.running import PATIENCE, Serving, descendants, environment_of, eventually, is_alive, serving

_SOON = 15  # seconds
_MANY = 100  # for each of whom one who waits would wait for seconds: longer than a test does


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    env = environment_of(tmp_path, databases.fresh_database("sqlite", tmp_path), TANYA_WEB_THREADS="1")
    with serving(env) as started:
        _is_answered(started)
        yield started


def _is_answered(started: Serving) -> bool:
    with urlopen(f"{started.address}/healthz", timeout=PATIENCE) as answer:
        return bool(answer.status == 200)


def _connected(started: Serving) -> socket.socket:
    address = urlsplit(started.address)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=PATIENCE)


def test_who_connects_and_says_nothing_keeps_nobody_waiting_and_holds_up_no_stop(served: Serving) -> None:
    with ExitStack() as connections:
        for _ in range(_MANY):
            connections.enter_context(_connected(served))
        assert _is_answered(served)
        served.process.terminate()
        assert served.process.wait(_SOON) == 0


def test_who_does_not_hang_up_keeps_nobody_waiting_and_holds_up_no_stop(served: Serving) -> None:
    with ExitStack() as connections:
        for _ in range(_MANY):
            client = connections.enter_context(_connected(served))
            client.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.0 200")
        assert _is_answered(served)
        served.process.terminate()
        assert served.process.wait(_SOON) == 0


@pytest.mark.slow
def test_who_falls_silent_in_the_midst_of_a_request_has_no_thread_for_ever(served: Serving) -> None:
    with _connected(served) as client:
        client.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nmail")
        assert _is_answered(served)
    assert not any("Traceback" in line for line in served.said)


def test_a_web_process_that_is_just_being_born_hears_that_it_is_to_end(served: Serving) -> None:
    arbiter = served.web
    (first,) = descendants(arbiter)
    os.kill(first, signal.SIGKILL)
    while (born := descendants(arbiter)) in ([], [first]):
        time.sleep(0.001)
    os.kill(born[0], signal.SIGTERM)
    assert eventually(lambda: not is_alive(born[0]))

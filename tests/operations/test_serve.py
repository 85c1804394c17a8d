"""`forum serve` with its real processes: both started, both stopped, none left behind."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

from forum.accounts.actions.links import hash_of
from forum.app import Tanya
from forum.kernel.db import db, session, transaction
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from forum.operations.serve import address_of
from tests import databases
from tests.conftest import NOON
from tests.running import PATIENCE, Serving, descendants, environment_of, eventually, forum, is_alive, serving


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment_of(tmp_path, databases.fresh_database("sqlite", tmp_path))


@pytest.fixture
def served(env: dict[str, str]) -> Iterator[Serving]:
    with serving(env) as started:
        assert _answer(started, "/readyz") == 200
        yield started


def _answer(started: Serving, path: str) -> int:
    with urlopen(f"{started.address}{path}", timeout=PATIENCE) as answer:
        return int(answer.status)


def _is_free(address: str) -> bool:
    parts = urlsplit(address)
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((parts.hostname, parts.port))
        except OSError:
            return False
        return True


def test_the_longest_search_that_can_be_typed_is_no_address_too_long(served: Serving) -> None:
    assert _answer(served, f"/readyz?q={quote('打' * 800)}") == 200


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ("GET /search?q=" + "secret" * 40_000 + " HTTP/1.1", "414", "Search with some words of it"),
        ("GET / HTTP/1.1\r\nCookie: sso=" + "secret" * 40_000, "431", "Delete the cookies"),
        ("GET /search?q=secret\u00e9 HTTP/1.1", "400", "cut off on its way"),
    ],
)
def test_a_head_that_cannot_be_read_has_a_page_and_no_word_in_the_log(
    served: Serving, sent: str, status: str, told: str
) -> None:
    parts = urlsplit(served.address)
    with closing(socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)) as browser:
        browser.sendall(f"{sent}\r\nHost: x\r\n\r\n".encode("latin-1"))
        page = browser.makefile("rb").read().decode()
    assert page.startswith(f"HTTP/1.1 {status} ") and told in page and "Content-Security-Policy: " in page
    assert "Set-Cookie" not in page, "whoever is signed in would not be any more"
    line = served.wait_for(page.partition("quote the reference ")[2][:8])
    assert f"status={status}" in line and not any("secret" in line for line in served.said)


def test_it_stops_both_on_sigterm(served: Serving) -> None:
    family = descendants(served.process.pid)
    assert served.stop() == 0
    assert len(family) == 3 and not any(map(is_alive, family))
    assert _is_free(served.address)


@pytest.mark.parametrize(("first", "other"), [("web", "worker"), ("worker", "web")])
def test_when_one_dies_the_other_is_stopped(served: Serving, first: str, other: str) -> None:
    family = descendants(served.process.pid)
    os.kill(getattr(served, first), signal.SIGKILL)
    served.wait_for(f"The {'web server' if first == 'web' else first} was killed by signal 9. Everything is stopped.")
    assert served.process.wait(PATIENCE) == 1
    assert eventually(lambda: not any(map(is_alive, family)))


def test_killed_itself_it_leaves_no_orphan(served: Serving) -> None:
    family = descendants(served.process.pid)
    served.process.kill()
    served.process.wait()
    assert eventually(lambda: not any(map(is_alive, family)))
    assert _is_free(served.address)


def test_a_running_request_is_finished(served: Serving) -> None:
    parts = urlsplit(served.address)
    with closing(socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)) as browser:
        browser.sendall(b"POST /language HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n")
        browser.sendall(b"Content-Length: 13\r\n\r\nlangua")
        assert eventually(lambda: not _unread(parts.port or 0))
        served.process.terminate()
        with pytest.raises(subprocess.TimeoutExpired):
            served.process.wait(1.5)
        browser.sendall(b"ge=ms!!")
        assert browser.recv(100).startswith(b"HTTP/1.1 400")  # a form without its token: it was read to its end
    assert served.process.wait(PATIENCE) == 0


def _unread(port: int) -> bool:
    """Whether the server has yet to read what was sent to it."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    ours = [row for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"]
    return not ours or any(int(row[4].split(":")[1], 16) for row in ours)


def test_a_running_job_is_finished(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as slow:
        slow.settimeout(PATIENCE)
        env = environment_of(
            tmp_path,
            url := databases.fresh_database("sqlite", tmp_path),
            TANYA_MAIL_URL=f"smtp://127.0.0.1:{slow.getsockname()[1]}",
        )
        _queue_a_mail(databases.make_app(url, tmp_path))
        with serving(env) as started, closing(slow.accept()[0]) as sending:
            started.process.terminate()
            with pytest.raises(subprocess.TimeoutExpired):
                started.process.wait(1.5)
            _take_mail(sending)
            assert started.process.wait(PATIENCE) == 0
        assert _mails(databases.make_app(url, tmp_path)) == [(True, 1)]


def _queue_a_mail(app: Tanya) -> None:
    facts = {"name": "Ana", "by": "Iris", "title": "VPN", "label": "", "path": "/answers/7", "text": "Reset it."}
    with app.app_context():
        with transaction():
            queue_mail(
                person_id=None, address="ana@kencana.example", language="en", template="question_answered",
                facts=facts, sender_name="Iris Tan", at=NOON,
            )  # fmt: skip
        session.remove()
        db.engine.dispose()


def _mails(app: Tanya) -> list[tuple[bool, int]]:
    with app.app_context():
        mails = [(mail.done_at is not None, mail.attempts) for mail in session.query(OutgoingMail)]
        session.remove()
        db.engine.dispose()
    return mails


def _take_mail(sending: socket.socket) -> None:
    """The shortest conversation in which a mail server takes one mail."""
    sending.sendall(b"220 ready\r\n")
    with sending.makefile("rb") as lines:
        for line in lines:
            if line.upper().startswith(b"DATA"):
                sending.sendall(b"354 go on\r\n")
            elif line == b".\r\n" or line[:4].upper() in (b"EHLO", b"MAIL", b"RCPT", b"QUIT"):
                sending.sendall(b"250 ok\r\n")


def _newer(env: dict[str, str]) -> dict[str, str]:
    with closing(connect(env["TANYA_DATABASE_URL"].removeprefix("sqlite:///"))) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    return env


_WRONG: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "is newer than this version": _newer,
    "The database is empty. Run: forum db upgrade": lambda env: {**env, "TANYA_DATABASE_URL": ""},
    "The setting TANYA_WEB_THREADS is not right": lambda env: {**env, "TANYA_WEB_THREADS": "many"},
    "The setting TANYA_MAIL_URL is not right": lambda env: {**env, "TANYA_MAIL_URL": "mail.example.com:25"},
    "The setting TANYA_PUBLIC_URL is not right": lambda env: {**env, "TANYA_PUBLIC_URL": "ask.example.com"},
    "Connection refused": lambda env: {**env, "TANYA_DATABASE_URL": "postgresql://127.0.0.1:1/tanya"},
    "The queue cannot be used": lambda env: {**env, "TANYA_QUEUE_URL": "postgresql://127.0.0.1:1/tanya"},
    "file is not a database": lambda env: {**env, "TANYA_DATABASE_URL": f"sqlite:///{__file__}"},
    "The data folder /proc/1/x cannot be used": lambda env: {**env, "TANYA_DATA_DIR": "/proc/1/x"},
}


@pytest.mark.parametrize("sentence", _WRONG)
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_what_is_wrong_is_said_in_one_sentence(env: dict[str, str], command: str, sentence: str) -> None:
    ended = forum(command, env=_WRONG[sentence](env))
    assert ended.returncode == 1 and ended.stdout == ""
    assert sentence in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_a_variable_that_is_no_setting_is_said_once_and_stops_nothing(env: dict[str, str]) -> None:
    with serving({**env, "TANYA_WEB_THREDS": "4"}) as started:
        assert _answer(started, "/readyz") == 200
        assert started.stop() == 0
    assert [line for line in started.said if "THREDS" in line] == [
        "No setting is called TANYA_WEB_THREDS (did you mean TANYA_WEB_THREADS?)."
    ]


def test_the_first_administrator_is_led_to_where_people_reach_the_forum(env: dict[str, str]) -> None:
    with serving({**env, "TANYA_PUBLIC_URL": "https://ask.example.com"}) as started:
        started.wait_for("There is no administrator yet. Open https://ask.example.com/setup and use the code ")


@pytest.mark.parametrize(("host", "begins"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:")])
def test_the_address_is_one_that_a_browser_opens(host: str, begins: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        assert address_of(host, listener).startswith(begins)


def test_a_taken_port_is_said_in_one_sentence(env: dict[str, str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        ended = forum("serve", "--port", str(taken.getsockname()[1]), env=env)
    assert ended.returncode == 1
    assert "cannot be used: Address already in use" in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_a_start_beside_one_that_runs_leaves_its_code_good(env: dict[str, str]) -> None:
    code = forum("setup-code", env=env).stdout
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        forum("serve", "--port", str(taken.getsockname()[1]), env=env)
    with closing(connect(env["TANYA_DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        kept = database.execute("SELECT secret_hash FROM one_time_link").fetchall()
    assert kept == [(hash_of(code.strip().replace("-", "")),)]


@pytest.mark.parametrize("host", ["203.0.113.7", "nowhere.invalid"])
def test_an_address_of_another_machine_is_said_in_one_sentence(env: dict[str, str], host: str) -> None:
    ended = forum("serve", "--host", host, env=env)
    assert ended.returncode == 1
    assert f"cannot listen on {host}" in ended.stderr and ended.stderr.rstrip().endswith("--host")
    assert len(ended.stderr.splitlines()) == 1

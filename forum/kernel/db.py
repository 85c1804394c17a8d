"""The database: one schema and one way of reading and writing for SQLite and PostgreSQL.

Writes run inside `writing()`. On SQLite a writer first takes a file lock, polled so that waiting is fair and bounded,
and then `BEGIN IMMEDIATE`: a read transaction that turned to writing would fail. Reads run in a deferred transaction on
SQLite, each statement by itself on PostgreSQL.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Engine,
    Enum,
    Executable,
    Integer,
    MetaData,
    Select,
    event,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from forum.kernel.compiled import compiled_once
from forum.kernel.postgresql import prepare_postgresql
from forum.kernel.sqlite import ANALYZE_ANEW, map_file, prepare_sqlite

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class _Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class _Session(FlaskSession):
    """A session that honours its own bind: Flask-SQLAlchemy's ignores it once there is a default engine."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any) -> Any:
        return bind or self.bind or super().get_bind(mapper=mapper, clause=clause, bind=bind, **kw)


db = SQLAlchemy(model_class=_Base, session_options={"class_": _Session, "expire_on_commit": False})
session = db.session

if TYPE_CHECKING:

    class Model(DeclarativeBase):
        """What every table's class inherits."""
else:
    Model = db.Model

BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite keeps it naive and this type puts the zone back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """One call a value: a long thread has hundreds."""
        return _from_sqlite if dialect.name == "sqlite" else _from_postgresql


def _from_sqlite(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


def _from_postgresql(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is UTC else moment.astimezone(UTC)


class _Choice(Enum):
    """Stored words become members by one look each: a list has hundreds."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The member of a stored word, or None; LookupError for another word."""
        return self._object_lookup.__getitem__


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A column type that holds one of the values of `kind`, checked by the database as constraint `name`."""
    return _Choice(
        kind,
        native_enum=False,
        length=24,
        create_constraint=True,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def primary_key() -> Any:
    """The usual primary key: a 64-bit number made by the database."""
    return mapped_column(BigId, primary_key=True)


def read(statement: Executable, params: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Rows of a Core select on the session's own connection: half the cost of Session.execute.

    It does not flush: inside an action use `session.execute`.
    """
    return _connection().execute(statement, params or {}, execution_options=compiled_once(statement))


def read_much() -> None:
    """What this transaction reads is a large part of the database, as a report's is: `map_file()` on SQLite."""
    if is_sqlite():
        map_file(_connection())


def _connection() -> Connection:
    """The session's connection, which it is asked for once a transaction."""
    now = session()
    known: Connection | None = now.info.get("connection")
    if known is None or known.closed or not now.in_transaction():
        known = now.info["connection"] = now.connection()
    return known


@contextmanager
def writing() -> Iterator[None]:
    """Transactions that begin inside the block may write. The caller commits."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions that begin inside the block may only read, also within `writing()`."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def looking() -> Iterator[None]:
    """One read transaction: it waits for no writer and keeps none waiting. For worker and commands."""
    session.rollback()
    with reading():
        yield
        session.commit()


@contextmanager
def one_moment() -> Iterator[None]:
    """As `looking()`, of the database as it is at one moment, whatever others write meanwhile; rows may be streamed."""
    session.rollback()
    with reading():
        session.connection(execution_options={} if is_sqlite() else {"isolation_level": "REPEATABLE READ"})
        yield
        session.commit()


def is_there(wanted: Select[Any]) -> bool:
    """Whether the select finds anything: asked before a write transaction that would most often find nothing to do."""
    with looking():
        return session.scalar(wanted.limit(1)) is not None


def change_where(model: Any, *which: ColumnElement[bool], **values: Any) -> int:
    """The rows of this model that these conditions find have these values, in a transaction of their own; how many.
    None is begun where there is no such row."""
    if not is_there(select(literal(1)).select_from(model).where(*which)):
        return 0
    with transaction():
        result = session.execute(update(model).where(*which).values(**values))
    return int(result.rowcount)  # type: ignore[attr-defined]


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction, committed at the end and rolled back on any error. For worker, commands and imports."""
    session.rollback()
    with writing():
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise


def gather_statistics() -> None:
    """The planner knows how much there is of what. PostgreSQL sees to that itself. Committed.

    Connections that are open read SQLite's statistics again only if the schema has changed: so their table is new.
    """
    if is_sqlite():
        with transaction():
            for statement in ANALYZE_ANEW:
                session.execute(text(statement))


def is_sqlite() -> bool:
    """Whether the database of this process is SQLite."""
    return db.engine.dialect.name == "sqlite"


@event.listens_for(Session, "before_flush")
def _refuse_to_write_while_reading(flushed: Session, *_: object) -> None:
    if not _writing.get():
        raise RuntimeError("a write outside committing() or transaction()")


def prepare(engine: Engine) -> None:
    """The engine begins its transactions as this module promises."""
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine, _writing.get)
    else:
        prepare_postgresql(engine, _writing.get)

"""The database: one schema and one way of reading and writing for SQLite and PostgreSQL.

Reads run in a deferred transaction, writes inside `writing()`. On SQLite a writer first takes a file lock, polled so
that waiting is fair and bounded, and then `BEGIN IMMEDIATE`: a read transaction that turned to writing would fail.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import BigInteger, CursorResult, DateTime, Engine, Enum, Executable, Integer, MetaData, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from forum.kernel.postgresql import prepare_postgresql
from forum.kernel.sqlite import prepare_sqlite

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

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A column type that holds one of the values of `kind`, checked by the database as constraint `name`."""
    return Enum(
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
    return session.connection().execute(statement, params or {})


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

"""The two engines as the tests meet them: made empty, filled, harmed, and looked into."""

import fcntl
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from forum.search.index.postgresql.engine import PostgresIndex
from forum.search.index.postgresql.schema import TABLES
from forum.search.index.protocol import Document, Index
from forum.search.index.whoosh.engine import WhooshIndex
from tests import databases

KINDS = ("whoosh", "postgresql")
WHOOSH_HARMS = ("current gone", "current cut", "old format", "folder gone", "files gone", "toc cut", "postings cut")
POSTGRESQL_HARMS = ("schema gone", "old format", "no state", "garbage", *(f"{name} gone" for name in TABLES))
WHOOSH_FILES = (".trm", ".ids", ".beg", ".plc", ".question.col", ".created.col", "._stored.col")
SILENT_HARMS = [
    *(("sqlite", f"{name} {rubbish}") for name in WHOOSH_FILES for rubbish in ("zeros", "rubbish")),
    ("postgresql", "garbage"), ("postgresql", "entries lost"),
]  # fmt: skip  # that a search may not come upon
HARMS = [("sqlite", how) for how in WHOOSH_HARMS] + [("postgresql", how) for how in POSTGRESQL_HARMS]
WRITERS_HARMS = [("sqlite", "toc cut"), ("postgresql", "column gone")]  # that nobody notices before writing


def new_index(kind: str, folder: Path) -> Index:
    """An index that was never made, of the engine `kind`."""
    if kind == "whoosh":
        return WhooshIndex(folder / "search")
    return PostgresIndex(_database(), schema=f"search_{uuid4().hex[:12]}")


def address(index: Index) -> tuple[str, str]:
    """Where the index is: a folder and nothing, or a database and a schema."""
    if isinstance(index, WhooshIndex):
        return str(index.store.path), ""
    return _database(), _postgres(index).store.schema


def same_index(index: Index) -> Index:
    """The index as another process opens it."""
    if isinstance(index, WhooshIndex):
        return WhooshIndex(index.store.path)
    return PostgresIndex(_database(), schema=_postgres(index).store.schema)


def empty_index(kind: str, folder: Path) -> Index:
    """An index without a thread."""
    made = new_index(kind, folder)
    made.make_again([], before_exchange=lambda: None)
    return made


def put(index: Index, *documents: Document) -> None:
    """The documents stand in the index, in one commit."""
    index.change([document.question_id for document in documents], lambda _: documents)


def away(index: Index) -> None:
    """The index holds nothing open, and PostgreSQL nothing of it."""
    if isinstance(index, PostgresIndex):
        for schema in generations(index):
            execute(index, "DROP SCHEMA {} CASCADE", schema)
    index.close()


def generations(index: Index) -> list[str]:
    """The names of everything that is kept: the index in use, and what others may have been left."""
    if isinstance(index, WhooshIndex):
        return [folder.name for folder in index.store.path.glob("g-*")]
    with psycopg.connect(_database()) as connection:
        rows = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", [f"{_postgres(index).store.schema}%"]
        )
        return [name for (name,) in rows]


def leave_rests(index: Index) -> None:
    """What rebuilds that were killed may leave."""
    if isinstance(index, WhooshIndex):
        for number in range(3):
            (index.store.path / f"g-killed{number}").mkdir()
    else:
        schema = _postgres(index).store.schema
        for rest in (f"{schema}_old", f"{schema}_new"):
            execute(index, "CREATE SCHEMA {}", rest)


def is_writing(index: Index) -> bool:
    """Whether somebody holds the right to write."""
    if isinstance(index, WhooshIndex):
        with (index.store.path / "writer.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False
    with psycopg.connect(_database()) as connection:
        asked = "SELECT pg_try_advisory_xact_lock(hashtext(%s), 1)"
        return connection.execute(asked, [_postgres(index).store.schema]).fetchone() == (False,)


def harm(index: Index, how: str) -> None:
    """The index is damaged in this way."""
    (_harm_files if isinstance(index, WhooshIndex) else _harm_tables)(index, how)  # type: ignore[operator]


def _harm_files(index: WhooshIndex, how: str) -> None:
    store = index.store
    folder = store.current()
    name, _, rubbish = how.rpartition(" ")
    if name in WHOOSH_FILES:
        (file,) = folder.glob(f"MAIN_*{name}")
        file.write_bytes(file.stat().st_size * (b"\0" if rubbish == "zeros" else b"\xa5"))
        return
    actions: dict[str, Callable[[], object]] = {
        "current gone": lambda: (store.path / "current").unlink(),
        "current cut": lambda: (store.path / "current").write_bytes(b"\xff\x00"),
        "old format": lambda: (store.path / "current").write_text(f"0 {folder.name}"),
        "folder gone": lambda: folder.rename(store.path / "elsewhere"),
        "toc cut": lambda: [file.write_bytes(file.read_bytes()[:40]) for file in folder.glob("_*.toc")],
        "postings cut": lambda: [file.write_bytes(file.read_bytes()[:10]) for file in folder.glob("*.ids")],
        "files gone": lambda: [file.unlink() for file in folder.glob("MAIN_*.*")],
    }
    actions[how]()


def _harm_tables(index: PostgresIndex, how: str) -> None:
    schema = index.store.schema
    statements = {
        "schema gone": "DROP SCHEMA {} CASCADE",
        "old format": "UPDATE {}.state SET format = 'p0'",
        "no state": "DELETE FROM {}.state",
        "garbage": r"UPDATE {}.entry SET entries = '\x0102'",
        "entries lost": "DELETE FROM {}.entry",
        "column gone": "ALTER TABLE {}.thread DROP COLUMN common",
        **{f"{name} gone": f"DROP TABLE {{}}.{name}" for name in TABLES},
    }
    execute(index, statements[how], schema)


def execute(index: Index, statement: str, schema: str) -> None:
    """The statement is done and committed; its {} is the schema's name."""
    with _postgres(index).store.connection() as connection:
        connection.execute(SQL(statement).format(Identifier(schema)))  # type: ignore[arg-type]


def _postgres(index: Index) -> PostgresIndex:
    assert isinstance(index, PostgresIndex)
    return index


@lru_cache(maxsize=1)
def _database() -> str:
    """A database of this process in which indexes stand side by side."""
    return databases.fresh_database("postgresql", databases.scratch())

"""The engines that are compared, each behind the same three verbs: fill, change one thread, find."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bench.search.threads import NOW, ROOMS
from forum.search.grammar import read_query
from forum.search.index.postgresql.engine import PostgresIndex
from forum.search.index.protocol import Document, Enquiry, Index
from forum.search.index.whoosh.engine import WhooshIndex
from forum.search.similar import wanted_of
from forum.search.words.tokens import places

MOST = 10
_ROOMS = frozenset(range(ROOMS))


class Engine(Protocol):
    """What is measured."""

    def fill(self, documents: Iterable[Document]) -> None:
        """The documents are there and found quickly."""

    def change(self, document: Document) -> None:
        """This one stands as it is now."""

    def box(self, typed: str) -> int:
        """How many were found of the ten best with any of the words."""

    def alike(self, text: str) -> int:
        """How many were found of the ten best like the text."""

    def backend(self) -> int:
        """The process that works for this one; 0 if there is none."""


class Ours:
    """The forum's own search over one of its indexes."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def fill(self, documents: Iterable[Document]) -> None:
        """The documents are there and found quickly."""
        self.index.make_again(documents, before_exchange=lambda: None)

    def change(self, document: Document) -> None:
        """This one stands as it is now."""
        self.index.change([document.question_id], lambda _: [document])

    def box(self, typed: str) -> int:
        """As the page of results asks for somebody who has signed in."""
        wanted = replace(read_query(typed, today=NOW.date()), knows_people=True)
        return len(self.index.find(Enquiry(wanted, _ROOMS, NOW), skip=0, most=MOST))

    def alike(self, text: str) -> int:
        """As the ask form asks."""
        return len(self.index.find(Enquiry(wanted_of(text), _ROOMS, NOW), skip=0, most=MOST))

    def backend(self) -> int:
        """PostgreSQL's process of the one connection that a single thread uses."""
        if not isinstance(self.index, PostgresIndex):
            return 0
        with self.index.store.connection() as connection:
            return connection.info.backend_pid


class Fts5:
    """SQLite's FTS5 with its English stemmer and bm25()."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)

    def fill(self, documents: Iterable[Document]) -> None:
        """The documents are there, in one transaction, and the index in one piece."""
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, answers, tokenize = 'porter unicode61')")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO t (rowid, title, body, answers) VALUES (?, ?, ?, ?)", map(_row, documents))
        self._db.execute("INSERT INTO t (t) VALUES ('optimize')")
        self._db.execute("COMMIT")

    def change(self, document: Document) -> None:
        """This one stands as it is now."""
        self._db.execute("REPLACE INTO t (rowid, title, body, answers) VALUES (?, ?, ?, ?)", _row(document))

    def box(self, typed: str) -> int:
        """The ten best with any of the words."""
        words = dict.fromkeys(word for place in places(typed) for word in place.forms[:1])
        query = " OR ".join(f'"{word}"' for word in words)
        asked = "SELECT rowid, title, body FROM t WHERE t MATCH ? ORDER BY bm25(t, 3.0, 1.0, 0.8) LIMIT ?"
        return len(self._db.execute(asked, (query, MOST)).fetchall())

    alike = box

    def backend(self) -> int:
        """It works in this process."""
        return 0


def engine(kind: str, address: str) -> Engine:
    """The engine of a kind at a path or an address."""
    if kind == "fts5":
        return Fts5(Path(address))
    return Ours(WhooshIndex(Path(address)) if kind == "whoosh" else PostgresIndex(address))


def _row(document: Document) -> tuple[int, str, str, str]:
    return document.question_id, document.title, document.body, "\n".join((document.accepted, *document.answers))

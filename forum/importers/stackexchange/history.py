"""A post's history in Markdown, laid out in a file of its own so that it can be looked up post by post."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from forum.importers.records import RevisionRecord
from forum.importers.stackexchange.dump import Dump
from forum.kernel.text.clean import clean_line, clean_text

_TITLE, _BODY, _TAGS = ("1", "4", "7"), ("2", "5", "8"), ("3", "6", "9")
_KINDS = frozenset(_TITLE + _BODY + _TAGS)
_SCHEMA = (
    "CREATE TABLE history (post INTEGER, id INTEGER, kind TEXT, guid TEXT, at TEXT, author TEXT, text TEXT, said TEXT)"
)


class History:
    """Looks up the revisions of a post."""

    def __init__(self, connection: sqlite3.Connection, *, is_cut_off: bool) -> None:
        self._connection, self._is_cut_off = connection, is_cut_off

    def revisions(self, post_id: str, *, edited: str | None) -> tuple[RevisionRecord, ...]:
        """The states of the post's words, oldest first; empty where the dump has no Markdown of it, or not of its last
        edit since the file was cut off: the next edit would take that back."""
        found = self._connection.execute(
            "SELECT kind, guid, at, author, text, said FROM history WHERE post = ? ORDER BY id", (int(post_id),)
        ).fetchall()
        title, body = "", ""
        tags: tuple[str, ...] = ()
        states: list[RevisionRecord] = []
        for _guid, together in groupby(found, key=lambda row: row[1]):
            changes = list(together)
            for kind, text in ((change[0], change[4]) for change in changes):
                if kind in _TITLE:
                    title = clean_line(text)
                elif kind in _BODY:
                    body = clean_text(text)
                else:
                    tags = tags_of(text)
            _kind, _guid, at, author, _text, said = changes[-1]
            states.append(RevisionRecord(moment(at), author, title[:200], body, tags, clean_line(said)))
        is_behind = self._is_cut_off and bool(states) and edited is not None and moment(edited) > states[-1].at
        return tuple(states) if body and not is_behind else ()


@contextmanager
def staged(dump: Dump) -> Iterator[History]:
    """The dump's PostHistory in a temporary database beside it, with an index by post."""
    with _new_file(dump.folder) as path, closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(_SCHEMA)
        connection.executemany("INSERT INTO history VALUES (?,?,?,?,?,?,?,?)", _entries(dump))
        connection.execute("CREATE INDEX by_post ON history (post, id)")
        connection.commit()
        yield History(connection, is_cut_off=dump.is_cut_off("PostHistory"))


@contextmanager
def _new_file(folder: Path) -> Iterator[Path]:
    """A file in the folder, or, where this user writes nothing, as into somebody else's, among the temporary ones."""
    if not os.access(folder, os.W_OK):
        with tempfile.TemporaryDirectory(prefix="tanya-import-") as other:
            yield Path(other, "history.db")
        return
    path = folder / ".history.db"
    path.unlink(missing_ok=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _entries(dump: Dump) -> Iterator[tuple[int, int, str, str, str, str | None, str, str]]:
    for row in dump.rows("PostHistory"):
        kind = row.get("PostHistoryTypeId", "")
        post, number = row.get("PostId", ""), row.get("Id", "")
        if kind in _KINDS and post.isdecimal() and number.isdecimal() and "CreationDate" in row:
            author = f"u{row['UserId']}" if "UserId" in row else None
            guid = row.get("RevisionGUID", number)
            said = row.get("Comment", "")
            yield int(post), int(number), kind, guid, row["CreationDate"], author, row.get("Text", ""), said


def moment(text: str) -> datetime:
    """A dump's moment, which is UTC without saying so; ValueError if it is none."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def tags_of(text: str) -> tuple[str, ...]:
    """The tags in `<vpn><wifi>` or `|vpn|wifi|`."""
    return tuple(filter(None, text.replace("<", "|").replace(">", "|").split("|")))[:5]

"""What the database's file, its log and the index still hold of rows that say it no more."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from forum.kernel.db import db, is_sqlite, session
from forum.kernel.errors import Busy
from forum.kernel.sqlite import empty_log

_PIECE = 1 << 20  # bytes


def wipe(words: list[str]) -> None:
    """No old version of a row is left on the disk.

    SQLite overwrites what is deleted (`secure_delete`); its log is emptied here, and the file is looked through and
    written anew should a piece of an older page still have one of `words`, or where there are none: an earlier try has
    forgotten them, and was stopped before it came to an end. PostgreSQL gives back the room of dead rows.
    Raises Busy while somebody still reads from the log; outside any transaction.
    """
    session.remove()
    if not is_sqlite():
        _give_room_back()
        return
    _empty_log()
    if not words or _is_in_file(words):
        _give_room_back()
        _empty_log()


def _empty_log() -> None:
    if not empty_log(db.engine):
        raise Busy("The database's log is still being read.")


def _give_room_back() -> None:
    with db.engine.connect() as connection:
        connection.rollback()
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))


def _is_in_file(words: list[str]) -> bool:
    """Whether the file has one of the words; in any place where pages of it join, too."""
    sought = [word.encode() for word in words]
    longest = max(map(len, sought), default=0)
    before = b""
    for piece in _pieces(Path(db.engine.url.database or "")):
        seen = before + piece
        if any(word in seen for word in sought):
            return True
        before = seen[-longest:] if longest else b""
    return False


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece

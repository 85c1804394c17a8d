"""Statements that are built once are compiled once, and found again without being read through.

SQLAlchemy keeps compiled statements by a key that holds the whole statement, and hashes it at each execution: for a
page's joins that takes as long as SQLite needs to run them. So a statement that is executed a second time gets a cache
of its own, in which the database and the parameters' names tell enough.
"""

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Executable


class _OwnCache(dict[tuple[Any, ...], Any]):
    """The compiled forms of one statement, without the statement itself: it is the second part of SQLAlchemy's key."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((key[0], *key[2:]), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__((key[0], *key[2:]), compiled)


_NEW: Mapping[str, Any] = {}
_seen: WeakKeyDictionary[Executable, Mapping[str, Any]] = WeakKeyDictionary()


def compiled_once(statement: Executable) -> Mapping[str, Any]:
    """The options to execute this statement with: a cache of its own, once it has been seen before."""
    known = _seen.get(statement)
    if known is None:
        _seen[statement] = known = _NEW
    elif known is _NEW:
        _seen[statement] = known = {"compiled_cache": _OwnCache()}
    return known

"""Where this process finds the index: told once by `app.py`, asked by everything else of this slice."""

from pathlib import Path

from forum.search.index.postgresql.engine import PostgresIndex
from forum.search.index.protocol import Index
from forum.search.index.whoosh.engine import WhooshIndex

_chosen: list[Index] = []


def configure(address: str) -> None:
    """The index of this process is at `whoosh:/folder` or `postgresql://...` from now on; nothing is opened or made."""
    kind, _, folder = address.partition(":")
    use(WhooshIndex(Path(folder)) if kind == "whoosh" else PostgresIndex(address))


def use(chosen: Index) -> None:
    """This is the index of the process from now on; the one before is closed."""
    for before in _chosen:
        before.close()
    _chosen[:] = [chosen]


def index() -> Index:
    """The index of this process."""
    if not _chosen:
        raise LookupError("forum.search.place.configure has not been called")
    return _chosen[0]

"""Where this process finds the index: told once by `app.py`, asked by everything else of this slice."""

from pathlib import Path

from forum.search.index.protocol import Index
from forum.search.index.whoosh.engine import WhooshIndex

_chosen: list[Index] = []


def configure(path: Path) -> None:
    """The index of this process is in the folder `path` from now on. Nothing is opened or made yet."""
    _chosen[:] = [WhooshIndex(path)]


def index() -> Index:
    """The index of this process."""
    if not _chosen:
        raise LookupError("forum.search.place.configure has not been called")
    return _chosen[0]

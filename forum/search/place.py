"""Where this process finds the index: told once by `app.py`, asked by everything else of this slice."""

from pathlib import Path

from forum.search.index.protocol import Index

_chosen: list[Index] = []


def configure(address: str, *, cache_megabytes: int = 120) -> None:
    """The index of this process is at `whoosh:/folder` or `postgresql://...` from now on; nothing is opened or made."""
    kind, _, folder = address.partition(":")
    if kind == "whoosh":
        from forum.search.index.whoosh.engine import WhooshIndex  # each engine brings 15 MB of libraries

        use(WhooshIndex(Path(folder), cache_megabytes=cache_megabytes))
    else:
        from forum.search.index.postgresql.engine import PostgresIndex

        use(PostgresIndex(address))


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

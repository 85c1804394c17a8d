"""psycopg without what no page needs; imported where the database is PostgreSQL.

SQLAlchemy asks for the description of the columns at each execution, to learn whether there are rows, but reads it once
a statement. psycopg looks up the names of all types for it: a tenth of what a page costs.

psycopg finds the places of parameters anew at each execution of a long statement, which it takes for one that is never
seen again. Ours are built once: those of the inbox have 8,000 characters and 200 parameters.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Column, Cursor, _queries

_queries.MAX_CACHED_STATEMENT_LENGTH, _queries.MAX_CACHED_STATEMENT_PARAMS = 16_384, 400


class LateCursor(Cursor[Any]):
    """A cursor that describes its columns to whoever reads the description."""

    @property
    def description(self) -> Any:
        """A list of columns, or what becomes one when it is read."""
        result = self.pgresult
        return _Columns(self) if result is not None and result.nfields else super().description

    def columns(self) -> list[Column]:
        """The columns of the present result."""
        return super().description or []


class _Columns(Sequence[Column]):
    __slots__ = ("_cursor",)

    def __init__(self, cursor: LateCursor) -> None:
        self._cursor = cursor

    def __len__(self) -> int:
        return len(self._cursor.columns())

    def __iter__(self) -> Iterator[Column]:
        return iter(self._cursor.columns())

    def __getitem__(self, place: Any) -> Any:
        return self._cursor.columns()[place]

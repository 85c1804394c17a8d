"""The letters that tests read, and the table of what is to be read from each of them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
TRUSTED = frozenset({"mx.kencana.example", "mx.google.com", "exchange-online"})


def raw(name: str) -> bytes:
    """A letter as it came."""
    return (_HERE / "letters" / f"{name}.eml").read_bytes()


def names() -> list[str]:
    """All letters that there are files of."""
    return sorted(path.stem for path in (_HERE / "letters").glob("*.eml"))


@cache
def table() -> list[dict[str, Any]]:
    """The rows of letters.toml."""
    rows: list[dict[str, Any]] = tomllib.loads((_HERE / "letters.toml").read_text("utf-8"))["letter"]
    return rows


def rows_with(column: str) -> list[Any]:
    """The rows that say something in a column, for parametrize."""
    return [row for row in table() if column in row]


def name_of(row: dict[str, Any]) -> str:
    """What a test calls a row."""
    return str(row["file"])

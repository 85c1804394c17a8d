"""Threads to index, for processes that tests start: nothing else of the tests or the forum is imported for them."""

from datetime import UTC, datetime

from forum.search.index.protocol import Document

_AT = datetime(2026, 3, 5, tzinfo=UTC)


def thread(number: int) -> Document:
    """A thread of some kilobytes."""
    said = " ".join(f"word{number}x{each}" for each in range(400))
    return Document(number, 1, _AT, frozenset({"room:1"}), f"Printer {number}", "", said, "", (), "", True)

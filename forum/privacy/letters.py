"""Mails kept as they came: a secret in one is coded in many ways, so a letter that has it is emptied as a whole."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.policy import default
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, Table, select, update

from forum.kernel.db import Model, looking, session, transaction
from forum.privacy.spellings import Taking

_AT_ONCE = 20


def emptied(taking: Taking) -> Iterator[tuple[str, int]]:
    """The name of each table that keeps letters, and how many of them were emptied; committed."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                yield from ((table.name, _empty(table, column, keys)) for keys in _with(table, column, taking))


def says(letter: bytes, taking: Taking) -> bool:
    """Whether it stands in a header, in a text of the letter however it is coded, or in the bytes themselves."""
    message = message_from_bytes(letter, policy=default)
    texts = [letter.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in message.items())]
    texts += [_text(part) for part in message.walk() if not part.is_multipart()]
    return any(taking.finds(text) for text in texts)


def _text(part: Any) -> str:
    """The part's bytes as text; in another coding than it says it is read as UTF-8."""
    payload = part.get_payload(decode=True) or b""
    try:
        return str(payload.decode(part.get_content_charset() or "utf-8", "replace"))
    except LookupError:
        return str(payload.decode("utf-8", "replace"))


def _with(table: Table, column: Column[Any], taking: Taking) -> Iterator[Sequence[Any]]:
    """Keys of letters that say it, some at a time: all are read, since no database can search what is coded."""
    (key,) = table.primary_key.columns
    after: Any = None
    while True:
        wanted = select(key, column).order_by(key).limit(_AT_ONCE)
        with looking():
            rows = session.execute(wanted.where(key > after) if after is not None else wanted).all()
        if not rows:
            return
        after = rows[-1][0]
        if found := [row for row in rows if row[1] and says(row[1], taking)]:
            yield found


def _empty(table: Table, column: Column[Any], rows: Sequence[Row[Any]]) -> int:
    (key,) = table.primary_key.columns
    with transaction():
        session.execute(update(table).where(key.in_([row[0] for row in rows])).values({column.name: b""}))
    return len(rows)

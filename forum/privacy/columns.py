"""Where words may stand: every text of every table that there is, but for what the forum makes itself.

A walk over all tables forgets none: a table that a slice gets tomorrow is searched without anybody's thinking of it.
"""

import json
from collections.abc import Iterator

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Enum,
    String,
    Table,
    Text,
    UniqueConstraint,
    cast,
    func,
    literal,
    or_,
)

from forum.kernel.db import Model, is_sqlite

# Digests, keys, names of kinds and addresses of the machine, by the name of their column; and whole tables of them.
_MADE_HERE = frozenset(
    {
        "act", "badge", "chain", "content_digest", "content_type", "digest", "email", "email_key", "feed_key",
        "fix_label", "former_handle.handle", "handle", "holder", "host", "imported_from", "in_reply_to", "key", "kind",
        "language", "mail_outbox.template", "message_id", "mail_outbox.address", "name_key", "password_hash", "photo",
        "previous", "roles", "salt", "search_logged.shown", "secret", "secret_hash", "sha256", "skeleton", "theme",
        "ticket.label", "ticket_label", "token", "zone",
    }
)  # fmt: skip
_TABLES_MADE_HERE = frozenset(
    {
        "credential", "data_copy", "job_lease", "mailbox_trouble", "number_series", "one_time_link", "removal",
        "role_grant",
    }
)  # fmt: skip


def tables_with_words() -> Iterator[tuple[Table, list[Column[object]]]]:
    """Each table with those of its columns in which somebody's words may stand."""
    for table in Model.metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_words(column)]
        if columns and table.name not in _TABLES_MADE_HERE:
            yield table, columns


def holds_any(columns: list[Column[object]], needles: tuple[str, ...]) -> ColumnElement[bool]:
    """True for a row in which one of the needles stands, in whatever case of letters; the parameters are bound."""
    return or_(*(_stands_in(column, needle) for column in columns for needle in needles))


def html_of(table: Table) -> Iterator[tuple[str, str]]:
    """The names of each pair of columns of which one is made from the other: source and HTML."""
    for column in table.columns:
        name = column.name
        if name == "html" or name.endswith("_html"):
            stem = name.removesuffix("html")
            yield (f"{stem}source" if f"{stem}source" in table.columns else stem.rstrip("_")), name


def is_unique(column: Column[object]) -> bool:
    """Whether two rows may not say the same here."""
    keys = [set(index.columns) for index in column.table.indexes if index.unique]
    keys += [set(each.columns) for each in column.table.constraints if isinstance(each, UniqueConstraint)]
    return any(column in key for key in keys)


def _holds_words(column: Column[object]) -> bool:
    is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    return is_text and not {column.name, f"{column.table.name}.{column.name}"} & _MADE_HERE


def _stands_in(column: Column[object], needle: str) -> ColumnElement[bool]:
    text: ColumnElement[object] = cast(column, Text) if isinstance(column.type, JSON) else column
    place = func.instr if is_sqlite() else func.strpos
    sought = _in_json(needle) if isinstance(column.type, JSON) else needle
    return place(func.lower(text), func.lower(literal(sought))) > 0


def _in_json(text: str) -> str:
    """The text as it stands inside the JSON that SQLAlchemy writes."""
    return json.dumps(text)[1:-1]

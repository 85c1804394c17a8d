"""Every row of every table that says something is made not to say it, a few rows a transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, Table, and_, bindparam, or_, select, update

from forum.kernel.db import looking, session, transaction
from forum.kernel.events import publish
from forum.kernel.text.html import plain_text
from forum.kernel.text.markdown import render
from forum.kernel.text.shapes import title_slug
from forum.ledger.actions import Doer, redact
from forum.ledger.models import LedgerEntry
from forum.mailbox.actions.forget import forget_raw_mails, raw_mails_with
from forum.mailbox.models import RawMail
from forum.moderation.merging.queries import last_thread
from forum.privacy.columns import holds_any, html_of, is_unique, tables_with_words
from forum.privacy.spellings import Taking
from forum.questions.actions import raise_version
from forum.questions.events import ThreadChanged
from forum.questions.models import Question, SourceFormat
from forum.questions.visibility import unrestricted
from forum.record.chains import chain_of
from forum.tickets.models import TicketNote

_AT_ONCE = 50
_THREADS = {"question": "id", "answer": "question_id", "comment": "thread_id", "question_field": "question_id"}
_TITLES = {"question": "title", "faq_entry": "question", "known_issue": "title"}
_SHORTENED = {"received_mail": "conversation"}  # words without their numbers, which are known by no spelling


@dataclass(frozen=True)
class Sweeper:
    """Takes `taking` out of the database; in the ledger that is `by`'s act."""

    taking: Taking
    by: Doer
    at: datetime

    def sweep(self) -> Iterator[tuple[str, int]]:
        """The name of a table and how many of its rows were made another, committed; none are left when it ends."""
        for table, columns in tables_with_words():
            for keys in _batches(table, columns, self.taking):
                with transaction():
                    changed = self._clean(table, columns, keys)
                yield table.name, changed
        for ids in raw_mails_with(self.taking.finds):
            with transaction():
                gone = forget_raw_mails(ids)
            yield RawMail.__tablename__, gone

    def _clean(self, table: Table, columns: Sequence[Column[Any]], keys: Sequence[Row[Any]]) -> int:
        """How many of the rows with these keys said it. They are read again, since others write meanwhile."""
        _lock_threads(table, keys)
        rows = session.execute(select(table).where(_are(table, keys)).with_for_update()).mappings().all()
        changed = 0
        for row in rows:
            if table is LedgerEntry.__table__:
                changed += self._redact(row["id"])
            elif new := _cleaned(table, columns, dict(row), self.taking):
                _write(table, row, new)
                self._tell(table, row)
                changed += 1
        return changed

    def _redact(self, entry_id: int) -> int:
        entry = session.get_one(LedgerEntry, entry_id, populate_existing=True)
        if _without(entry.content, self.taking) == entry.content:
            return 0
        redact(entry, by=self.by, at=self.at)
        return 1

    def _tell(self, table: Table, row: Any) -> None:
        """Open pages of the thread know, and the record proves a note no more by a digest that could be guessed at."""
        if table.name in _THREADS:
            question_id = row[_THREADS[table.name]]
            for shown_in in dict.fromkeys((question_id, last_thread(question_id))):
                raise_version(shown_in)
                publish(ThreadChanged(shown_in, self.at))
        if table is TicketNote.__table__:
            for entry in session.scalars(select(LedgerEntry).where(LedgerEntry.chain == chain_of(row["ticket_id"]))):
                if entry.content.get("note") == row["id"]:
                    redact(entry, by=self.by, at=self.at)


def _batches(table: Table, columns: list[Column[Any]], taking: Taking) -> Iterator[Sequence[Row[Any]]]:
    """The primary keys of rows that may say it, some at a time."""
    with looking():
        found = session.execute(select(*table.primary_key.columns).where(holds_any(columns, taking.needles))).all()
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]


def _lock_threads(table: Table, keys: Sequence[Row[Any]]) -> None:
    """Threads are locked before what stands in them, as everywhere."""
    if table.name in _THREADS:
        ids = select(table.columns[_THREADS[table.name]]).where(_are(table, keys))
        threads = select(Question.id).where(unrestricted(), Question.id.in_(ids)).order_by(Question.id)
        session.execute(threads.with_for_update())


def _are(table: Table, keys: Sequence[Row[Any]]) -> Any:
    names = table.primary_key.columns
    return or_(*(and_(*(column == value for column, value in zip(names, key, strict=True))) for key in keys))


def _cleaned(table: Table, columns: Sequence[Column[Any]], row: dict[str, Any], taking: Taking) -> dict[str, Any]:
    """The columns that say something else now; none if the row never said it."""
    new = {column.name: _new(column, row, taking) for column in columns if row[column.name] is not None}
    new = {name: value for name, value in new.items() if value != row[name]}
    for source, html in html_of(table):
        if {source, html} & new.keys():
            new |= _drawn(source, html, {**row, **new}, taking)
    if new and table.name in _TITLES:
        new["slug"] = title_slug(new.get(_TITLES[table.name], row[_TITLES[table.name]]))
    if new and table.name in _SHORTENED:
        new[_SHORTENED[table.name]] = ""
    if new and "version" in table.columns and table.name != "question":
        new["version"] = row["version"] + 1
    if new.keys() & {"title", "source"} and "revision" in table.columns:
        new["revision"] = row["revision"] + 1  # a form that still shows it is stale, and is not saved unseen
    return new


def _new(column: Column[Any], row: dict[str, Any], taking: Taking) -> Any:
    value = row[column.name]
    if column.name == "tags" and isinstance(value, str):
        return " ".join(tag for tag in value.split() if not taking.finds(tag))
    new = _without(value, taking)
    if new != value and is_unique(column):
        new = f"removed-{row['id']}"
    length = getattr(column.type, "length", None)
    return new[:length] if length and isinstance(new, str) else new


def _without(value: Any, taking: Taking) -> Any:
    """The JSON value with all its texts cleaned."""
    if isinstance(value, str):
        return taking.clean(value)
    if isinstance(value, list):
        return [_without(each, taking) for each in value]
    if isinstance(value, dict):
        return {_without(name, taking): _without(each, taking) for name, each in value.items()}
    return value


def _drawn(source: str, html: str, row: dict[str, Any], taking: Taking) -> dict[str, Any]:
    """Source and HTML anew. Where markup hid the words in the source, the post is left with its plain words."""
    is_html = row.get("source_format") is SourceFormat.HTML
    drawn = row[html] if is_html else render(row[source]) if row[source] else ""
    shown = plain_text(drawn)
    if not taking.finds(shown):
        return {source: row[source], html: drawn}
    plain = taking.clean(shown)
    as_markdown = {"source_format": SourceFormat.MARKDOWN} if "source_format" in row else {}
    return {source: plain, html: render(plain), **as_markdown}


def _write(table: Table, row: Any, new: dict[str, Any]) -> None:
    keys = {f"key_{column.name}": row[column.name] for column in table.primary_key.columns}
    where = (column == bindparam(f"key_{column.name}") for column in table.primary_key.columns)
    session.execute(update(table).where(*where).values(**new), keys)

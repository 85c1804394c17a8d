"""A report as CSV: every row of every cut, minutes and percents as plain numbers."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from forum.pages.reports.kinds import Column, Unit
from forum.pages.reports.sheets import Row, Table
from forum.reports.searches import InVain
from forum.web.words import _

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[Column], tables: Iterable[Table]) -> str:
    """With a byte order mark, so that a spreadsheet reads UTF-8; a name that begins like a formula is no formula."""
    units = {Unit.MINUTES: _("business minutes"), Unit.PERCENT: "%"}
    labels = [_(c.label) + (f" ({units[c.unit]})" if c.unit in units else "") for c in columns]
    rows = (
        [table.cut, row.plain or harmless(row.label), *_plain(columns, row)] for table in tables for row in table.rows
    )
    return _written([_("Rows"), _("Name"), *labels], rows)


def searches_as_csv(found: InVain) -> str:
    """Both lists, as a report's rows are; what somebody typed is no formula either."""
    lists = (
        (_("Searches that found no thread"), found.unfound),
        (
            _("Searches from which no thread was opened"),
            found.unopened,
        ),
    )
    rows = [
        [heading, harmless(row.typed), row.searches, row.in_vain, row.last_at.isoformat(timespec="minutes")]
        for heading, those in lists
        for row in those
    ]
    return _written([_("Rows"), _("Typed"), _("Searches"), _("Without a click"), _("Last")], rows)


def _written(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def _plain(columns: Sequence[Column], row: Row) -> list[float | None]:
    values = zip(columns, row.values, strict=True)
    return [value / 10 if value is not None and column.unit is Unit.TENTHS else value for column, value in values]


def harmless(label: str) -> str:
    """The text for a cell of a spreadsheet; one that begins like a formula is none."""
    return f"'{label}" if label.startswith(_STARTS_A_FORMULA) else label

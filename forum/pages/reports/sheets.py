"""A report as its page shows it: rows by week, age, team and category with their names, and the chart of the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from forum.accounts.actors import Actor
from forum.pages.reports.chart import Chart, Series, chart
from forum.pages.reports.kinds import Column, Report, Unit
from forum.reports.backlog import AGES
from forum.reports.scope import Cut, Scope
from forum.tickets.queries import all_teams
from forum.topics.queries import open_categories
from forum.web.words import _, duration, language, moments, ngettext, number, tenths, zone


@dataclass(frozen=True)
class Row:
    """A name and the cells beside it; `plain` is the name for programs, where it differs."""

    label: str
    values: tuple[int | None, ...]
    plain: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one cut."""

    cut: Cut
    rows: list[Row]


@dataclass(frozen=True)
class Names:
    """Teams and categories that the reader may choose and meet, by id."""

    teams: Mapping[int, str]
    categories: Mapping[int, str]


def names_for(reader: Actor) -> Names:
    """The names of this moment, in the reader's language."""
    malay = language() == "ms"
    rooms = {row.id: (malay and row.name_ms) or row.name for row in open_categories(reader)}
    return Names({row.id: row.name for row in all_teams()}, rooms)


def tables_of(report: Report, scope: Scope, names: Names, *, at: datetime) -> list[Table]:
    """By week or age, all of them; by team and by category, those that have figures."""
    return [Table(cut, _rows(report, cut, report.figures(cut, scope, at), scope, names)) for cut in report.cuts]


def _rows(report: Report, cut: Cut, figures: Mapping[int | None, object], scope: Scope, names: Names) -> list[Row]:
    if cut is Cut.TEAM:
        return _named(report, figures, names.teams, _("No team"), _("Other teams"))
    if cut is Cut.CATEGORY:
        return _named(report, figures, names.categories, _("No category"), _("Categories that you do not read"))
    labels = _ages() if cut is Cut.AGE else [(_day(week.monday), week.monday.isoformat()) for week in scope.weeks]
    return [
        Row(label, report.values(figures.get(place, report.nothing)), plain)
        for place, (label, plain) in enumerate(labels)
    ]


def chart_of(report: Report, first: Table) -> Chart:
    """The drawn columns of the first table."""
    drawn = [(place, column) for place, column in enumerate(report.columns) if column.is_drawn]
    return chart(
        [row.label for row in first.rows],
        [
            Series(
                _(column.label),
                [row.values[place] for row in first.rows],
                [written(row.values[place], column) for row in first.rows],
            )
            for place, column in drawn
        ],
        least=100 if any(column.unit is Unit.PERCENT for _place, column in drawn) else 0,
        whole=60 if any(column.unit is Unit.MINUTES for _place, column in drawn) else 1,
    )


def written(value: int | None, column: Column) -> str:
    """The figure in the reader's language; a dash where there is none."""
    if value is None:
        return "–"
    if column.unit is Unit.MINUTES:
        return duration(value)
    if column.unit is Unit.TENTHS:
        return tenths(value)
    return f"{number(value)}%" if column.unit is Unit.PERCENT else number(value)


def _ages() -> list[tuple[str, str]]:
    """The classes by age in words, youngest first, each also for programs."""
    days = [bound.days for bound in AGES]
    labels = [
        _("Less than a day"),
        *(_("%(from)s to %(to)s days", **{"from": low, "to": high}) for low, high in zip(days, days[1:], strict=False)),
        ngettext("%(num)s day and more", "%(num)s days and more", days[-1]),
    ]
    return [(label, "") for label in labels]


def _day(day: date) -> str:
    return moments().day(datetime.combine(day, time(12), zone()))


def _named(
    report: Report, figures: Mapping[int | None, object], names: Mapping[int, str], none: str, others: str
) -> list[Row]:
    known = [Row(name, report.values(figures[key])) for key, name in names.items() if key in figures]
    unnamed = [Row(none, report.values(figures[None]))] if None in figures else []
    hidden = [Row(others, report.values(row)) for key, row in figures.items() if key is not None and key not in names]
    return known + unnamed + hidden

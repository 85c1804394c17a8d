"""The list of reports with their answers, and each report as a page and as CSV."""

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY_ZONE
from forum.kernel import clock
from forum.kernel.db import read_much
from forum.kernel.errors import NotFound
from forum.kernel.moments import zone_named
from forum.pages.reports.chart import BELOW, HEIGHT, WIDTH
from forum.pages.reports.export import as_csv, searches_as_csv
from forum.pages.reports.kinds import REPORTS, Report
from forum.pages.reports.sheets import Names, chart_of, names_for, tables_of, written
from forum.reports.scope import WEEKS, Cut, Scope, last_weeks
from forum.reports.searches import DAYS, searches_in_vain
from forum.web import guards
from forum.web.forms import chosen_in, number_in
from forum.web.session import reader

bp = Blueprint("reports", __name__)
bp.before_request(read_much)
_USUAL_WEEKS = 12


@bp.get("/reports")
@guards.permitted(Permission.SEE_REPORTS)
def overview() -> str:
    """Every question with its answer."""
    names, at = names_for(reader()), clock.now()
    scope = _scope(names, at)
    said = [(name, kind, _answer(kind, scope, at=at)) for name, kind in REPORTS.items() if kind.is_wanted()]
    return render_template(
        "reports/overview.html", said=said, scope=scope, names=names, lengths=WEEKS, query=_query_of(scope)
    )


@bp.get("/reports/searches")
@guards.permitted(Permission.SEE_REPORTS)
def searches() -> str:
    """What people look for in vain; who curates the FAQ begins an entry from it."""
    found, curates = searches_in_vain(at=clock.now()), reader().may(Permission.CURATE_FAQ)
    return render_template("reports/searches.html", found=found, curates=curates, days=DAYS)


@bp.get("/reports/searches.csv")
@guards.permitted(Permission.SEE_REPORTS)
def download_searches() -> Response:
    """The same rows for a spreadsheet."""
    return _file("searches", searches_as_csv(searches_in_vain(at=clock.now())))


@bp.get("/reports/<report>")
@guards.permitted(Permission.SEE_REPORTS)
def show(report: str) -> str:
    """One report: the answer, the chart, the tables."""
    kind, names, at = _kind(report), names_for(reader()), clock.now()
    scope = _scope(names, at)
    tables = tables_of(kind, scope, names, at=at)
    return render_template(
        "reports/show.html",
        name=report,
        report=kind,
        answer=_answer(kind, scope, at=at),
        scope=scope,
        names=names,
        lengths=WEEKS if Cut.WEEK in kind.cuts else (),
        query=_query_of(scope),
        tables=tables,
        drawn=[(place, c) for place, c in enumerate(kind.columns) if c.is_drawn],
        chart=chart_of(kind, tables[0]),
        size=(WIDTH, HEIGHT, BELOW),
        written=written,
    )


@bp.get("/reports/<report>.csv")
@guards.permitted(Permission.SEE_REPORTS)
def download(report: str) -> Response:
    """The same rows for a spreadsheet."""
    kind, names, at = _kind(report), names_for(reader()), clock.now()
    table = as_csv(kind.columns, tables_of(kind, _scope(names, at), names, at=at))
    return _file(report, table)


def _file(name: str, table: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(table, mimetype="text/csv", headers=headers)


def _kind(name: str) -> Report:
    kind = REPORTS.get(name)
    if kind is None or not kind.is_wanted():
        raise NotFound
    return kind


def _scope(names: Names, at: datetime) -> Scope:
    """What the address asks for; NotFound for a team or category that there is not, or another length of time."""
    weeks = number_in(request.args.get("weeks", f"{_USUAL_WEEKS}"))
    team, category = (chosen_in(request.args.get(word, "")) for word in ("team", "category"))
    if weeks not in WEEKS or team not in {None, *names.teams} or category not in {None, *names.categories}:
        raise NotFound
    return Scope(last_weeks(weeks, at=at, zone=zone_named(COMPANY_ZONE())), team, category)


def _query_of(scope: Scope) -> str:
    """The scope as the query of an address."""
    asked = {"weeks": len(scope.weeks), "team": scope.team_id, "category": scope.category_id}
    return urlencode({name: value for name, value in asked.items() if value})


def _answer(kind: Report, scope: Scope, *, at: datetime) -> str:
    return kind.answer(kind.figures(Cut.WHOLE, scope, at).get(0, kind.nothing))

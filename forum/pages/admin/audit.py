"""The whole record of administration and moderation, with the names of who did it; looked through, and as files."""

import csv
import json
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request

from forum.accounts.administration import person_with_handle
from forum.accounts.roles import Permission
from forum.kernel.errors import NotFound
from forum.kernel.text.clean import clean_line
from forum.kernel.words import N_
from forum.ledger.actions import ADMINISTRATION, MODERATION
from forum.ledger.queries import Sought, acts_of, entries_of, entries_sought
from forum.pages.admin.acts import ACTS
from forum.pages.admin.details import details_of
from forum.pages.admin.views import bp
from forum.pages.reports.export import harmless
from forum.web import guards
from forum.web.forms import number_in
from forum.web.words import _, zone

_CHAINS = {ADMINISTRATION: N_("Administration"), MODERATION: N_("Moderation")}
_NEWEST = 2**31 - 1  # no chain is longer
_PAGE, _MOST_IN_FILE = 200, 100_000
_FIELDS = ("who", "act", "since", "until", "about")
_NOBODY = -1


@bp.get("/record")
@guards.permitted(Permission.ADMINISTER)
def ledger() -> str:
    """What administrators did, or moderators, newest first; by whom, what, when, and about whom."""
    chain, asked = _chain(), _asked()
    before = min(number_in(request.args.get("before", "")) or _NEWEST, _NEWEST)
    entries = entries_sought(chain, _sought(asked), before=before, most=_PAGE + 1)
    query = urlencode({"chain": chain, **{name: value for name, value in asked.items() if value}})
    older = f"/admin/record?{query}&before={entries[_PAGE - 1].position}" if len(entries) > _PAGE else ""
    facts: dict[str, Any] = {"chain": chain, "chains": _CHAINS, "older": older, "asked": asked, "query": query}
    names = {act: _(name) for act, name in ACTS.items()}
    acts = sorted(acts_of(chain), key=lambda act: (names.get(act) or act).casefold())
    facts["details"] = details_of(shown := entries[:_PAGE])
    return render_template("admin/record.html", entries=shown, acts=acts, names=names, **facts)


@bp.get("/record.csv")
@guards.permitted(Permission.ADMINISTER)
def ledger_csv() -> Response:
    """The entries that are sought, for a spreadsheet: moments in UTC."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(("position", "at", "by", "act", "content"))
    for row in entries_sought(_chain(), _sought(_asked()), before=_NEWEST, most=_MOST_IN_FILE):
        content = json.dumps(row.content, ensure_ascii=False)
        writer.writerow((row.position, row.at.isoformat(), harmless(row.name), row.act, content))
    return _file("\ufeff" + out.getvalue(), "text/csv", f"record-{_chain()}.csv")


@bp.get("/record.json")
@guards.permitted(Permission.ADMINISTER)
def ledger_json() -> Response:
    """Every entry of a chain with its salt and digests, by which anybody can check order and completeness."""
    chain = _chain()
    entries = [{**row._mapping, "at": row.at.isoformat()} for row in entries_of(chain)]
    body = json.dumps({"chain": chain, "entries": entries}, ensure_ascii=False, indent=1)
    return _file(body, "application/json", f"record-{chain}.json")


def _file(body: str, mimetype: str, name: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _chain() -> str:
    chain = request.args.get("chain", "")
    return chain if chain in _CHAINS else ADMINISTRATION


def _asked() -> dict[str, str]:
    """What the form says, as it was typed."""
    return {name: clean_line(request.args.get(name, ""))[:80] for name in _FIELDS}


def _sought(asked: dict[str, str]) -> Sought:
    """A day that is none is left out; a handle that nobody has finds nothing."""
    until = _day(asked["until"])
    return Sought(
        who=asked["who"].removeprefix("@"),
        act=asked["act"],
        since=_day(asked["since"]),
        until=until + timedelta(days=1) if until else None,
        about_id=_person(asked["about"].removeprefix("@")),
    )


def _person(handle: str) -> int | None:
    try:
        return person_with_handle(handle).id if handle else None
    except NotFound:
        return _NOBODY


def _day(text: str) -> datetime | None:
    """The beginning of the day in the reader's zone."""
    try:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=zone()) if 1970 < day.year < 9000 else None
    except ValueError:
        return None

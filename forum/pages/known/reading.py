"""Reading what is broken, joining, and saying whether a fix worked."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from babel.dates import format_skeleton
from flask import redirect, render_template, request, session
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.knowledge.known.actions import find_issue, follow_issue, judge_fix, leave_issue
from forum.knowledge.known.models import IssueState, Verdict
from forum.knowledge.known.queries.board import PAGE, board
from forum.knowledge.known.queries.concerned import is_concerned
from forum.knowledge.known.queries.issue import issue_shown, threads_of, tickets_of, timeline, verdicts
from forum.pages.known.blueprint import bp
from forum.pages.known.news import news_form
from forum.web import guards
from forum.web.committing import committing
from forum.web.fragments import safe_next, wants_part
from forum.web.notices import dismiss
from forum.web.paging import cursor_of, moment_and_id
from forum.web.session import reader
from forum.web.words import language, zone


@bp.get("/known-issues")
@guards.readers
def show() -> str:
    """What is broken now, what is planned, what was broken, by month."""
    after = moment_and_id(request.args.get("after"), of="known issues")
    found = board(reader(), at=clock.now(), after=after)
    last = found.closed[PAGE - 1] if found.has_more else None
    older = f"/known-issues?after={cursor_of(last.closed_at, last.id, of='known issues')}" if last else ""
    facts = {"board": found, "months": _by_month(found.closed), "older": older, "is_first": after is None}
    return render_template("known/board.html", keeps=keeps_issues(), **facts)


@bp.get("/known-issues/<id:issue_id>")
@bp.get("/known-issues/<id:issue_id>/<slug>")
@guards.readers
def issue(issue_id: int, slug: str = "") -> Response | str:
    """One issue under its one address: workaround first, then the timeline."""
    shown = issue_shown(issue_id, reader())
    if slug != shown.slug:
        return redirect(address_of(shown), 301)
    return issue_page(shown)


@bp.post("/known-issues/<id:issue_id>/following")
@guards.signed_in
def follow(issue_id: int) -> Response | str:
    """The reader hears of news."""
    with committing() as by:
        follow_issue(find_issue(issue_id, by=by), by=by, at=clock.now())
    return marked(issue_id)


@bp.post("/known-issues/<id:issue_id>/following/undo")
@guards.signed_in
def leave(issue_id: int) -> Response | str:
    """The reader is neither counted nor told any more."""
    with committing() as by:
        leave_issue(find_issue(issue_id, by=by), by=by)
    return marked(issue_id)


@bp.post("/known-issues/<id:issue_id>/verdict")
@guards.signed_in
def judge(issue_id: int) -> Response | str:
    """Whether the fix worked for the reader."""
    worked = request.form.get("value") != "-1"
    with committing() as by:
        judge_fix(find_issue(issue_id, by=by), Verdict.WORKED if worked else Verdict.NOT_YET, by=by, at=clock.now())
    return marked(issue_id)


@bp.post("/known-issues/<id:issue_id>/dismissal")
@guards.signed_in
def put_away(issue_id: int) -> Response:
    """The line above every page is gone for this reader until there is news."""
    dismiss(session, issue_id, issue_shown(issue_id, reader()).number)
    return redirect(safe_next(request.form.get("next")), 303)


def address_of(issue: Any) -> str:
    """The address of an issue or its row."""
    return f"/known-issues/{issue.id}/{issue.slug}"


def issue_page(shown: Row[Any], **more: Any) -> str:
    """The issue's whole page; `more` has a form that was refused."""
    me = reader()
    facts: dict[str, Any] = {
        "may_judge": _may_judge(shown),
        "timeline": timeline(shown.id),
        "threads": threads_of(shown.id, me),
        "keeps": keeps_issues(),
        **more,
    }
    if facts["keeps"]:
        facts.setdefault("form", news_form(shown))
        facts |= {"tickets": tickets_of(shown.id, me), "verdicts": verdicts(shown.id)}
    return render_template("known/issue.html", k=shown, **facts)


def marked(issue_id: int) -> Response | str:
    """The reader's part of the issue, or its page, after he has said something of it."""
    shown = issue_shown(issue_id, reader())
    if wants_part():
        return render_template("known/_mine.html", k=shown, may_judge=_may_judge(shown))
    return redirect(f"{address_of(shown)}#mine", 303)


def keeps_issues() -> bool:
    """Whether the reader may write what is known."""
    return reader().may(Permission.KEEP_KNOWN_ISSUES)


def _by_month(rows: Sequence[Row[Any]]) -> list[tuple[str, list[Row[Any]]]]:
    """Closed issues under the month in which they were closed, in the reader's zone and language."""
    named = ((format_skeleton("yMMMM", row.closed_at.astimezone(zone()), locale=language()), row) for row in rows)
    return [(month, [row for _month, row in pairs]) for month, pairs in groupby(named, key=itemgetter(0))]


def _may_judge(shown: Row[Any]) -> bool:
    """Whether the reader is asked if the fix worked: everybody who was told of it."""
    if shown.state != IssueState.FIXED:
        return False
    return shown.i_am_affected is not None or is_concerned(shown.id, reader().id)

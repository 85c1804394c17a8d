"""Threads and tickets of a known issue: found by search and attached in one go; from a thread, the other way round."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.clean import clean_line
from forum.knowledge.known.actions import (
    attach_threads,
    attach_tickets,
    detach_thread,
    detach_ticket,
    find_issue,
)
from forum.knowledge.known.queries.board import open_issues
from forum.knowledge.known.queries.issue import issue_shown, threads_of
from forum.pages.known.blueprint import bp
from forum.pages.known.reading import address_of
from forum.pages.search.choosing import threads_to_choose, words_typed
from forum.questions.queries.posts import words_of
from forum.tickets.queries import ticket_page
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.fragments import safe_next
from forum.web.session import reader
from forum.web.typed import given_back
from forum.web.words import sentence

_MOST_OPEN = 50


@bp.get("/known-issues/<id:issue_id>/threads")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def choose(issue_id: int) -> str:
    """Threads with these words, or like the issue, to tick; without those that are attached already."""
    return _page(issue_id)


@bp.post("/known-issues/<id:issue_id>/threads")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def attach(issue_id: int) -> Response:
    """The ticked threads and the named tickets are about this issue."""
    ids = [number for number in map(number_in, request.form.getlist("threads")) if number]
    labels = _labels().replace(",", " ").split()
    try:
        with committing() as by:
            issue = find_issue(issue_id, by=by)
            if ids or not labels:
                attach_threads(issue, ids, by=by, at=clock.now())
            if labels:
                attach_tickets(issue, labels, by=by, at=clock.now())
    except Refusal as refusal:
        return given_back(_page(issue_id, sentence(refusal)), refusal)
    return redirect(address_of(issue), 303)


@bp.post("/known-issues/<id:issue_id>/threads/<id:question_id>/undo")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def detach(issue_id: int, question_id: int) -> Response:
    """The thread is one of its own again."""
    with committing() as by:
        issue = find_issue(issue_id, by=by)
        detach_thread(issue, question_id, by=by)
    return redirect(address_of(issue), 303)


@bp.post("/known-issues/<id:issue_id>/tickets/<id:ticket_id>/undo")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def detach_a_ticket(issue_id: int, ticket_id: int) -> Response:
    """The ticket is one of its own again; `back` is where the button stood, else the issue."""
    with committing() as by:
        issue = find_issue(issue_id, by=by)
        detach_ticket(issue, ticket_id, by=by, at=clock.now())
    return redirect(safe_next(request.form.get("back") or address_of(issue)), 303)


@bp.route("/questions/<id:question_id>/known-issue", methods=["GET", "POST"])
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def of_thread(question_id: int) -> Response | str:
    """Which open issue the thread is about, or a new one."""
    question = words_of(question_id, reader())
    if request.method != "POST":
        found = open_issues(reader(), most=_MOST_OPEN)
        return render_template("known/of_thread.html", q=question, issues=found)
    chosen = number_in(request.form.get("issue", ""))
    if not chosen:
        return redirect(f"/known-issues/new?thread={question_id}", 303)
    with committing() as by:
        attach_threads(find_issue(chosen, by=by), [question_id], by=by, at=clock.now())
    return redirect(f"/questions/{question.id}/{question.slug}", 303)


@bp.post("/tickets/<label:label>/known-issue")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def of_ticket(label: str) -> Response:
    """The ticket is about the chosen open issue."""
    ticket, chosen = ticket_page(label, reader()), number_in(request.form.get("issue", "")) or 0
    with committing() as by:
        attach_tickets(find_issue(chosen, by=by), [ticket.label], by=by, at=clock.now())
    return redirect(f"/tickets/{ticket.label}", 303)


def _labels() -> str:
    return clean_line(request.form.get("tickets", ""))[:1000]


def _page(issue_id: int, wrong: str = "") -> str:
    issue = issue_shown(issue_id, reader())
    typed = words_typed()
    attached = {thread.id for thread in threads_of(issue_id, reader())}
    found = [row for row in threads_to_choose(typed, f"{issue.title} {issue.service}") if row.id not in attached]
    facts = {"typed": typed, "ticked": set(request.form.getlist("threads")), "labels": _labels()}
    return render_template("known/threads.html", k=issue, found=found, wrong=wrong, **facts)

"""Lists of tickets: one's own, and the worklist of threads that have none yet; and the form for a private one."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.pages.questions.fragments import drawn_worklist
from forum.pages.tickets.forms import PrivateTicketForm
from forum.pages.tickets.views import bp
from forum.tickets.actions.make import open_private_ticket
from forum.tickets.queue import PAGE, own_tickets
from forum.tickets.worklist import PAGE as WAITING
from forum.tickets.worklist import Place
from forum.tickets.worklist import worklist as waiting_threads
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.paging import cursor_of, moment_and_id, place_of
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _


@bp.get("/tickets")
@guards.signed_in
def mine() -> str:
    """The tickets that the reader asked for or watches."""
    rows = own_tickets(reader(), moment_and_id(request.args.get("after"), of="tickets"))
    return render_template("tickets/mine.html", tickets=rows[:PAGE], older=_older(rows))


@bp.get("/worklist")
@guards.permitted(Permission.WORK_TICKETS)
def worklist() -> str:
    """A page of unsolved threads without a ticket, those that affect most people for longest first."""
    rows = waiting_threads(reader(), at=clock.now(), after=_place())
    more = f"/worklist?after={_cursor(rows[WAITING - 1])}" if len(rows) > WAITING else ""
    return render_template("tickets/worklist.html", rows=drawn_worklist(rows[:WAITING]), more=more)


@bp.route("/tickets/new", methods=["GET", "POST"])
@guards.permitted(Permission.OPEN_PRIVATE_TICKET)
def new() -> str | Response:
    """A form for a personal matter; posting it opens a private ticket."""
    form = PrivateTicketForm()
    form.offer_categories(reader())
    if not form.is_submitted():
        return render_template("tickets/new.html", form=form)
    refusal = None
    if form.validate():
        try:
            return redirect(_opened(form), 303)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(render_template("tickets/new.html", form=form), refusal)


def _opened(form: PrivateTicketForm) -> str:
    """The address of the ticket that this form has made, now or when it was sent before."""
    wish = form.request()

    def act(by: Actor) -> str:
        label = open_private_ticket(wish, by=by, at=clock.now()).label
        flash(_told(wish.confidential) % {"label": label}, "good")
        return f"/tickets/{label}"

    return once_sent(act)


def _told(confidential: bool) -> str:
    if confidential:
        return _("Your ticket is %(label)s. Only you, its owner, the team lead and administrators can read it.")
    return _("Your ticket is %(label)s. Only you and IT can read it.")


def _place() -> Place | None:
    cursor = request.args.get("after")
    return Place(*place_of(cursor, int, datetime, int, of="worklist")) if cursor else None


def _cursor(row: Row[Any]) -> str:
    return cursor_of(row.affected_count, row.created_at, row.id, of="worklist")


def _older(rows: Any) -> str:
    if len(rows) <= PAGE:
        return ""
    last = rows[PAGE - 1]
    return f"/tickets?after={cursor_of(last.created_at, last.id, of='tickets')}"

"""The facts of a ticket, each set by a POST of its own: owner, team, priority, step, confidentiality."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.text.clean import clean_line
from forum.pages.tickets.forms import RewordForm, category_options
from forum.pages.tickets.standing import check_as_seen
from forum.pages.tickets.views import again, bp, changed
from forum.tickets.actions.confide import end_confidentiality, make_confidential
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.reword import recategorise, reword
from forum.tickets.actions.work import assign, give_to_team, set_priority, tell_step
from forum.tickets.models import Priority, Ticket
from forum.tickets.queries import id_of, ticket_page
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import choices, chosen_in, number_in
from forum.web.meanwhile import check_not_overtaken, opened_on
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _, language


@bp.route("/tickets/<label:label>/edit", methods=["GET", "POST"])
@guards.permitted(Permission.WORK_TICKETS)
def edit(label: str) -> str | Response:
    """A form with title and category; posting it changes the ticket and not its thread."""
    ticket, form, refusal = ticket_page(label, reader()), RewordForm(), None
    form.category.choices = _choices(ticket)
    if not form.is_submitted():
        form.title.data, form.category.data = ticket.title, str(ticket.category_id or "")
        form.opened.data = opened_on(_standing(ticket))
        return render_template("tickets/edit.html", ticket=ticket, form=form)
    if form.validate():
        try:
            return _reworded(label, form)
        except Refusal as met:
            refused(form, refusal := met)
    if form.overtaken:
        _look_again(form, ticket := ticket_page(label, reader()))
    return given_back(render_template("tickets/edit.html", ticket=ticket, form=form), refusal)


def _choices(ticket: Row[Any]) -> list[SelectChoice]:
    """The categories that the reader may choose; the present one is kept, also where it is archived or closed."""
    named = (ticket.category_ms if language() == "ms" else "") or ticket.category or _("None")
    return choices({"": _("None"), str(ticket.category_id or ""): named} | category_options(reader()))


def _standing(ticket: Ticket | Row[Any]) -> dict[str, str]:
    return {"title": ticket.title, "category": str(ticket.category_id or "")}


def _look_again(form: RewordForm, ticket: Row[Any]) -> None:
    """The present category can be chosen."""
    form.category.choices = _choices(ticket)


def _reworded(label: str, form: RewordForm) -> Response:
    with committing() as by:
        ticket, at = find_ticket(label, by=by), clock.now()
        typed = {"title": form.title.data or "", "category": form.category.data or ""}
        check_not_overtaken(form.opened.data, typed, _standing(ticket))
        reword(ticket, form.title.data or "", by=by, at=at)
        recategorise(ticket, number_in(form.category.data or ""), by=by, at=at)
    return redirect(f"/tickets/{label}", 303)


@bp.post("/tickets/<label:label>/owner")
@guards.signed_in
def post_owner(label: str) -> Response:
    """The ticket has the chosen owner; without a choice, the person himself."""
    chosen = request.form.get("owner", "me")

    def change(ticket: Ticket, by: Actor) -> None:
        owner_id = by.id if chosen == "me" else chosen_in(chosen)
        check_as_seen(ticket, owner_id=owner_id)
        assign(ticket, owner_id, by=by, at=clock.now())

    return _given_away(label, change)


@bp.post("/tickets/<label:label>/priority")
@guards.permitted(Permission.WORK_TICKETS)
def post_priority(label: str) -> Response:
    """The ticket has the chosen priority."""
    chosen = request.form.get("priority", "")
    if chosen not in set(Priority):
        raise Invalid("Choose one of the listed values.", field="priority")

    def change(ticket: Ticket, by: Actor) -> None:
        check_as_seen(ticket, priority=chosen)
        set_priority(ticket, Priority(chosen), by=by, at=clock.now())

    return changed(label, change)


@bp.post("/tickets/<label:label>/step")
@guards.permitted(Permission.WORK_TICKETS)
def post_step(label: str) -> Response:
    """The thread's banner says what is being done."""
    step = clean_line(request.form.get("step", ""))
    try:
        with committing() as by:
            check_as_seen(ticket := find_ticket(label, by=by), public_step=step)
            tell_step(ticket, step, by=by, at=clock.now())
    except Refusal as refusal:
        return again(label, {"step": step}, refusal)
    return redirect(f"/tickets/{label}", 303)


@bp.post("/tickets/<label:label>/team")
@guards.signed_in
def post_team(label: str) -> Response:
    """The ticket is the chosen team's."""
    team_id = chosen_in(request.form.get("team", ""))

    def change(ticket: Ticket, by: Actor) -> None:
        check_as_seen(ticket, team_id=team_id, owner_id=by.id)
        give_to_team(ticket, team_id, by=by, at=clock.now())

    return _given_away(label, change)


@bp.post("/tickets/<label:label>/confidentiality")
@guards.signed_in
def post_confidentiality(label: str) -> Response:
    """The ticket is read only by requester, owner, team lead and administrators."""
    with committing() as by:
        make_confidential(find_ticket(label, by=by), by=by, at=clock.now())
    return redirect(f"/tickets/{label}", 303)


@bp.post("/tickets/<label:label>/confidentiality/undo")
@guards.signed_in
def undo_confidentiality(label: str) -> Response:
    """All IT staff read the ticket again."""
    with committing() as by:
        end_confidentiality(find_ticket(label, by=by), by=by, at=clock.now())
    return redirect(f"/tickets/{label}", 303)


def _given_away(label: str, change: Callable[[Ticket, Actor], None]) -> Response:
    """As `changed`, but not to a ticket that only its owner reads and the person has just given away."""
    answer = changed(label, change)
    if id_of(label, reader()) is None:
        flash(_("%(label)s is handed over. It is confidential, so you do not see it any more.", label=label), "good")
        return redirect("/tickets", 303)
    return answer

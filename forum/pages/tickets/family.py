"""Tickets that belong together: merging, parts of one outage, splitting; and a ticket opened for somebody else."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.clean import clean_line
from forum.pages.tickets.forms import OnBehalfForm, PrivateTicketForm
from forum.pages.tickets.views import again, bp
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import PrivateRequest
from forum.tickets.actions.on_behalf import open_ticket_for
from forum.tickets.family.actions.merge import merge
from forum.tickets.family.actions.parts import end_part, make_part
from forum.tickets.family.actions.split import split
from forum.tickets.queries import number_typed, ticket_page
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _

_LONGEST_TOLD = 100


@bp.post("/tickets/<label:label>/merge")
@guards.permitted(Permission.WORK_TICKETS)
def post_merge(label: str) -> Response:
    """The ticket goes on in the named one."""
    typed = _typed("into")
    try:
        with committing() as by:
            into = merge(label, number_typed(typed), by=by, at=clock.now()).label
    except Refusal as refusal:
        return again(label, {"into": typed}, refusal)
    flash(_("%(label)s has been merged into %(into)s.", label=label, into=into), "good")
    return redirect(f"/tickets/{into}", 303)


@bp.post("/tickets/<label:label>/whole")
@guards.permitted(Permission.WORK_TICKETS)
def post_whole(label: str) -> Response:
    """The ticket is a part of the named one, or stands alone if none is named."""
    typed = _typed("whole")
    try:
        with committing() as by:
            if typed:
                make_part(label, number_typed(typed), by=by, at=clock.now())
            else:
                end_part(label, by=by, at=clock.now())
    except Refusal as refusal:
        return again(label, {"whole": typed}, refusal)
    return redirect(f"/tickets/{label}", 303)


@bp.route("/tickets/<label:label>/split", methods=["GET", "POST"])
@guards.permitted(Permission.WORK_TICKETS)
def split_off(label: str) -> str | Response:
    """A form for the other matter in the ticket; posting it gives that a ticket of its own."""
    ticket, form = ticket_page(label, reader()), PrivateTicketForm()
    form.offer_categories(reader())
    if not form.is_submitted():
        known = {value for value, *_rest in form.category.iter_choices()}
        form.category.data = str(ticket.category_id) if str(ticket.category_id) in known else ""
        return render_template("tickets/split.html", ticket=ticket, form=form)
    refusal = None
    if form.validate():
        try:
            return redirect(_split(label, form.request()), 303)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(render_template("tickets/split.html", ticket=ticket, form=form), refusal)


@bp.route("/tickets/new/for", methods=["GET", "POST"])
@guards.permitted(Permission.WORK_TICKETS)
def new_for() -> str | Response:
    """A form for what a colleague has said by telephone or at the desk; posting it opens his ticket."""
    form = OnBehalfForm()
    form.offer_categories(reader())
    if not form.is_submitted():
        return render_template("tickets/new_for.html", form=form)
    refusal = None
    if form.validate():
        try:
            return redirect(_opened_for(form.requester.data or "", form.request()), 303)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(render_template("tickets/new_for.html", form=form), refusal)


def _split(label: str, matter: PrivateRequest) -> str:
    def act(by: Actor) -> str:
        other = split(find_ticket(label, by=by), matter, by=by, at=clock.now()).label
        flash(_("The other matter is %(label)s now.", label=other), "good")
        return f"/tickets/{other}"

    return once_sent(act)


def _opened_for(who: str, matter: PrivateRequest) -> str:
    def act(by: Actor) -> str:
        label = open_ticket_for(who, matter, by=by, at=clock.now()).label
        flash(_("The ticket is %(label)s, and its requester hears of it.", label=label), "good")
        return f"/tickets/{label}"

    return once_sent(act)


def _typed(field: str) -> str:
    """What was typed as a ticket; of what is far too long as much as a sentence about it has room for."""
    return clean_line(request.form.get(field, ""))[:_LONGEST_TOLD]

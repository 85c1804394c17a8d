"""A ticket and what is done with it. Reading is in `lists.py` and here; every act is a POST of its own."""

from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.text.markdown import render
from forum.notifications.actions import mark_ticket_read
from forum.pages.composing.picking import about_ticket, check_notable, check_sendable, used_ids, with_saved_reply
from forum.pages.files.uploads import with_files
from forum.pages.tickets.page import page_facts
from forum.pages.tickets.standing import ANY_CHANGE, check_as_seen
from forum.saved_replies.actions import count_use
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, change_state, reply
from forum.tickets.family.actions.parts import resolve_with_parts
from forum.tickets.models import Ticket
from forum.tickets.queries import id_of, ticket_page
from forum.tickets.rules import LONGEST_TEXT, TRANSITIONS, WITH_MORE, Act
from forum.tickets.worked.actions import note_time
from forum.tickets.worked.rules import minutes_typed
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.guarding import without_secrets
from forum.web.session import reader
from forum.web.typed import given_back
from forum.web.words import _, ngettext

bp = Blueprint("tickets", __name__)


@bp.get("/tickets/<label:label>")
@guards.signed_in
def show(label: str) -> str | Response:
    """The ticket: for IT staff with notes and tools, for others their conversation.

    One that was merged leads to the one it goes on in, if the reader may see that; `?own=1` shows it all the same.
    """
    ticket = ticket_page(label, reader())
    if ticket.merged_into and "own" not in request.args and id_of(ticket.merged_into, reader()) is not None:
        told = _("%(label)s has been merged into %(into)s. Here it goes on.", label=label, into=ticket.merged_into)
        flash(told, "info")
        return redirect(f"/tickets/{ticket.merged_into}", 303)
    return render_template(_template(), **page_facts(ticket, reader(), write=request.args.get("write", "")))


@bp.post("/tickets/<label:label>/view")
@guards.signed_in
def viewed(label: str) -> tuple[str, int]:
    """What the person was told of the ticket is read."""
    with committing() as by:
        ticket_id = id_of(label, by)
        if ticket_id is None:
            raise NotFound
        mark_ticket_read(ticket_id, by=by, at=clock.now())
    return "", 204


@bp.post("/tickets/<label:label>/replies")
@guards.signed_in
def post_reply(label: str) -> Response:
    """The reply stands in the conversation."""

    def act(source: str, html: str, by: Actor) -> str:
        said = reply(find_ticket(label, by=by), source, html, by=by, at=clock.now())
        return f"/tickets/{label}#reply-{said.id}"

    return _written(label, "reply", check_sendable, act)


@bp.post("/tickets/<label:label>/notes")
@guards.permitted(Permission.WORK_TICKETS)
def post_note(label: str) -> Response:
    """The note stands beside the conversation, for IT staff only, with the time that was worked if it says one."""
    worked = clean_line(request.form.get("note_time", ""))

    def act(source: str, html: str, by: Actor) -> str:
        ticket, at = find_ticket(label, by=by), clock.now()
        note = add_note(ticket, source, html, by=by, at=at)
        if worked:
            note_time(ticket, minutes_typed(worked, field="note_time"), by=by, at=at, note=note)
        return f"/tickets/{label}#note-{note.id}"

    return _written(label, "note", check_notable, act, note_time=worked)


@bp.post("/tickets/<label:label>/state")
@guards.signed_in
def post_state(label: str) -> Response:
    """The ticket is in the state that the chosen act leads to."""
    chosen = request.form.get("act", "")
    if chosen not in set(Act) or chosen in WITH_MORE:
        raise Invalid("Choose one of the listed values.", field="act")
    act = Act(chosen)

    def change(ticket: Ticket, by: Actor) -> None:
        check_as_seen(ticket, state=TRANSITIONS[act][1], owner_id=by.id)
        change_state(ticket, act, by=by, at=clock.now())

    return changed(label, change)


@bp.post("/tickets/<label:label>/resolution")
@guards.permitted(Permission.WORK_TICKETS)
def post_resolution(label: str) -> Response:
    """The ticket is solved; its fix is told the requester and, if wished, published in the thread."""
    publish, parts = request.form.get("publish", ""), request.form.get("parts", "")

    def act(source: str, html: str, by: Actor) -> str:
        fix = Fix(source, html, publish=bool(publish))
        return _solved_with_parts(label, fix, by) if parts else _solved(label, fix, by)

    return _written(label, "fix", check_sendable, act, publish=publish, parts=parts)


def _solved(label: str, fix: Fix, by: Actor) -> str:
    ticket = find_ticket(label, by=by)
    check_as_seen(ticket, state=ANY_CHANGE, owner_id=by.id)
    answer = resolve(ticket, fix, by=by, at=clock.now())
    flash(_("%(label)s is solved.", label=label), "good")
    return f"/answers/{answer.id}" if answer else f"/tickets/{label}"


def _solved_with_parts(label: str, fix: Fix, by: Actor) -> str:
    check_as_seen(ticket_page(label, by), state=ANY_CHANGE, owner_id=by.id)
    count = len(resolve_with_parts(label, fix, by=by, at=clock.now()))
    words = ngettext(
        "%(label)s and %(num)s part are solved.", "%(label)s and %(num)s parts are solved.", count, label=label
    )
    flash(words, "good")
    return f"/tickets/{label}"


def _written(
    label: str, field: str, check: Callable[..., None], act: Callable[[str, str, Actor], str], **beside: str
) -> Response:
    """Where `act` leads with the field's text and its HTML, made before the transaction; refused, the page with it.

    `beside` is what was typed into the form's other fields.
    """
    source, about = clean_text(request.form.get(field, "")), partial(about_ticket, label)
    try:
        source = with_saved_reply(with_files(source, "files"), about)
        check(source, about, field=field)
        source = without_secrets({"": source})[""]
    except Refusal as refusal:
        return again(label, {field: source, **beside}, refusal)
    html = render(source) if len(source) <= LONGEST_TEXT else ""

    def act_once(by: Actor) -> str:
        count_use(used_ids())
        return act(source, html, by)

    return sent(label, {field: source, **beside}, act_once)


def changed(label: str, change: Callable[[Ticket, Actor], None]) -> Response:
    """To the ticket with the change; where a colleague was faster, the page with what he did, to do it knowingly."""
    try:
        with committing() as by:
            change(find_ticket(label, by=by), by)
    except Conflict as refusal:
        return again(label, {}, refusal)
    return redirect(f"/tickets/{label}", 303)


def sent(label: str, typed: Mapping[str, str], act: Callable[[Actor], str]) -> Response:
    """To where the act leads, once however often the form is sent; refused, the page with what was typed and why."""
    try:
        return redirect(once_sent(act), 303)
    except Refusal as refusal:
        return again(label, typed, refusal)


def again(label: str, typed: Mapping[str, str], refusal: Refusal) -> Response:
    """The ticket's page with what was typed and why it was refused; what does not exist is raised on."""
    if isinstance(refusal, NotFound):
        raise refusal
    facts = page_facts(ticket_page(label, reader()), reader(), typed=typed, refused=refusal)
    return given_back(render_template(_template(), **facts), refusal)


def _template() -> str:
    return "tickets/staff.html" if reader().may(Permission.WORK_TICKETS) else "tickets/requester.html"

"""Abusive towards IT staff: handled by the lead."""

from collections.abc import Callable

from flask import render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.text.clean import clean_text
from forum.moderation.actions import hand_opening_to_lead, hand_to_lead
from forum.moderation.actions.abuse import opening_of
from forum.moderation.models import IN_TICKETS, FlagItem, Kind
from forum.moderation.words import words_to_flag
from forum.pages.moderation.blueprint import bp
from forum.pages.moderation.words import address_of
from forum.tickets.queries import ticket_page
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back
from forum.web.words import _, sentence


@bp.get("/replies/<id:reply_id>/abuse")
@guards.permitted(Permission.WORK_TICKETS)
def ask_abuse(reply_id: int) -> str:
    """Shows the words, and says what will happen."""
    return _page(Kind.REPLY, reply_id)


@bp.post("/replies/<id:reply_id>/abuse")
@guards.permitted(Permission.WORK_TICKETS)
def abuse(reply_id: int) -> Response:
    """The words are out of sight, and the lead goes on with the ticket."""
    return _handed(Kind.REPLY, reply_id, lambda by, **how: hand_to_lead(reply_id, by=by, **how))


@bp.get("/tickets/<label:label>/abuse")
@guards.permitted(Permission.WORK_TICKETS)
def ask_abuse_of_ticket(label: str) -> str:
    """Shows the words that the ticket begins with, and says what will happen."""
    return _page(*opening_of(ticket_page(label, reader())))


@bp.post("/tickets/<label:label>/abuse")
@guards.permitted(Permission.WORK_TICKETS)
def abuse_of_ticket(label: str) -> Response:
    """Those words are out of sight, and the lead goes on with the ticket."""
    kind, post_id = opening_of(ticket_page(label, reader()))
    return _handed(kind, post_id, lambda by, **how: hand_opening_to_lead(label, by=by, **how))


def _handed(kind: Kind, post_id: int, hand: Callable[..., FlagItem]) -> Response:
    note, rests = clean_text(request.form.get("note", "")), bool(request.form.get("rests"))

    def act(by: Actor) -> str:
        return f"/flags/{hand(by, note=note, rests=rests, at=clock.now()).id}"

    return done_or_given_back(
        lambda: once_sent(act),
        lambda refusal: _page(kind, post_id, note=note, rests=rests, wrong=sentence(refusal)),
        done=_("The words are out of sight, and you are out of it. The problem itself is still solved."),
    )


def _page(kind: Kind, post_id: int, *, note: str = "", rests: bool = False, wrong: str = "") -> str:
    post = words_to_flag(kind, post_id, reader())
    is_ticket_s = request.path.startswith("/tickets/")
    back = request.path.removesuffix("/abuse") if is_ticket_s else address_of(kind, post_id, post)
    facts = {"note": note, "rests": rests, "wrong": wrong, "back": back}
    return render_template("moderation/abuse.html", post=post, in_ticket=kind in IN_TICKETS, **facts)

"""A thread, an answer or a comment becomes a ticket, with one click and ten minutes to take it back."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.queries import answer_words, comment_words
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.pages.tickets.before import conversion_facts, post_conversion_facts
from forum.pages.tickets.standing import check_as_seen
from forum.pages.tickets.views import again, bp
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import Made, make_ticket
from forum.tickets.actions.make_of_post import make_ticket_of_answer, make_ticket_of_comment
from forum.tickets.actions.undo import undo_making
from forum.tickets.models import TicketState
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.session import reader
from forum.web.words import _


@bp.get("/questions/<id:question_id>/ticket")
@guards.permitted(Permission.MAKE_TICKET)
def before_making(question_id: int) -> str:
    """Who reads the thread, who will read its ticket, and who will be told what."""
    me = reader()
    return render_template("tickets/before_making.html", **conversion_facts(question_id, me))


@bp.get("/answers/<id:answer_id>/ticket")
@guards.permitted(Permission.MAKE_TICKET)
def before_making_of_answer(answer_id: int) -> str:
    """The same of an answer's ticket."""
    post, me = answer_words(answer_id, reader()), reader()
    return render_template("tickets/before_making.html", **post_conversion_facts(post, post.question_id, me))


@bp.get("/comments/<id:comment_id>/ticket")
@guards.permitted(Permission.MAKE_TICKET)
def before_making_of_comment(comment_id: int) -> str:
    """The same of a comment's ticket."""
    post, me = comment_words(comment_id, reader()), reader()
    return render_template("tickets/before_making.html", **post_conversion_facts(post, post.thread_id, me))


@bp.post("/questions/<id:question_id>/ticket")
@guards.permitted(Permission.MAKE_TICKET)
def make(question_id: int) -> Response:
    """The thread has a ticket; the person is shown the ticket."""
    return _make(make_ticket, question_id)


@bp.post("/answers/<id:answer_id>/ticket")
@guards.permitted(Permission.MAKE_TICKET)
def make_of_answer(answer_id: int) -> Response:
    """The answer, which is another problem, has a ticket of its own."""
    return _make(make_ticket_of_answer, answer_id)


@bp.post("/comments/<id:comment_id>/ticket")
@guards.permitted(Permission.MAKE_TICKET)
def make_of_comment(comment_id: int) -> Response:
    """The comment, which is another problem, has a ticket of its own."""
    return _make(make_ticket_of_comment, comment_id)


@bp.post("/tickets/<label:label>/undo")
@guards.permitted(Permission.MAKE_TICKET)
def undo(label: str) -> Response:
    """The thread has no ticket any more; nobody has heard of it."""
    try:
        with committing() as by:
            check_as_seen(ticket := find_ticket(label, by=by), state=TicketState.VOID, owner_id=by.id)
            undo_making(ticket, by=by, at=clock.now())
            thread = ticket.question_id
    except Conflict as refusal:
        return again(label, {}, refusal)
    flash(_("%(label)s is taken back. Nobody has been told of it; its number stays, as void.", label=label), "good")
    return redirect(f"/questions/{thread}", 303)


def _make(action: Callable[..., Made], post_id: int) -> Response:
    def act(by: Actor) -> str:
        made = action(post_id, by=by, at=clock.now())
        flash(*_told(made))
        if made.ticket.team_id is None and made.quicker is None:
            flash(_("No team gets it: nobody is warned of its deadlines until somebody takes it."), "info")
        return f"/tickets/{made.ticket.label}"

    return redirect(once_sent(act), 303)


def _told(made: Made) -> tuple[str, str]:
    """What the person hears of his click, and how it is said."""
    label, quicker = made.ticket.label, made.quicker
    if quicker is None:
        words = _(
            "The ticket is %(label)s. The requester and everybody affected hear of it in ten minutes.", label=label
        )
        return words, "good"
    if quicker.id == reader().id:
        return _("You have made the ticket already: it is %(label)s.", label=label), "info"
    return _("%(name)s was quicker: there is the ticket %(label)s already.", name=quicker.name, label=label), "info"

"""Abusive towards IT staff: handled by the lead."""

from flask import render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.text.clean import clean_text
from forum.moderation.actions import hand_to_lead
from forum.moderation.models import Kind
from forum.moderation.words import words_to_flag
from forum.pages.moderation.blueprint import bp
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back
from forum.web.words import _, sentence


@bp.get("/replies/<id:reply_id>/abuse")
@guards.permitted(Permission.WORK_TICKETS)
def ask_abuse(reply_id: int) -> str:
    """Shows the words, and says what will happen."""
    return _page(reply_id)


@bp.post("/replies/<id:reply_id>/abuse")
@guards.permitted(Permission.WORK_TICKETS)
def abuse(reply_id: int) -> Response:
    """The words are out of sight, and the lead goes on with the ticket."""
    note, rests = clean_text(request.form.get("note", "")), bool(request.form.get("rests"))

    def act(by: Actor) -> str:
        return f"/flags/{hand_to_lead(reply_id, note, rests=rests, by=by, at=clock.now()).id}"

    return done_or_given_back(
        lambda: once_sent(act),
        lambda refusal: _page(reply_id, note=note, rests=rests, wrong=sentence(refusal)),
        done=_("The words are out of sight, and you are out of it. The problem itself is still solved."),
    )


def _page(reply_id: int, *, note: str = "", rests: bool = False, wrong: str = "") -> str:
    post = words_to_flag(Kind.REPLY, reply_id, reader())
    facts = {"note": note, "rests": rests, "wrong": wrong}
    return render_template("moderation/abuse.html", post=post, reply_id=reply_id, **facts)

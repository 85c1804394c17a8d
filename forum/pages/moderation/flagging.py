"""Flagging a post, and what came of it for those concerned."""

from typing import Any

from flask import make_response, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.kernel.text.clean import clean_text
from forum.moderation.actions import flag_post
from forum.moderation.models import Kind, Reason
from forum.moderation.queries import item_flagged_by, item_told, may_decide, own_flag
from forum.moderation.rules import OWN
from forum.moderation.words import words_to_flag
from forum.pages.moderation.blueprint import bp
from forum.pages.moderation.words import DONE, REASONS, address_of
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _


@bp.get("/flag/<kind>/<id:post_id>")
@guards.signed_in
def ask(kind: str, post_id: int) -> str | Response:
    """Shows the words that are flagged, and asks why; who has flagged them is shown what became of it."""
    what, me = _kind(kind), reader()
    flagged = item_flagged_by(me, what, post_id)  # also of what his flag has taken out of his own sight
    if flagged:
        return redirect(f"/flags/{flagged}", 302)
    post = words_to_flag(what, post_id, me)
    return _own_page(what, post_id, post) if post.is_own else _page(what, post_id, post)


@bp.post("/flag/<kind>/<id:post_id>")
@guards.signed_in
def send(kind: str, post_id: int) -> Response:
    """A moderator will look at it."""
    what, note = _kind(kind), clean_text(request.form.get("note", ""))
    post = words_to_flag(what, post_id, reader())  # what he may not see is refused before anything is read
    if post.is_own:
        return _own_page(what, post_id, post)

    def act(by: Actor) -> str:
        return f"/flags/{flag_post(what, post_id, _reason(), note, by=by, at=clock.now()).id}"

    return done_or_given_back(
        lambda: once_sent(act),
        lambda refusal: _page(
            what, post_id, words_to_flag(what, post_id, reader()), typed=request.form, wrong=wrong_of(refusal)
        ),
        done=_("Thank you. A moderator looks at it and tells you what came of it."),
    )


@bp.get("/flags/<id:item_id>")
@guards.signed_in
def show(item_id: int) -> str | Response:
    """What came of a flag, for those who flagged it and the author; who decides it is led to the queue."""
    me = reader()
    item = item_told(item_id, me)
    mine = own_flag(item_id, me)
    if mine is None and item.author_id != me.id and may_decide(item_id, me):
        return redirect(f"/moderation/{item_id}", 303)
    return render_template("moderation/flag.html", item=item, mine=mine, back=_thread(item), reasons=REASONS, done=DONE)


def _thread(item: Row[Any]) -> str:
    """Where it is read, if whoever hears of the flag may still read it; else empty."""
    if item.about_handle:
        return f"/people/{item.about_handle}"
    if item.thread_id is None:
        return f"/tickets/{item.label}"
    is_hidden = item.question_id is not None and item.visibility != "public" and item.author_id != reader().id
    return "" if is_hidden else f"/questions/{item.thread_id}/{item.slug}"


def _page(kind: Kind, post_id: int, post: Row[Any], *, typed: Any = None, wrong: Any = None) -> str:
    return render_template(
        "moderation/ask.html",
        kind=kind,
        post=post,
        back=address_of(kind, post_id, post),
        reasons=REASONS,
        typed=typed or {},
        wrong=wrong or {},
    )


def _own_page(kind: Kind, post_id: int, post: Row[Any]) -> Response:
    """His own words nobody flags: the page says what he can do instead."""
    back = address_of(kind, post_id, post)
    page = render_template("moderation/own.html", kind=kind, post=post, back=back, said=_(OWN[kind]))
    return make_response(page, NotAllowed.status)


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise NotFound from None


def _reason() -> Reason:
    try:
        return Reason(request.form.get("why", ""))
    except ValueError:
        raise Invalid("Say why: choose one of the reasons.", field="why") from None

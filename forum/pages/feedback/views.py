"""The page behind a mailed "Did it work?": only a POST changes anything, since mail scanners open links.

The link is the authority: nobody has to sign in, and whoever is signed in as somebody else answers for whom it was
mailed to, but never about his own work.
"""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.feedback.actions import rate, tell_verdict
from forum.feedback.models import Verdict
from forum.feedback.queries import asked_by_link, facts_of, said_of
from forum.feedback.rules import LONGEST_COMMENT, RATINGS, has_expired
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.text.clean import clean_text
from forum.kernel.text.markdown import render
from forum.tickets.rules import LONGEST_TEXT
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.words import _, sentence

bp = Blueprint("feedback", __name__)


@bp.get("/worked/<token>")
@guards.public
def show(token: str) -> str | tuple[str, int]:
    """Two buttons; after an answer the rating; kind words where nothing more can be said."""
    return _page(token)


@bp.post("/worked/<token>")
@guards.public
def post_verdict(token: str) -> Response | str | tuple[str, int]:
    """It is known whether it worked."""
    said = request.form.get("verdict", "")
    if said not in set(Verdict):
        raise Invalid("Choose one of the listed values.", field="verdict")
    source = clean_text(request.form.get("words", ""))
    html = render(source) if len(source) <= LONGEST_TEXT else ""
    try:
        with committing() as visitor:
            tell_verdict(token, Verdict(said), source, html, signed_in_id=visitor.id, at=clock.now())
    except NotFound:
        return _page(token)
    except (Conflict, Invalid) as refusal:
        return _page(token, refusal, words=source)
    return _after(token)


@bp.post("/worked/<token>/rating")
@guards.public
def post_rating(token: str) -> Response | str | tuple[str, int]:
    """The fix is rated, with words for whose work it was."""
    comment = clean_text(request.form.get("comment", ""))
    rating = number_in(request.form.get("rating", ""))
    try:
        with committing() as visitor:
            rate(token, rating, comment, signed_in_id=visitor.id, at=clock.now())
    except NotFound:
        return _page(token)
    except (Conflict, Invalid) as refusal:
        return _page(token, refusal, comment=comment, rating=rating)
    return _after(token)


@bp.get("/feedback")
@guards.permitted(Permission.WORK_TICKETS)
def mine() -> str:
    """What people have said of the reader's own work."""
    return render_template("feedback/mine.html", said=said_of(reader()))


def _after(token: str) -> Response:
    """Back to the thread of an accepted answer, which is asked about in passing; else the link's own page."""
    row = asked_by_link(token)
    if row.question_id is None:
        return redirect(f"/worked/{token}", 303)
    flash(_("Thank you. The question is open again.") if row.verdict == Verdict.NOT_YET else _("Thank you!"), "good")
    return redirect(f"/questions/{row.question_id}/{row.slug}", 303)


def _page(token: str, refusal: Conflict | Invalid | None = None, **typed: object) -> str | tuple[str, int]:
    try:
        row = asked_by_link(token)
    except NotFound:
        return render_template("feedback/no_link.html"), 404
    expired = has_expired(facts_of(row), at=clock.now())
    page = render_template(
        "feedback/worked.html", f=row, token=token, expired=expired, wrong=sentence(refusal) if refusal else "",
        typed=typed, ratings=RATINGS, most=LONGEST_COMMENT, leans=request.args.get("say", ""),
    )  # fmt: skip
    if refusal is not None:
        return page, refusal.status
    return (page, 410) if expired and row.verdict is None else page

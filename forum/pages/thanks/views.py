"""A word of thanks to who answered, those one got, and the month's page of who helped."""

from datetime import UTC, datetime

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions import find_answer
from forum.kernel import clock
from forum.kernel.errors import NotFound, Refusal
from forum.kernel.text.clean import clean_text
from forum.kernel.words import LOCALES
from forum.votes.settings import HELPERS_PAGE
from forum.votes.thanks import (
    answer_to_thank,
    helpers_between,
    is_listed_helper,
    join_helpers,
    leave_helpers,
    notes_to,
    thank,
)
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _, language, zone

bp = Blueprint("thanks", __name__)


@bp.get("/answers/<id:answer_id>/thanks")
@guards.permitted(Permission.VOTE)
def new(answer_id: int) -> str:
    """A small form."""
    return _page(answer_id)


@bp.post("/answers/<id:answer_id>/thanks")
@guards.permitted(Permission.VOTE)
def post(answer_id: int) -> Response:
    """The author of the answer is told."""
    words = clean_text(request.form.get("words", ""))

    def act(by: Actor) -> str:
        question, answer = find_answer(answer_id, by=by)
        thank(question, answer, words, by=by, at=clock.now())
        return f"/answers/{answer_id}"

    def page(refusal: Refusal) -> str:
        return _page(answer_id, words, refusal)

    return done_or_given_back(lambda: once_sent(act), page, done=_("Your thanks are on their way."))


@bp.get("/thanks")
@guards.signed_in
def mine() -> str:
    """The notes of thanks that the reader got; nobody else sees them."""
    return render_template("thanks/mine.html", notes=notes_to(reader()))


@bp.get("/helpers")
@guards.signed_in
def helpers() -> str:
    """Who helped in a month, by name."""
    if not HELPERS_PAGE():
        raise NotFound
    begins = _month(request.args.get("month", ""))
    ends = _moved(begins, 1)
    facts = {
        "people": helpers_between(begins.astimezone(UTC), ends.astimezone(UTC), reader()),
        "month": format_date(begins, "LLLL yyyy", locale=LOCALES[language()]),
        "earlier": _moved(begins, -1).strftime("%Y-%m"),
        "later": ends.strftime("%Y-%m") if ends <= clock.now() else "",
    }
    return render_template("thanks/helpers.html", is_listed=is_listed_helper(reader()), **facts)


@bp.post("/helpers/absence")
@guards.signed_in
def leave() -> Response:
    """The page does not name the reader."""
    with committing() as by:
        leave_helpers(by=by)
    flash(_("You are not named there any more, in no month."), "good")
    return redirect("/settings/privacy", 303)


@bp.post("/helpers/absence/undo")
@guards.signed_in
def come_back() -> Response:
    """The page may name the reader again."""
    with committing() as by:
        join_helpers(by=by)
    flash(_("You can be named there again."), "good")
    return redirect("/settings/privacy", 303)


def _page(answer_id: int, words: str = "", refusal: Refusal | None = None) -> str:
    shown: Row[tuple[object]] | None = answer_to_thank(answer_id, reader())
    if shown is None:
        raise NotFound
    wrong = wrong_of(refusal) if refusal else {}
    return render_template("thanks/new.html", a=shown, words=words, wrong=wrong)


def _month(text: str) -> datetime:
    """The beginning of the month in the reader's zone: the named one, else this one."""
    now = clock.now().astimezone(zone())
    year, _sep, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year[:5]) <= now.year and 1 <= int(month[:3]) <= 12:
        now = now.replace(day=1, month=int(month[:3]), year=int(year[:5]))
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _moved(begins: datetime, months: int) -> datetime:
    number = begins.year * 12 + begins.month - 1 + months
    return begins.replace(year=number // 12, month=number % 12 + 1)

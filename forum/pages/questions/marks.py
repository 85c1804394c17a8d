"""One click each: votes, "affects me too", following, keeping, claiming, accepting, having read.

htmx gets the changed part; a browser without it is led back to the place on the page.
"""

from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.queries import main_device_of
from forum.accounts.roles import Permission
from forum.answers.actions import accept_answer, claim_question, find_answer, release_claim, withdraw_acceptance
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.text.clean import clean_line
from forum.notifications.actions import mark_thread_read
from forum.pages.questions.blueprint import bp
from forum.pages.questions.places import place_in
from forum.pages.questions.show import head_facts
from forum.pages.questions.thread import question_shown
from forum.questions import actions as questions
from forum.questions.actions import find_question
from forum.votes.actions import cast_vote, withdraw_vote
from forum.votes.queries import votes_on_answer
from forum.votes.rules import VoteValue, vote_value
from forum.web import guards
from forum.web.committing import committing
from forum.web.fragments import safe_next, wants_part
from forum.web.session import reader
from forum.web.words import _

Answered = str | Response


@bp.post("/questions/<id:question_id>/vote")
@guards.signed_in
def vote_question(question_id: int) -> Answered:
    """The question is helpful to the reader."""
    with committing() as by:
        cast_vote(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_voted_question.html", question_id, "helpful")


@bp.post("/questions/<id:question_id>/vote/undo")
@guards.signed_in
def unvote_question(question_id: int) -> Answered:
    """The reader's vote on the question is gone."""
    with committing() as by:
        withdraw_vote(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_voted_question.html", question_id, "helpful")


@bp.post("/answers/<id:answer_id>/vote")
@guards.signed_in
def vote_answer(answer_id: int) -> Answered:
    """The answer helped the reader (value 1), or did not work for him (value -1)."""
    value = _value()
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        cast_vote(question, on=answer, value=value, by=by, at=clock.now())
    return _voted(answer_id)


@bp.post("/answers/<id:answer_id>/vote/undo")
@guards.signed_in
def unvote_answer(answer_id: int) -> Answered:
    """The reader's vote on the answer is gone."""
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        withdraw_vote(question, on=answer, by=by, at=clock.now())
    return _voted(answer_id)


@bp.post("/questions/<id:question_id>/affected")
@guards.signed_in
def join(question_id: int) -> Answered:
    """The reader has this too, on his main device unless he names another."""
    with committing() as by:
        device = clean_line(request.form.get("device", "")) or main_device_of(by.id)
        questions.join_affected(find_question(question_id, by=by), device=device, by=by, at=clock.now())
    return _part("questions/_affected.html", question_id, "affected")


@bp.post("/questions/<id:question_id>/affected/undo")
@guards.signed_in
def leave(question_id: int) -> Answered:
    """The reader is not affected any more."""
    with committing() as by:
        questions.leave_affected(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_affected.html", question_id, "affected")


@bp.post("/questions/<id:question_id>/follow")
@guards.signed_in
def follow(question_id: int) -> Answered:
    """The reader hears of what happens in the thread."""
    with committing() as by:
        questions.follow(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_follow.html", question_id, "follow")


@bp.post("/questions/<id:question_id>/follow/undo")
@guards.signed_in
def unfollow(question_id: int) -> Answered:
    """The reader no longer follows the thread."""
    with committing() as by:
        questions.unfollow(find_question(question_id, by=by), by=by)
    return _part("questions/_follow.html", question_id, "follow")


@bp.post("/questions/<id:question_id>/mute")
@guards.signed_in
def mute(question_id: int) -> Answered:
    """The reader hears nothing of the thread, whatever he does in it."""
    with committing() as by:
        questions.mute(find_question(question_id, by=by), by=by, at=clock.now())
    if "next" in request.form:
        flash(_("You hear nothing more of this thread. To hear of it again, follow it."), "good")
        return redirect(safe_next(request.form["next"]), 303)
    return _part("questions/_follow.html", question_id, "follow")


@bp.post("/questions/<id:question_id>/bookmark")
@guards.signed_in
def bookmark(question_id: int) -> Answered:
    """The question is kept for later."""
    with committing() as by:
        questions.bookmark(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_follow.html", question_id, "follow")


@bp.post("/questions/<id:question_id>/bookmark/undo")
@guards.signed_in
def unbookmark(question_id: int) -> Answered:
    """The question is no longer kept."""
    with committing() as by:
        questions.remove_bookmark(find_question(question_id, by=by), by=by)
    return _part("questions/_follow.html", question_id, "follow")


@bp.post("/questions/<id:question_id>/claim")
@guards.permitted(Permission.CLAIM)
def claim(question_id: int) -> Answered:
    """Everybody sees for twenty minutes that the reader is on it."""
    with committing() as by:
        claim_question(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_banners.html", question_id)


@bp.post("/questions/<id:question_id>/claim/undo")
@guards.permitted(Permission.CLAIM)
def unclaim(question_id: int) -> Answered:
    """The reader is no longer on it."""
    with committing() as by:
        release_claim(find_question(question_id, by=by), by=by, at=clock.now())
    return _part("questions/_banners.html", question_id)


@bp.post("/answers/<id:answer_id>/acceptance")
@guards.signed_in
def accept(answer_id: int) -> Response:
    """The answer is the accepted one."""
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        accept_answer(question, answer, by=by, at=clock.now())
    return redirect(place_in(question, f"answer-{answer_id}"), 303)


@bp.post("/answers/<id:answer_id>/acceptance/undo")
@guards.signed_in
def unaccept(answer_id: int) -> Response:
    """The answer is one among others again."""
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        withdraw_acceptance(question, answer, by=by, at=clock.now())
    return redirect(place_in(question, f"answer-{answer_id}"), 303)


@bp.post("/questions/<id:question_id>/view")
@guards.signed_in
def viewed(question_id: int) -> tuple[str, int]:
    """The reading is counted, once a person and day, and what the person was told of the thread is read."""
    with committing() as by:
        questions.count_view(find_question(question_id, by=by), by=by, at=clock.now())
        mark_thread_read(question_id, by=by, at=clock.now())
    return "", 204


def _value() -> VoteValue:
    number = request.form.get("value", "1")
    return vote_value(int(number) if number in ("1", "-1") else 0)


def _voted(answer_id: int) -> Answered:
    found = votes_on_answer(answer_id, reader())
    if wants_part():
        return render_template("questions/_voted_answer.html", a=found)
    return redirect(place_in(_shown(found.question_id), f"answer-{answer_id}"), 303)


def _part(template: str, question_id: int, place: str = "") -> Answered:
    shown = _shown(question_id)
    if wants_part():
        return render_template(template, **head_facts(shown, reader()))
    return redirect(place_in(shown, place), 303)


def _shown(question_id: int) -> Row[Any]:
    shown = question_shown(question_id, reader(), at=clock.now())
    if shown is None:
        raise NotFound
    return shown

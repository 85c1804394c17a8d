"""Merging two threads, splitting answers off, removing spam; each with the way back."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.administration import person_with_handle
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound, Refusal
from forum.kernel.text.clean import clean_line
from forum.kernel.words import N_
from forum.moderation.merging.merge import merge_threads, undo_merge
from forum.moderation.merging.queries import answers_to_split, have_merged_tickets, open_tickets_of_both
from forum.moderation.merging.spam import bring_spam_back, remove_spam_of
from forum.moderation.merging.split import split_answers
from forum.moderation.merging.unsplit import undo_split
from forum.pages.moderation.blueprint import bp
from forum.pages.questions.forms import number_of
from forum.pages.search.choosing import threads_to_choose, words_typed
from forum.questions.queries.posts import words_of
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.typed import done_or_given_back, given_back, wrong_of
from forum.web.words import _, sentence


@bp.get("/questions/<id:question_id>/merge")
@guards.permitted(Permission.MERGE_THREADS)
def ask_merge(question_id: int) -> str:
    """Says what merging means, and asks into which thread."""
    return _merge_page(question_id, into=request.args.get("into", ""))


@bp.post("/questions/<id:question_id>/merge")
@guards.permitted(Permission.MERGE_THREADS)
def merge(question_id: int) -> Response:
    """The thread has become a part of the other."""
    typed = clean_line(request.form.get("into") or request.form.get("chosen", ""))

    def act(by: Actor) -> str:
        into_id = number_of(typed)
        if not into_id:
            raise Invalid("Write the number of the other question, or its address.", field="into")
        if "tickets" not in request.form:
            _check_tickets_may_stay(question_id, into_id, by)
        merge_threads(question_id, into_id, by=by, at=clock.now())
        return f"/questions/{into_id}"

    try:
        address = once_sent(act)
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            words_of(question_id, reader())  # the thread itself: 404; else it is the other one
            refusal = Invalid("There is no such question.", field="into")
        return given_back(_merge_page(question_id, into=typed, refusal=refusal), refusal)
    flash(_("The threads are one now. You can undo it for a day."), "good")
    return redirect(address, 303)


@bp.post("/merges/<id:merge_id>/undo")
@guards.permitted(Permission.MERGE_THREADS)
def undo(merge_id: int) -> Response:
    """The two threads stand apart again."""
    with committing() as by:
        done = undo_merge(merge_id, by=by, at=clock.now())
        stay_one = have_merged_tickets(done.question_id, done.into_id)
    told = _("The threads stand apart again. Tickets that were merged with them stay merged.")
    flash(told if stay_one else _("The threads stand apart again."), "good")
    return redirect(f"/questions/{done.question_id}", 303)


@bp.get("/questions/<id:question_id>/split")
@guards.permitted(Permission.MERGE_THREADS)
def ask_split(question_id: int) -> str:
    """Asks which answers belong to another matter, and what it is called."""
    return _split_page(question_id)


@bp.post("/questions/<id:question_id>/split")
@guards.permitted(Permission.MERGE_THREADS)
def split(question_id: int) -> Response:
    """The answers are a thread of their own."""
    title = clean_line(request.form.get("title", ""))
    chosen = [number for each in request.form.getlist("answers") if (number := number_in(each)) is not None]

    def act(by: Actor) -> str:
        return f"/questions/{split_answers(question_id, chosen, title, by=by, at=clock.now()).id}"

    return done_or_given_back(
        lambda: once_sent(act),
        lambda refusal: _split_page(question_id, title=title, chosen=chosen, wrong=wrong_of(refusal)),
        done=_("They are a thread of their own now. Whoever wrote in it is told. It can be undone where they stood."),
    )


@bp.post("/answers/<id:answer_id>/split/undo")
@guards.permitted(Permission.MERGE_THREADS)
def unsplit(answer_id: int) -> Response:
    """What was split off stands where it stood again."""
    with committing() as by:
        undo_split(answer_id, by=by, at=clock.now())
    flash(_("The answers stand here again, with what was written there since."), "good")
    return redirect(f"/answers/{answer_id}", 303)


@bp.post("/moderation/people/<handle>/spam")
@guards.permitted(Permission.HIDE_POST)
def spam(handle: str) -> Response:
    """What the person posted in the last 30 days is hidden."""
    with committing() as by:
        remove_spam_of(person_with_handle(handle), by=by, at=clock.now())
    flash(_("All of it is hidden. It can be brought back for 30 days."), "good")
    return redirect(f"/moderation/people/{handle}", 303)


@bp.post("/spam/<id:removal_id>/undo")
@guards.permitted(Permission.HIDE_POST)
def spam_back(removal_id: int) -> Response:
    """What that act hid can be read again."""
    with committing() as by:
        bring_spam_back(removal_id, by=by, at=clock.now())
    flash(_("It can be read again."), "good")
    return redirect("/moderation", 303)


def _merge_page(question_id: int, *, into: str, refusal: Refusal | None = None) -> str:
    """The form; with the offer to merge both threads' tickets, where that was what stopped it or was chosen before."""
    wrong = {} if refusal is None else {getattr(refusal, "field", "") or "into": sentence(refusal)}
    question, typed = words_of(question_id, reader()), words_typed()
    found = [row for row in threads_to_choose(typed, question.title) if row.id != question_id]
    facts = {"wrong": wrong, "offers": "tickets" in wrong or "tickets" in request.form}
    chosen = {"typed": typed, "found": found, "ticked": {into}, "into": into}
    return render_template("moderation/merge.html", q=question, **chosen, **facts)


def _check_tickets_may_stay(question_id: int, into_id: int, by: Actor) -> None:
    """Invalid, with the offer to merge them, where both threads have an open ticket that the person works on."""
    labels = open_tickets_of_both(question_id, into_id, by)
    if labels:
        offer = N_(
            "Both threads have an open ticket, and a thread has only one: %(label)s would go on in %(into)s. Undoing "
            "the merge of the threads does not part the tickets."
        )
        raise Invalid(offer, field="tickets", label=labels[0], into=labels[1])


def _split_page(question_id: int, *, title: str = "", chosen: Any = (), wrong: Any = None) -> str:
    question = words_of(question_id, reader())
    answers = answers_to_split(question_id, reader())
    return render_template(
        "moderation/split.html", q=question, answers=answers, title=title, chosen=chosen, wrong=wrong or {}
    )

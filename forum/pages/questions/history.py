"""How a post came to say what it says: its revisions, what each changed, and the way back to one."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.answers.actions import find_answer, restore_answer_revision
from forum.answers.queries import answer_revision, answer_revisions, answer_words
from forum.kernel import clock
from forum.kernel.text.difference import difference
from forum.pages.questions.blueprint import bp
from forum.pages.questions.editing import markdown_of, may_edit
from forum.pages.questions.places import place_in
from forum.questions.actions import find_question, restore_revision
from forum.questions.actions import words_of as rendered
from forum.questions.queries.posts import revision, revisions, words_of
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.session import reader


@bp.get("/questions/<id:question_id>/revisions")
@guards.readers
def question_history(question_id: int) -> str:
    """Every revision of the question, newest first."""
    post = words_of(question_id, reader())
    return render_template("questions/history.html", post=post, kind="questions", revisions=revisions(question_id))


@bp.get("/answers/<id:answer_id>/revisions")
@guards.readers
def answer_history(answer_id: int) -> str:
    """Every revision of the answer, newest first."""
    post = answer_words(answer_id, reader())
    return render_template("questions/history.html", post=post, kind="answers", revisions=answer_revisions(answer_id))


@bp.get("/questions/<id:question_id>/revisions/<id:number>")
@guards.readers
def question_change(question_id: int, number: int) -> str:
    """What this revision of the question changed."""
    post, new = words_of(question_id, reader()), revision(question_id, number)
    old = revision(question_id, number - 1) if number > 1 else None
    return _change("questions", post, old, new)


@bp.get("/answers/<id:answer_id>/revisions/<id:number>")
@guards.readers
def answer_change(answer_id: int, number: int) -> str:
    """What this revision of the answer changed."""
    post, new = answer_words(answer_id, reader()), answer_revision(answer_id, number)
    old = answer_revision(answer_id, number - 1) if number > 1 else None
    return _change("answers", post, old, new)


@bp.post("/questions/<id:question_id>/revisions/<id:number>/restore")
@guards.signed_in
def restore_question(question_id: int, number: int) -> Response:
    """The question says again what it said then."""
    words_of(question_id, reader())
    old = revision(question_id, number)
    words = rendered(old.source, old.source_format)
    with committing() as by:
        question = find_question(question_id, by=by)
        restore_revision(question, number, words, revision=_seen(), by=by, at=clock.now())
    return redirect(place_in(question), 303)


@bp.post("/answers/<id:answer_id>/revisions/<id:number>/restore")
@guards.signed_in
def restore_answer(answer_id: int, number: int) -> Response:
    """The answer says again what it said then."""
    answer_words(answer_id, reader())
    old = answer_revision(answer_id, number)
    words = rendered(old.source, old.source_format)
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        restore_answer_revision(question, answer, number, words, revision=_seen(), by=by, at=clock.now())
    return redirect(place_in(question, f"answer-{answer_id}"), 303)


def _change(kind: str, post: Any, old: Any, new: Any) -> str:
    changes = difference(markdown_of(old) if old else "", markdown_of(new))
    facts = {"kind": kind, "post": post, "old": old, "new": new, "changes": changes}
    may_restore = _words_of(kind, new) != _words_of(kind, post) and may_edit(post)
    return render_template("questions/change.html", **facts, may_restore=may_restore)


def _words_of(kind: str, said: Any) -> tuple[str, ...]:
    """What a post or a revision of it says. An answer has the title and tags of its question, which its revisions do
    not keep."""
    return (markdown_of(said), said.title, said.tags) if kind == "questions" else (markdown_of(said),)


def _seen() -> int:
    return number_in(request.form.get("revision", "")) or 0

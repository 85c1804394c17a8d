"""Taking posts out of sight, and back. What was removed stays for its author and staff."""

from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.answers import actions as answers
from forum.answers.actions import find_answer, find_comment
from forum.answers.queries import answer_words
from forum.answers.rules import check_may_delete_answer
from forum.kernel import clock
from forum.kernel.words import N_
from forum.pages.questions.blueprint import bp
from forum.pages.questions.reasons import Act, ask_why, reason, to_thread
from forum.questions import actions as questions
from forum.questions.actions import find_question
from forum.questions.queries.posts import words_of
from forum.questions.rules import check_may_delete
from forum.web import guards
from forum.web.committing import committing
from forum.web.session import reader

_REMOVE = Act(
    N_("Delete the question"),
    N_("Only its author and staff will still see it. It can be brought back."),
    N_("Delete"),
    "removal",
)
_HIDE = Act(
    N_("Hide the question"),
    N_("Its words disappear for everybody but its author and staff. It can be brought back."),
    N_("Hide"),
    "hiding",
)
_REMOVE_ANSWER = Act(
    N_("Delete the answer"),
    N_("Only its author and staff will still see it. It can be brought back."),
    N_("Delete"),
    "removal",
)


@bp.get("/questions/<id:question_id>/remove")
@guards.signed_in
def ask_remove(question_id: int) -> str:
    """Says what deleting means, and asks why."""
    me, question = reader(), words_of(question_id, reader())
    check_may_delete(
        is_author=me.id in (question.author_id, question.on_behalf_id),
        may_delete_any=me.may(Permission.DELETE_POST),
        has_answers=question.answer_count > 0,
    )
    return ask_why(_REMOVE, "questions", question)


@bp.post("/questions/<id:question_id>/removal")
@guards.signed_in
def remove(question_id: int) -> Response:
    """The question is deleted; its address still works for its author and staff."""
    why = reason()
    with committing() as by:
        question = find_question(question_id, by=by)
        questions.remove_question(question, reason=why, by=by, at=clock.now())
    return to_thread(question)


@bp.post("/questions/<id:question_id>/removal/undo")
@guards.signed_in
def bring_back(question_id: int) -> Response:
    """The question can be read again."""
    with committing() as by:
        question = find_question(question_id, by=by)
        questions.undelete_question(question, by=by, at=clock.now())
    return to_thread(question)


@bp.get("/questions/<id:question_id>/hide")
@guards.permitted(Permission.HIDE_POST)
def ask_hide(question_id: int) -> str:
    """Says what hiding means, and asks why."""
    return ask_why(_HIDE, "questions", words_of(question_id, reader()))


@bp.post("/questions/<id:question_id>/hiding")
@guards.permitted(Permission.HIDE_POST)
def hide(question_id: int) -> Response:
    """The question's words are hidden."""
    why = reason()
    with committing() as by:
        question = find_question(question_id, by=by)
        questions.hide_question(question, reason=why, by=by, at=clock.now())
    return to_thread(question)


@bp.get("/answers/<id:answer_id>/remove")
@guards.signed_in
def ask_remove_answer(answer_id: int) -> str:
    """Says what deleting means, and asks why."""
    me, answer = reader(), answer_words(answer_id, reader())
    author_id = answer.on_behalf_id if answer.author_id is None else answer.author_id
    check_may_delete_answer(
        is_author=me.id == author_id, may_delete_any=me.may(Permission.DELETE_POST), is_accepted=answer.is_accepted
    )
    return ask_why(_REMOVE_ANSWER, "answers", answer)


@bp.post("/answers/<id:answer_id>/removal")
@guards.signed_in
def remove_answer(answer_id: int) -> Response:
    """The answer is deleted; its author and staff still see it."""
    why = reason()
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        answers.remove_answer(question, answer, reason=why, by=by, at=clock.now())
    return to_thread(question, f"answer-{answer_id}")


@bp.post("/answers/<id:answer_id>/hiding")
@guards.permitted(Permission.HIDE_POST)
def hide_answer(answer_id: int) -> Response:
    """The answer's words are hidden."""
    why = reason()
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        answers.hide_answer(question, answer, reason=why, by=by, at=clock.now())
    return to_thread(question, f"answer-{answer_id}")


@bp.post("/answers/<id:answer_id>/removal/undo")
@guards.signed_in
def bring_back_answer(answer_id: int) -> Response:
    """The answer can be read again."""
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        answers.undelete_answer(question, answer, by=by, at=clock.now())
    return to_thread(question, f"answer-{answer_id}")


@bp.post("/comments/<id:comment_id>/removal")
@guards.signed_in
def remove_comment(comment_id: int) -> Response:
    """The comment is deleted; its author and staff still see it."""
    with committing() as by:
        question, comment = find_comment(comment_id, by=by)
        answers.remove_comment(question, comment, by=by, at=clock.now())
    return to_thread(question, f"comment-{comment_id}")


@bp.post("/comments/<id:comment_id>/removal/undo")
@guards.signed_in
def bring_back_comment(comment_id: int) -> Response:
    """The comment can be read again."""
    with committing() as by:
        question, comment = find_comment(comment_id, by=by)
        answers.undelete_comment(question, comment, by=by, at=clock.now())
    return to_thread(question, f"comment-{comment_id}")

"""The answer or comment that an action is about, with its question, locked in this order."""

from sqlalchemy import bindparam, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Comment
from forum.answers.visibility import comment_visible_to, unrestricted, visible_to
from forum.kernel.db import BigId, session
from forum.kernel.errors import NotFound
from forum.questions.actions import asker_id, find_question
from forum.questions.models import Question
from forum.questions.visibility import reader_params

_POST_ID = bindparam("post_id", type_=BigId)
_THREAD_OF_ANSWER = select(Answer.question_id).where(unrestricted(), Answer.id == _POST_ID)
_THREAD_OF_COMMENT = select(Comment.thread_id).where(unrestricted(), Comment.id == _POST_ID)
_ANSWER = (
    select(Answer)
    .join(Question, Question.id == Answer.question_id)
    .where(visible_to(), Answer.id == _POST_ID)
    .with_for_update(of=Answer)
    .execution_options(populate_existing=True)
)
_COMMENT = (
    select(Comment)
    .join(Question, Question.id == Comment.thread_id)
    .where(comment_visible_to(), Comment.id == _POST_ID)
    .with_for_update(of=Comment)
    .execution_options(populate_existing=True)
)


def find_answer(answer_id: int, *, by: Actor) -> tuple[Question, Answer]:
    """The question and its answer, both locked; NotFound if this person may not see one of them."""
    question = find_question(session.scalar(_THREAD_OF_ANSWER, {"post_id": answer_id}) or 0, by=by)
    answer = session.scalars(_ANSWER, {**reader_params(by), "post_id": answer_id}).first()
    if answer is None:
        raise NotFound
    return question, answer


def find_comment(comment_id: int, *, by: Actor) -> tuple[Question, Comment]:
    """The thread's question and the comment, both locked; NotFound if this person may not see one of them."""
    question = find_question(session.scalar(_THREAD_OF_COMMENT, {"post_id": comment_id}) or 0, by=by)
    comment = session.scalars(_COMMENT, {**reader_params(by), "post_id": comment_id}).first()
    if comment is None:
        raise NotFound
    return question, comment


def writer_id(post: Answer | Comment, question: Question) -> int | None:
    """Who wrote the post: what an anonymous asker writes in his own thread carries no name either. None for what was
    imported without one."""
    if post.author_id is not None or post.imported_from is not None:
        return post.author_id
    return asker_id(question)


def is_author(post: Answer | Comment, question: Question, by: Actor) -> bool:
    """Whether this person wrote the post."""
    return by.is_authenticated and writer_id(post, question) == by.id

"""All that a spammer wrote goes in one act, and comes back in one."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission, Role, roles_of
from forum.answers.actions import (
    find_answer,
    find_comment,
    hide_answer,
    hide_comment,
    undelete_answer,
    undelete_comment,
)
from forum.answers.models import Answer, Comment
from forum.answers.visibility import comment_visible_to
from forum.answers.visibility import visible_to as answer_visible_to
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed, NotFound
from forum.ledger.actions import MODERATION, record
from forum.moderation.models import SpamRemoval
from forum.moderation.whole import whole_act
from forum.people.models import Person
from forum.questions.actions import find_question, hide_question, undelete_question
from forum.questions.models import Question, Visibility
from forum.questions.visibility import listed_to, reader_params

REACHES_BACK = timedelta(days=30)
MOST_POSTS = 300  # one transaction holds them all
_UNDO_FOR = timedelta(days=30)
_COMMENTS = select(Comment.id).join(Question, Question.id == Comment.thread_id).where(comment_visible_to())
_ANSWERS = select(Answer.id).join(Question, Question.id == Answer.question_id).where(answer_visible_to())
_QUESTIONS = select(Question.id).where(listed_to())


@whole_act
def remove_spam_of(person: Person, *, by: Actor, at: datetime) -> SpamRemoval:
    """Everything public that the person wrote in the last 30 days where this moderator reads is hidden; nothing of
    colleagues who are staff.

    Publishes the events of each removal. Conflict if there is nothing.
    """
    by.check_may(Permission.HIDE_POST)
    if roles_of(person.roles) - {Role.EMPLOYEE}:
        raise NotAllowed("This is a colleague with a role here. Decide about each post by itself.")
    since = at - REACHES_BACK
    posts = {
        "comments": _ids(_COMMENTS, Comment, person.id, since, by),
        "answers": _ids(_ANSWERS, Answer, person.id, since, by),
        "questions": _ids(_QUESTIONS, Question, person.id, since, by),
    }
    if not any(posts.values()):
        raise Conflict("There is nothing public of the last 30 days.")
    for question_id in posts["questions"]:
        hide_question(find_question(question_id, by=by), reason="spam", by=by, at=at)
    for answer_id in posts["answers"]:
        hide_answer(*find_answer(answer_id, by=by), reason="spam", by=by, at=at)
    for comment_id in posts["comments"]:
        hide_comment(*find_comment(comment_id, by=by), reason="spam", by=by, at=at)
    done = SpamRemoval(person_id=person.id, by_id=by.id, at=at, posts=posts)
    session.add(done)
    session.flush()
    count = [f"{kind} {each}" for kind, ids in posts.items() for each in ids]
    record(MODERATION, "spam removed", {"person": person.id, "posts": count}, by=by, at=at)
    return done


@whole_act
def bring_spam_back(removal_id: int, *, by: Actor, at: datetime) -> SpamRemoval:
    """What that act hid can be read again, but for what was decided about otherwise since.

    Conflict if it is back, or some of it stands where this moderator does not read.
    """
    by.check_may(Permission.HIDE_POST)
    done = session.get(SpamRemoval, removal_id, with_for_update=True)
    if done is None:
        raise NotFound
    if done.undone_at is not None or at - done.at > _UNDO_FOR:
        raise Conflict("This has been undone already, or it is older than 30 days.")
    try:
        _bring_back(done.posts, by=by, at=at)
    except NotFound:
        raise Conflict("Some of it stands where you do not read. Ask a moderator who does.") from None
    done.undone_at, done.undone_by_id = at, by.id
    record(MODERATION, "spam brought back", {"person": done.person_id}, by=by, at=at)
    return done


def _bring_back(posts: dict[str, list[int]], *, by: Actor, at: datetime) -> None:
    for question_id in posts["questions"]:
        question = find_question(question_id, by=by)
        if question.visibility is Visibility.HIDDEN:
            undelete_question(question, by=by, at=at)
    for answer_id in posts["answers"]:
        thread, answer = find_answer(answer_id, by=by)
        if answer.visibility is Visibility.HIDDEN:
            undelete_answer(thread, answer, by=by, at=at)
    for comment_id in posts["comments"]:
        thread, comment = find_comment(comment_id, by=by)
        if comment.visibility is Visibility.HIDDEN:
            undelete_comment(thread, comment, by=by, at=at)


def _ids(
    seen: Select[int],
    table: type[Answer] | type[Comment] | type[Question],
    person_id: int,
    since: datetime,
    by: Actor,
) -> list[int]:
    """Newest first, as far as one act goes."""
    mine = table.author_id == person_id, table.created_at >= since, table.visibility == Visibility.PUBLIC
    wanted = seen.where(*mine).order_by(table.created_at.desc(), table.id.desc()).limit(MOST_POSTS)
    return list(session.scalars(wanted, dict(reader_params(by))))

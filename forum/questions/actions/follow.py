"""Following, muting, keeping for later, and having read."""

from datetime import datetime, timedelta

from sqlalchemy import Update, delete, select, update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.people.models import Person
from forum.questions.actions.find import is_asker
from forum.questions.models import Bookmark, Follow, Question, QuestionView

VIEWS_KEPT_FOR = timedelta(days=2)


def follow(question: Question, *, by: Actor, at: datetime) -> None:
    """The person hears of what happens in the thread, also if he had muted it."""
    if not insert_new(Follow, question_id=question.id, person_id=by.id, at=at):
        session.execute(_follow_of(question.id, by.id).values(muted_at=None))


def follow_by_concern(question_id: int, *, person_id: int, at: datetime) -> None:
    """Whoever asks or has the same problem follows the thread, unless he has muted it."""
    insert_new(Follow, question_id=question_id, person_id=person_id, at=at)


def follow_by_taking_part(question_id: int, *, person_id: int, at: datetime) -> None:
    """Whoever answers or comments follows the thread, unless he has muted it or does not wish it at all."""
    if session.scalar(select(Person.follows_threads).where(Person.id == person_id)):
        follow_by_concern(question_id, person_id=person_id, at=at)


def unfollow(question: Question, *, by: Actor) -> None:
    """The person no longer follows the thread; taking part again makes him follow again."""
    session.execute(delete(Follow).where(Follow.question_id == question.id, Follow.person_id == by.id))


def mute(question: Question, *, by: Actor, at: datetime) -> None:
    """The person hears nothing of the thread, whatever he does in it, until he follows it."""
    if not insert_new(Follow, question_id=question.id, person_id=by.id, at=at, muted_at=at):
        session.execute(_follow_of(question.id, by.id).values(muted_at=at))


def bookmark(question: Question, *, by: Actor, at: datetime) -> None:
    """The question stands among those the person keeps."""
    insert_new(Bookmark, question_id=question.id, person_id=by.id, at=at)


def remove_bookmark(question: Question, *, by: Actor) -> None:
    """The question no longer stands among those the person keeps."""
    session.execute(delete(Bookmark).where(Bookmark.question_id == question.id, Bookmark.person_id == by.id))


def count_view(question: Question, *, by: Actor, at: datetime) -> bool:
    """A colleague's reading, never the asker's own, is counted, once a person and UTC day; whether it was.

    The version stays: nobody waits for a view.
    """
    if not by.is_authenticated or is_asker(question, by):
        return False
    is_first = insert_new(QuestionView, question_id=question.id, person_id=by.id, day=at.date())
    if is_first:
        session.execute(update(Question).where(Question.id == question.id).values(view_count=Question.view_count + 1))
    return is_first


def sweep_views(*, at: datetime) -> int:
    """Marks of readings older than two days are gone; how many. The caller commits."""
    gone = session.execute(delete(QuestionView).where(QuestionView.day < (at - VIEWS_KEPT_FOR).date()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _follow_of(question_id: int, person_id: int) -> Update:
    return update(Follow).where(Follow.question_id == question_id, Follow.person_id == person_id)

"""What a moderator decides about a post, done by the actions of the post's own slice, which check again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.settings import COMPANY_LANGUAGE
from forum.answers.actions import edit_answer, edit_comment
from forum.answers.models import Answer, Comment
from forum.conduct.models import Step
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.words import N_, translated
from forum.moderation.merging.merge import merge_threads
from forum.moderation.merging.queries import open_tickets_of_both
from forum.moderation.models import Remedy, Verdict
from forum.moderation.posts import Post, hide, remove, thread_of
from forum.questions.actions import (
    QuestionChange,
    Words,
    edit_question,
    find_question,
    lock_question,
    mark_duplicate,
    move_question,
)
from forum.questions.models import Question
from forum.topics.actions import find_category

_LOCKED = N_("After flags on a post in it")
_EDITED = N_("After a flag")


@dataclass(frozen=True)
class NewWords:
    """What the post is to say: a question's title, empty for others, and the words, rendered before the transaction.

    `revision` is the one on which the form was opened.
    """

    title: str
    words: Words
    revision: int


@dataclass(frozen=True)
class Decision:
    """What the moderator's form says. `message` goes to the author, and is the reason of the step, if one is taken.

    `words` are for EDITED, `category_id` is for MOVED, `thread_id`, the other question, for DUPLICATE and MERGED.
    """

    verdict: Verdict
    remedy: Remedy
    message: str = ""
    step: Step | None = None
    words: NewWords | None = None
    category_id: int = 0
    thread_id: int = 0


def carry_out(decision: Decision, post: Post, *, by: Actor, at: datetime) -> None:
    """The post or its thread is as the decision's remedy says. Publishes what the action does. Invalid, with its
    field, for what that remedy needs and the decision does not say.
    """
    match decision.remedy:
        case Remedy.HIDDEN:
            hide(post, by=by, at=at)
        case Remedy.DELETED:
            remove(post, by=by, at=at)
        case Remedy.LOCKED:
            lock_question(thread_of(post), reason=translated(COMPANY_LANGUAGE(), _LOCKED), by=by, at=at)
        case Remedy.EDITED:
            _edit(post, decision.words, by=by, at=at)
        case Remedy.MOVED:
            with _named("category", N_("Choose one of the listed categories.")):
                category = find_category(decision.category_id, by=by)
            move_question(thread_of(post), category, by=by, at=at)
        case Remedy.DUPLICATE:
            mark_duplicate(thread_of(post), _other(decision, "original", by=by), by=by, at=at)
        case Remedy.MERGED:
            _merge(thread_of(post), _other(decision, "into", by=by), by=by, at=at)


def _edit(post: Post, new: NewWords | None, *, by: Actor, at: datetime) -> None:
    row = post.row
    assert isinstance(row, Question | Answer | Comment)
    before = row.revision
    if new is not None:
        _change(row, thread_of(post), new, by=by, at=at)
    if row.revision == before:
        raise Invalid("Change the words, or leave the post as it is.", field="source")


def _change(row: Question | Answer | Comment, thread: Question, new: NewWords, *, by: Actor, at: datetime) -> None:
    reason = translated(COMPANY_LANGUAGE(), _EDITED)
    match row:
        case Question():
            tags = tuple(row.tags.split())
            change = QuestionChange(new.title, new.words.source, new.words.html, tags, new.revision, reason)
            edit_question(row, change, by=by, at=at)
        case Answer():
            edit_answer(thread, row, new.words, revision=new.revision, reason=reason, by=by, at=at)
        case Comment():
            edit_comment(thread, row, new.words, revision=new.revision, by=by, at=at)


def _merge(thread: Question, into: Question, *, by: Actor, at: datetime) -> None:
    """Which of two open tickets goes on is asked where threads are merged, and not beside a flag."""
    if open_tickets_of_both(thread.id, into.id, by):
        raise Invalid(
            "Both threads have an open ticket. Merge them from the thread's own page, which asks about the tickets.",
            field="into",
        )
    merge_threads(thread.id, into.id, by=by, at=at)


def _other(decision: Decision, field: str, *, by: Actor) -> Question:
    with _named(field, N_("There is no question with this number or address.")):
        return find_question(decision.thread_id, by=by)


@contextmanager
def _named(field: str, sentence: str) -> Iterator[None]:
    """What does not exist for this person is a field that is filled wrongly."""
    try:
        yield
    except NotFound:
        raise Invalid(sentence, field=field) from None

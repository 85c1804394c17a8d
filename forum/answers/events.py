"""What has happened to answers, comments and claims: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AnswerPosted:
    """Somebody answered."""

    answer_id: int
    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AnswerEdited:
    """An answer has other words; `revision` is the new number."""

    answer_id: int
    question_id: int
    by_id: int
    at: datetime
    revision: int


@dataclass(frozen=True)
class AnswerRemoved:
    """An answer is deleted or hidden."""

    answer_id: int
    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AnswerRestored:
    """A removed answer can be read again."""

    answer_id: int
    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AnswerAccepted:
    """This answer solved the question."""

    question_id: int
    answer_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AcceptanceWithdrawn:
    """The answer no longer counts as the one that solved the question."""

    question_id: int
    answer_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CommentPosted:
    """Somebody commented on the question `thread_id` or one of its answers."""

    comment_id: int
    thread_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CommentEdited:
    """A comment has other words."""

    comment_id: int
    thread_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CommentRemoved:
    """A comment is deleted or hidden."""

    comment_id: int
    thread_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CommentRestored:
    """A removed comment can be read again."""

    comment_id: int
    thread_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class QuestionClaimed:
    """Somebody is on it."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ClaimReleased:
    """Nobody is on it any more; `person_id` was."""

    question_id: int
    person_id: int
    at: datetime

"""What has happened to votes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class VoteCast:
    """A person's vote on a question or an answer is `value` now; 0 when it was taken back."""

    person_id: int
    question_id: int | None
    answer_id: int | None
    value: int
    at: datetime


@dataclass(frozen=True)
class AnswerThanked:
    """Somebody has written a note of thanks for an answer."""

    note_id: int
    by_id: int
    at: datetime

"""What has happened to questions: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class QuestionAsked:
    """Somebody asked. `by_id` is the real person also where the question shows no name, `worded_by_id` who wrote it for
    him."""

    question_id: int
    by_id: int
    at: datetime
    worded_by_id: int | None = None


@dataclass(frozen=True)
class QuestionEdited:
    """Title, words or tags are others now; `revision` is the new number."""

    question_id: int
    by_id: int
    at: datetime
    revision: int


@dataclass(frozen=True)
class QuestionRemoved:
    """The question is deleted or hidden."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class QuestionRestored:
    """A removed question can be read again."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class QuestionMoved:
    """The question stands in another category, perhaps with other readers."""

    question_id: int
    to_category_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AffectedDeviceNamed:
    """Somebody who is affected says on which device; the row of `Affected` has it."""

    question_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True)
class QuestionLocked:
    """The question takes no more answers."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class QuestionUnlocked:
    """The question takes answers again."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class QuestionProtected:
    """Newcomers read the thread, and do not write in it."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ProtectionLifted:
    """Newcomers may write in the thread again."""

    question_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class MarkedDuplicate:
    """The question was asked before, as `original_id`; `fix_failed` if what helped there did not help here."""

    question_id: int
    original_id: int
    by_id: int
    at: datetime
    fix_failed: bool = False


@dataclass(frozen=True)
class DuplicateUndone:
    """The question is one of its own again."""

    question_id: int
    original_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AffectedJoined:
    """A colleague has the same problem."""

    question_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True)
class AffectedLeft:
    """A colleague does not have the problem any more, or never had."""

    question_id: int
    person_id: int
    at: datetime


@dataclass(frozen=True)
class ThreadChanged:
    """What search and lists show of the thread may have changed. Published beside whatever changed it."""

    question_id: int
    at: datetime

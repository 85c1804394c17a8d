"""What has happened to flags: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ItemOpened:
    """Somebody has flagged a post that no open item was about."""

    item_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class PostHeld:
    """The flags of an item have taken its post out of sight until a moderator has looked."""

    item_id: int
    at: datetime


@dataclass(frozen=True)
class PostReleased:
    """A post that has waited for a moderator since it was written is public for the first time.

    `kind` is a `moderation.models.Kind`, `author_id` the real person also where the post shows no name.
    """

    kind: str
    post_id: int
    thread_id: int
    author_id: int | None
    at: datetime


@dataclass(frozen=True)
class ItemDecided:
    """A moderator has decided an item."""

    item_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AnswersSplit:
    """Answers stand in a thread of their own now; the first of them, `asks_id`, is its question.

    `writer_ids` are those who wrote an answer or comment that went along, under their names.
    """

    question_id: int
    asks_id: int
    writer_ids: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ThreadsMerged:
    """A thread is a part of another now."""

    merge_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class MergeUndone:
    """The two threads stand apart again."""

    merge_id: int
    by_id: int
    at: datetime

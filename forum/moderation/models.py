"""What colleagues flagged. All open flags on one post are one item, which a moderator decides once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class Kind(StrEnum):
    """What can be flagged: a ticket stands for its requester's first words, a person for what he says of himself."""

    QUESTION = "question"
    ANSWER = "answer"
    COMMENT = "comment"
    REPLY = "reply"
    TICKET = "ticket"
    PERSON = "person"


IN_TICKETS = (Kind.REPLY, Kind.TICKET)  # for leads and administrators, not for moderators


class Reason(StrEnum):
    """Why something was flagged, the gravest first."""

    SECRET = "secret"
    ABUSIVE = "abusive"
    DANGEROUS = "dangerous"
    UNPROFESSIONAL = "unprofessional"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Verdict(StrEnum):
    """Whether the moderator saw it as the flaggers did."""

    AGREED = "agreed"
    DISAGREED = "disagreed"


class Remedy(StrEnum):
    """What the moderator did with the post, or with the thread that it stands in."""

    LEFT = "left"
    HIDDEN = "hidden"
    DELETED = "deleted"
    LOCKED = "locked"
    EDITED = "edited"
    MOVED = "moved"
    DUPLICATE = "duplicate"
    MERGED = "merged"


_ABOUT = "(CASE WHEN {0}_id IS NULL THEN 0 ELSE 1 END)"


def _one_open(column: str) -> Index:
    """At most one open item of a post, held by the database."""
    is_open = text(f"{column}_id IS NOT NULL AND decided_at IS NULL")
    name = f"uq_flag_item_open_{column}"
    return Index(name, f"{column}_id", unique=True, sqlite_where=is_open, postgresql_where=is_open)


class FlagItem(Model):
    """One post that was flagged, open until it is decided. `author_id` is who wrote it, also where no name is shown.

    `message` is what the author was told with the decision, in his language.
    """

    __tablename__ = "flag_item"
    __table_args__ = (
        CheckConstraint(f"{' + '.join(_ABOUT.format(kind) for kind in Kind)} = 1", name="one_post"),
        *(_one_open(kind) for kind in Kind),
        Index("ix_flag_item_queue", "decided_at", "gravity", "opened_at"),
        Index("ix_flag_item_author", "author_id", "decided_at"),
    )

    id: Mapped[int] = primary_key()
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_reply.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Reason] = mapped_column(choice(Reason, "reason"))  # the gravest of its flags
    gravity: Mapped[int]  # the place of the reason: 0 is the gravest
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # taken out of sight before anybody decided
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict, "verdict"))
    remedy: Mapped[Remedy | None] = mapped_column(choice(Remedy, "remedy"))
    message: Mapped[str] = mapped_column(Text, default="")
    consequence_id: Mapped[int | None] = mapped_column(ForeignKey("consequence.id"))
    was_alone: Mapped[bool] = mapped_column(Boolean, default=False)  # about himself, since nobody else could decide

    @property
    def kind(self) -> Kind:
        """What kind of post it is about."""
        return next(kind for kind in Kind if getattr(self, f"{kind}_id") is not None)

    @property
    def post_id(self) -> int:
        """The id of the post it is about."""
        return int(getattr(self, f"{self.kind}_id"))


class Flag(Model):
    """What one colleague said about the post."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("item_id", "by_id"),)

    id: Mapped[int] = primary_key()
    item_id: Mapped[int] = mapped_column(ForeignKey("flag_item.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[Reason] = mapped_column(choice(Reason, "reason"))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ThreadMerge(Model):
    """A thread that became a part of another. `moved` names by kind what went with it, for the way back, and under
    "split" the answer that its question is again, where a split was undone."""

    __tablename__ = "thread_merge"
    __table_args__ = (Index("ix_thread_merge_question", "question_id", "undone_at"),)

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AnswerSplit(Model):
    """The question that an answer has become, to which its address leads."""

    __tablename__ = "answer_split"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)


class SpamRemoval(Model):
    """All that somebody posted was hidden in one act. `posts` names it by kind."""

    __tablename__ = "spam_removal"

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    posts: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

"""Tickets. Replies and notes are two types and two tables: nothing takes one for the other."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class TicketState(StrEnum):
    """Where a ticket stands. Open means neither closed nor void."""

    NEW = "new"
    OPEN = "open"
    WAITING_REQUESTER = "waiting_requester"
    WAITING_THIRD = "waiting_third"
    RESOLVED = "resolved"
    CLOSED = "closed"
    VOID = "void"


class Priority(StrEnum):
    """How soon."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Level(StrEnum):
    """How much stands still (impact), and how soon it matters (urgency): the two sides of ITIL's matrix."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


PRIVATELY = "private"  # what a thread has in place of a confidential ticket's number
NEVER = datetime(9000, 1, 1, tzinfo=UTC)  # when a ticket is due that no clock runs for: it sorts behind all others
_IS_OPEN = "state NOT IN ('closed', 'void')"
_OF_QUESTION = f"question_id IS NOT NULL AND answer_id IS NULL AND comment_id IS NULL AND {_IS_OPEN}"
_OF_ANSWER = f"answer_id IS NOT NULL AND {_IS_OPEN}"
_COUNTED = ("team_id", "category_id", "state", "confidential", "merged_into_id")
_OF_COMMENT = f"comment_id IS NOT NULL AND {_IS_OPEN}"


def _one_open(name: str, column: str, condition: str) -> Index:
    """At most one open ticket of a post, held by the database."""
    return Index(name, column, unique=True, sqlite_where=text(condition), postgresql_where=text(condition))


def _of_the_few(name: str, column: str) -> Index:
    """Without the nulls that almost all tickets have here: SQLite takes an index full of nulls for useless."""
    some = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=some, postgresql_where=some)


def _of_open(name: str, *columns: str) -> Index:
    """Without the done ones, which are the most."""
    return Index(name, *columns, sqlite_where=text(_IS_OPEN), postgresql_where=text(_IS_OPEN))


class NumberSeries(Model):
    """The counter that ticket numbers come from: taken last, in the inserting transaction, so that none is skipped."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    last: Mapped[int]


class Ticket(Model):
    """A request with a number. `question_id` is the thread it came from, if any; `answer_id` or `comment_id` the post
    in it that is really a problem of its own. At most one open ticket of each, held by the partial unique indexes."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint("answer_id IS NULL OR comment_id IS NULL", name="one_post"),
        CheckConstraint("question_id IS NOT NULL OR (answer_id IS NULL AND comment_id IS NULL)", name="post_in_thread"),
        _one_open("uq_ticket_open_question", "question_id", _OF_QUESTION),
        _one_open("uq_ticket_open_answer", "answer_id", _OF_ANSWER),
        _one_open("uq_ticket_open_comment", "comment_id", _OF_COMMENT),
        _of_the_few("ix_ticket_answer", "answer_id"),
        _of_the_few("ix_ticket_comment", "comment_id"),
        Index("ix_ticket_queue", "state", "created_at", "id"),
        Index("ix_ticket_owner", "owner_id", "state", "id"),
        Index("ix_ticket_requester", "requester_id", "id"),
        Index("ix_ticket_team", "team_id", "state", "id"),
        Index("ix_ticket_question", "question_id", "id"),
        Index("ix_ticket_created", "created_at", "id"),
        # With all that reports ask of a ticket, so that they read no tickets for it.
        Index("ix_ticket_resolved", "resolved_at", "resolution_minutes", *_COUNTED),
        Index("ix_ticket_first_response", "first_response_at", "response_minutes", *_COUNTED),
        Index("ix_ticket_merged_into", "merged_into_id"),
        Index("ix_ticket_parent", "parent_id"),
        Index("ix_ticket_due", "due_at", "id"),
        # The queue's orders of the few that are open; the usual one with all that its counts ask of a ticket.
        _of_open("ix_ticket_desk", "due_at", "id", "state", "owner_id", "team_id", "confidential", "requester_id"),
        _of_open("ix_ticket_desk_created", "created_at", "id"),
        _of_open("ix_ticket_desk_changed", "changed_at", "id"),
        Index("ix_ticket_changed", "changed_at", "id"),
        Index("ix_ticket_warn", "warn_at", "id"),
        Index("ix_ticket_clocks", "state", "clocks_version"),
    )  # fmt: skip

    id: Mapped[int] = primary_key()
    label: Mapped[str] = mapped_column(String(24), unique=True)  # IT-000123
    state: Mapped[TicketState] = mapped_column(choice(TicketState, "state"), default=TicketState.NEW)
    priority: Mapped[Priority] = mapped_column(choice(Priority, "priority"), default=Priority.NORMAL)
    impact: Mapped[Level | None] = mapped_column(choice(Level, "impact"))  # null: the priority was chosen directly
    urgency: Mapped[Level | None] = mapped_column(choice(Level, "urgency"))
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(String(220), default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    requester_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))  # always one that is not merged itself
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))  # one outage's; a parent has no parent
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_response_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spoken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # IT's last word that the requester reads
    response_minutes: Mapped[int | None]  # business minutes, once known
    resolution_minutes: Mapped[int | None]
    response_target: Mapped[int | None]  # the business minutes that were aimed at when it became known
    resolution_target: Mapped[int | None]
    response_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    update_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=NEVER)  # the first of them and of the promise
    warn_at: Mapped[datetime] = mapped_column(UtcDateTime, default=NEVER)  # when somebody has to be told of one next
    clocks_version: Mapped[int] = mapped_column(default=0)  # of calendars and targets when they were set
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of the promise that people rely on
    public_step: Mapped[str] = mapped_column(String(200), default="")  # the last step the thread's banner shows
    opening_hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the requester's own first words
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_of_post(self) -> bool:
        """Whether it came from an answer or a comment, and so is another problem than its thread's."""
        return self.answer_id is not None or self.comment_id is not None

    @property
    def shown_as(self) -> str:
        """What lists say of it at its thread: its number, PRIVATELY for a confidential one, nothing for a void one."""
        if self.state == TicketState.VOID:
            return ""
        return PRIVATELY if self.confidential else self.label


class TicketReply(Model):
    """What was said in public: requester and watchers read it."""

    __tablename__ = "ticket_reply"

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the ticket's history says by whom


class TicketNote(Model):
    """What IT staff tell each other; never shown, mailed or indexed for anybody else."""

    __tablename__ = "ticket_note"

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TicketChange(Model):
    """One line of a ticket's history. `facts` hold what changed from what to what."""

    __tablename__ = "ticket_change"

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(24))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class TicketWatcher(Model):
    """A colleague who is affected too and hears when it is fixed, with the device he said it happens on."""

    __tablename__ = "ticket_watcher"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(String(200), default="")


class TicketFile(Model):
    """A file of the thread or a reply that the ticket refers to."""

    __tablename__ = "ticket_file"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)
    for_staff: Mapped[bool] = mapped_column(Boolean, default=False)  # attached to a note


class TicketMissing(Model):
    """Something the requester was asked for. Its label is kept as it was asked, since forms change."""

    __tablename__ = "ticket_missing"

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

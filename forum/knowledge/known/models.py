"""Known issues with their updates, threads, tickets and watchers; windows of maintenance."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class IssueState(StrEnum):
    """How far IT is with it."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    WORKAROUND = "workaround"
    FIXED = "fixed"
    WONT_FIX = "won't fix"


class Verdict(StrEnum):
    """What a watcher says of the fix."""

    NONE = ""
    WORKED = "worked"
    NOT_YET = "not yet"


class KnownIssue(Model):
    """Something that is broken for many. What every list and banner shows are columns; the timeline is its updates.

    `next_update_due_at` is a promise that there will be news by then; `owner_told_at` and `lead_told_at` say who has
    heard that it was missed. `number` is raised by each update: a dismissed line comes back with the next.
    """

    __tablename__ = "known_issue"
    __table_args__ = (
        Index("ix_known_issue_board", "closed_at", "since_at", "id"),
        Index("ix_known_issue_due", "closed_at", "next_update_due_at"),
    )

    id: Mapped[int] = primary_key()
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    service: Mapped[str] = mapped_column(String(80))  # what is affected: "Outlook", "Wi-Fi in Penang, floor 3"
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    workaround_source: Mapped[str] = mapped_column(Text, default="")
    workaround_html: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[IssueState] = mapped_column(choice(IssueState, "state"), default=IssueState.INVESTIGATING)
    is_major: Mapped[bool] = mapped_column(Boolean, default=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # fixed, or not to be fixed
    next_update_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lead_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    affected_count: Mapped[int] = mapped_column(default=0)
    number: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)


class IssueUpdate(Model):
    """One entry of the timeline: what was said, and how the issue stood afterwards."""

    __tablename__ = "issue_update"

    id: Mapped[int] = primary_key()
    issue_id: Mapped[int] = mapped_column(ForeignKey("known_issue.id"), index=True)
    state: Mapped[IssueState] = mapped_column(choice(IssueState, "state"))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IssueThread(Model):
    """A thread that is about a known issue: one issue a thread."""

    __tablename__ = "issue_thread"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("known_issue.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IssueTicket(Model):
    """A ticket that is about a known issue: one issue a ticket."""

    __tablename__ = "issue_ticket"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("known_issue.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IssueWatcher(Model):
    """Somebody who hears of updates: affected himself, on `device`, or only following. `verdict`: what he says of the
    fix."""

    __tablename__ = "issue_watcher"

    issue_id: Mapped[int] = mapped_column(ForeignKey("known_issue.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    is_affected: Mapped[bool] = mapped_column(Boolean, default=False)
    device: Mapped[str] = mapped_column(String(200), default="")
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"), default=Verdict.NONE)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Maintenance(Model):
    """Work that is told ahead: what will not be there, from when to when."""

    __tablename__ = "maintenance"
    __table_args__ = (Index("ix_maintenance_coming", "cancelled_at", "ends_at"),)

    id: Mapped[int] = primary_key()
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    title: Mapped[str] = mapped_column(String(200))
    service: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sequence: Mapped[int] = mapped_column(default=0)  # RFC 5545: raised by each change, so that calendars follow

"""The plain notice list: events waiting to be told, and what each person was told."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key
from forum.kernel.pending import Pending


class EventPending(Pending, Model):
    """One event; the worker expands it to the people who should hear of it."""

    __tablename__ = "event_pending"

    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Notice(Model):
    """One line in one person's inbox. `kind` names the sentence, `facts` fill it."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_inbox", "person_id", "at", "id"),
        Index("ix_notice_unread", "person_id", "read_at", "question_id"),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"))
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("known_issue.id"))
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail_outbox.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

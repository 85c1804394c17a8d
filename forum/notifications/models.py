"""The plain notice list: events waiting to be told, and what each person was told."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key
from forum.kernel.pending import Pending
from forum.notifications.matters import Way
from forum.notifications.rules import Rhythm

_ONE_THING = (
    " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in ("category_id", "tag_id", "watched_id"))
    + " = 1"
)
_IS_UNREAD = text("read_at IS NULL")


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
        *(
            Index(f"ix_notice_unread_{of}", f"{of}_id", postgresql_where=_IS_UNREAD, sqlite_where=_IS_UNREAD)
            for of in ("question", "ticket")
        ),
        Index(
            "ix_notice_leaving",
            "leaves_at",
            "person_id",
            postgresql_where=text("leaves_at IS NOT NULL"),
            sqlite_where=text("leaves_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"))
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("known_issue.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("flag_item.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))  # whose words the facts have
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_reply.id"))
    consequence_id: Mapped[int | None] = mapped_column(ForeignKey("consequence.id"))
    leaves_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by mail, which has not been written yet
    is_for_digest: Mapped[bool] = mapped_column(default=False)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail_outbox.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeChoice(Model):
    """The way in which a person has chosen to hear of a matter."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    matter: Mapped[str] = mapped_column(String(24), primary_key=True)
    way: Mapped[Way] = mapped_column(choice(Way, "way"))


class MailHabit(Model):
    """When a person wants mail, and the secret with which a mail can be stopped without signing in."""

    __tablename__ = "mail_habit"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, "rhythm"), default=Rhythm.DAILY)
    quiet_from: Mapped[int] = mapped_column(default=0)  # minutes of his day
    quiet_until: Mapped[int] = mapped_column(default=0)


class ReplyKey(Model):
    """A person's secret way to answer by mail in one thread or ticket; there as a note, where it was made of one."""

    __tablename__ = "reply_key"
    __table_args__ = (
        UniqueConstraint("person_id", "question_id"),
        UniqueConstraint("person_id", "ticket_id", "is_note"),
        CheckConstraint("(question_id IS NULL) <> (ticket_id IS NULL)", name="one_thing"),
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    is_note: Mapped[bool]


class VoteThanks(Model):
    """So many people found the answer helpful, and its author was told of it: once, even if votes come and go."""

    __tablename__ = "vote_thanks"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    votes: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Watch(Model):
    """Somebody hears of the new questions of a category or a tag, or of what one of IT staff answers."""

    __tablename__ = "watch"
    __table_args__ = (
        UniqueConstraint("person_id", "category_id"),
        UniqueConstraint("person_id", "tag_id"),
        UniqueConstraint("person_id", "watched_id"),
        CheckConstraint(_ONE_THING, name="one_thing"),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"), index=True)
    watched_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

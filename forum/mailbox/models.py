"""What came by mail, kept as it was sent and then worked on; the addresses it comes to; whose mail is held back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key
from forum.kernel.pending import Pending
from forum.mailbox.facts import Kind, Makes, Scope


class Source(StrEnum):
    """The way by which a message came."""

    PIPE = "pipe"  # forum mail receive
    LMTP = "lmtp"
    IMAP = "imap"


class ReceivedMail(Pending, Model):
    """One message, and what was decided about it. What it says is known once the worker has read it.

    `why` is a list of [msgid, values]. A message that is parked waits for an administrator.
    """

    __tablename__ = "received_mail"
    __table_args__ = (
        Index("ix_received_mail_list", "received_at", "id"),
        Index("ix_received_mail_sender", "sender", "received_at"),
        Index("ix_received_mail_domain", "domain", "received_at"),
        Index("ix_received_mail_conversation", "conversation", "received_at"),
        Index("ix_received_mail_message_id", "message_id"),
    )

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[Source] = mapped_column(choice(Source, "source"))
    envelope_sender: Mapped[str | None] = mapped_column(String(254))  # null where the source does not tell it
    envelope_recipients: Mapped[list[str]] = mapped_column(JSON, default=list)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    message_id: Mapped[str] = mapped_column(String(250), default="")
    sender: Mapped[str] = mapped_column(String(254), default="")
    domain: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    conversation: Mapped[str] = mapped_column(String(120), default="")
    decision: Mapped[Kind | None] = mapped_column(choice(Kind, "decision"))
    why: Mapped[list[Any]] = mapped_column(JSON, default=list)
    is_answered: Mapped[bool] = mapped_column(Boolean, default=False)  # by an automatic mail of ours
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    ordered_ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))  # by an administrator
    ordered_question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))  # likewise
    ordered_comment: Mapped[bool] = mapped_column(Boolean, default=False)  # and as a comment there, not as an answer
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RawMail(Model):
    """A message as it was sent, until it is as old as the setting says."""

    __tablename__ = "raw_mail"

    mail_id: Mapped[int] = mapped_column(ForeignKey("received_mail.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class MailAddress(Model):
    """An address of the company, in lower case, and what mail to it becomes."""

    __tablename__ = "mail_address"

    id: Mapped[int] = primary_key()
    address: Mapped[str] = mapped_column(String(254), unique=True)
    makes: Mapped[Makes] = mapped_column(choice(Makes, "makes"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))  # null: the category's


class MailStop(Model):
    """Mail of an address, a domain or a conversation is held back: by the circuit breaker until a moment, or by an
    administrator for good."""

    __tablename__ = "mail_stop"
    __table_args__ = (Index("ix_mail_stop_name", "scope", "name"),)

    id: Mapped[int] = primary_key()
    scope: Mapped[Scope] = mapped_column(choice(Scope, "scope"))
    name: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # null: the circuit breaker
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailboxTrouble(Model):
    """A mailbox that cannot be read, why ([msgid, values]), and when that was last tried. Gone once it can be."""

    __tablename__ = "mailbox_trouble"

    name: Mapped[str] = mapped_column(String(600), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[list[Any]] = mapped_column(JSON)

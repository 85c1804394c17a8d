"""The outbox: a mail is a row written in the transaction of its cause, and sent by the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key
from forum.kernel.pending import Pending

OWN_DOMAIN = "@tanya"  # of stored Message-IDs; the real one is put in its place when the mail is composed
REPLY_PREFIX = "reply"  # of the addresses that answers come to: reply+<key>@
BOUNCE_PREFIX = "bounce"  # of those that a mail server reports to: bounce+<token of the Message-ID>@


class OutgoingMail(Pending, Model):
    """One mail to one address. `template` names the folder under templates/email, `facts` fill it."""

    __tablename__ = "mail_outbox"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    template: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    sender_name: Mapped[str] = mapped_column(String(120))  # a person's, never a department's; empty: the forum
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    in_reply_to: Mapped[str | None] = mapped_column(String(120))
    reply_key: Mapped[str | None] = mapped_column(String(32), index=True)  # where its answer belongs
    is_auto_reply: Mapped[bool] = mapped_column(default=False)  # of its bounce nobody is told
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MailBounce(Model):
    """A mail came back. Permanent: the address is not good; else it may be tomorrow, as a full mailbox."""

    __tablename__ = "mail_bounce"

    id: Mapped[int] = primary_key()
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail_outbox.id", ondelete="CASCADE"), index=True)
    is_permanent: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MailPause(Model):
    """News are not mailed to this person since mails came back from his address; over once `ended_at` is set."""

    __tablename__ = "mail_pause"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

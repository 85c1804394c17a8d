"""The outbox: a mail is a row written in the transaction of its cause, and sent by the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime
from forum.kernel.pending import Pending

OWN_DOMAIN = "@tanya"  # of stored Message-IDs; the real one is put in its place when the mail is composed
REPLY_PREFIX = "reply"  # of the addresses that answers come to: reply+<key>@


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
    reply_key: Mapped[str | None] = mapped_column(String(32))  # where the answer to it belongs; see notifications
    is_auto_reply: Mapped[bool] = mapped_column(
        default=False
    )  # it answers a mail by itself: nobody hears of its bounce
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

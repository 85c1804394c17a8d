"""Acts that are counted against a limit, and the keys that make a double submit harmless."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class CountedAct(Model):
    """One act of a person that a limit counts, such as a question asked."""

    __tablename__ = "counted_act"
    __table_args__ = (Index("ix_counted_act_window", "person_id", "act", "at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    act: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdempotencyKey(Model):
    """The key of a form that created something, the digest of what it said, and where the result is. Kept 48 hours."""

    __tablename__ = "idempotency_key"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    result: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

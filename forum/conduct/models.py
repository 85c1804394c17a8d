"""A person's standing, acts that are counted against a limit, and the keys that make a double submit harmless."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


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


class Step(StrEnum):
    """The steps of the ladder, from below."""

    REMINDER = "reminder"
    WARNING = "warning"
    SILENCE_1 = "silence_1"
    SILENCE_3 = "silence_3"
    SILENCE_7 = "silence_7"
    SUSPENSION = "suspension"


SILENCES = (Step.SILENCE_1, Step.SILENCE_3, Step.SILENCE_7)


class Consequence(Model):
    """One step that was taken about somebody. It stops him until `until`, and counts until `lapses_at`.

    He may object once; another moderator answers, and may undo it. `reason` is what he reads.
    """

    __tablename__ = "consequence"
    __table_args__ = (
        Index("ix_consequence_person", "person_id", "at", "id"),
        Index("ix_consequence_objection", "answered_at", "objected_at"),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    step: Mapped[Step] = mapped_column(choice(Step, "step"))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapses_at: Mapped[datetime] = mapped_column(UtcDateTime)
    objection: Mapped[str] = mapped_column(Text, default="")
    objected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HouseRules(Model):
    """A version of the house rules that an administrator wrote; version 1 is built in and has no row.

    `asks_again`: it has to be accepted before the next post. `reason` says what is new.
    """

    __tablename__ = "house_rules"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    source_ms: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text)
    html_ms: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    asks_again: Mapped[bool] = mapped_column(Boolean)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HouseRulesAcceptance(Model):
    """Somebody has accepted this version of the house rules."""

    __tablename__ = "house_rules_acceptance"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeptDraft(Model):
    """What somebody has written and not sent: the form's `fields` as pairs, for the `address` it would go to."""

    __tablename__ = "kept_draft"
    __table_args__ = (Index("ix_kept_draft_person", "person_id", "at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(String(200))
    fields: Mapped[list[Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Avoidance(Model):
    """A technician is given no ticket of this person until then, as he has asked."""

    __tablename__ = "avoidance"

    staff_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)

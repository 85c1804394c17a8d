"""A category's form: versioned, so that old questions keep the form they were asked with."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DEVICE = "device"
    DATE = "date"
    FILE = "file"
    YES_NO = "yes_no"


class IntakeForm(Model):
    """One version of a category's form; the newest without `retired_at` is in force."""

    __tablename__ = "intake_form"
    __table_args__ = (
        UniqueConstraint("category_id", "version"),
        Index("ix_intake_form_in_force", "category_id", "retired_at"),
    )

    id: Mapped[int] = primary_key()
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IntakeField(Model):
    """One field; `key` is stable across versions.

    `options` are the texts of a choice, or the endings that a file may have; `options_ms` their Malay names in the
    same order, empty where there is none: an answer is kept in the words of `options`. It is asked if the field
    `depends_on` has the answer `depends_value` (empty: any). `fact` names what of a pasted report may fill it in
    (diagnostics).
    """

    __tablename__ = "intake_field"
    __table_args__ = (UniqueConstraint("form_id", "key"),)

    id: Mapped[int] = primary_key()
    form_id: Mapped[int] = mapped_column(ForeignKey("intake_form.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[FieldKind] = mapped_column(choice(FieldKind, "kind"))
    label: Mapped[str] = mapped_column(String(80))
    label_ms: Mapped[str] = mapped_column(String(80), default="")
    help: Mapped[str] = mapped_column(String(200), default="")
    help_ms: Mapped[str] = mapped_column(String(200), default="")
    required: Mapped[bool] = mapped_column(Boolean, default=False)
    options: Mapped[list[Any]] = mapped_column(JSON, default=list)
    options_ms: Mapped[list[Any]] = mapped_column(JSON, default=list)
    depends_on: Mapped[str] = mapped_column(String(40), default="")
    depends_value: Mapped[str] = mapped_column(String(120), default="")
    fact: Mapped[str] = mapped_column(String(20), default="")

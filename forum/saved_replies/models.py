"""Saved replies."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class SavedReply(Model):
    """One saved reply in Markdown with fields, in English and perhaps in Malay: a person's, a team's, or for all staff.

    `revision` is raised by edits; one that is removed stays, with the moment.
    """

    __tablename__ = "saved_reply"
    __table_args__ = (
        CheckConstraint("owner_id IS NULL OR team_id IS NULL", name="one_scope"),
        Index("ix_saved_reply_scope", "removed_at", "owner_id", "team_id", "use_count"),
    )

    id: Mapped[int] = primary_key()
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    title: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text)
    source_ms: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    use_count: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

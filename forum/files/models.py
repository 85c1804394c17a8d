"""Stored files. Which post or ticket refers to a file is a table of that slice; who may see it follows from there."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class StoredFile(Model):
    """One upload, re-typed by its content. Its address is `/files/<token>/<name>`; the token has 128 random bits."""

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_sweep", "linked_at", "created_at"),)

    id: Mapped[int] = primary_key()
    token: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None]  # pixels; null: not a picture
    height: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # null: no post uses it yet; swept after a day

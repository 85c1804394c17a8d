"""Categories with their readers, tags with their synonyms."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class Audience(StrEnum):
    """Who may read a category."""

    EVERYONE = "everyone"
    STAFF = "staff"
    GROUPS = "groups"


class Category(Model):
    """Where a question belongs, and who may read it."""

    __tablename__ = "category"

    id: Mapped[int] = primary_key()
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    name_ms: Mapped[str] = mapped_column(String(60), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    description_ms: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[Audience] = mapped_column(choice(Audience, "audience"))
    position: Mapped[int] = mapped_column(default=0)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))  # who gets its tickets
    allows_anonymous: Mapped[bool] = mapped_column(Boolean, default=False)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CategoryReader(Model):
    """A group that may read a closed category."""

    __tablename__ = "category_reader"

    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("reader_group.id"), primary_key=True)


class Tag(Model):
    """A word that questions carry. Lower case, letters, digits, `.`, `+`, `-`."""

    __tablename__ = "tag"

    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TagSynonym(Model):
    """Another word for a tag; whoever types it gets the tag. A renamed or merged tag leaves its name here."""

    __tablename__ = "tag_synonym"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)

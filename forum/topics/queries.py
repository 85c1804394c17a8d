"""Categories and tags by name. Which questions carry a tag is known to `questions`, which stands above."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.accounts.actors import Actor
from forum.accounts.models import Group
from forum.kernel.db import BigId, read
from forum.topics.models import Category, CategoryReader, Tag, TagSynonym
from forum.topics.visibility import reader_params, visible_to

_COLUMNS = (
    Category.id,
    Category.slug,
    Category.name,
    Category.name_ms,
    Category.description,
    Category.description_ms,
    Category.audience,
    Category.allows_anonymous,
    Category.archived_at,
)
_BY_SLUG = select(*_COLUMNS).where(visible_to(), Category.slug == bindparam("slug"))
_OPEN = select(*_COLUMNS).where(visible_to(), Category.archived_at.is_(None)).order_by(Category.position, Category.id)
_READABLE = select(*_COLUMNS).where(visible_to()).order_by(Category.position, Category.id)
_TAG_COLUMNS = (Tag.id, Tag.name, Tag.description)
_TAG = select(*_TAG_COLUMNS).where(Tag.name == bindparam("name"))
_TAG_OF_SYNONYM = select(*_TAG_COLUMNS).join(TagSynonym, TagSynonym.tag_id == Tag.id).where(
    TagSynonym.name == bindparam("name")
)  # fmt: skip
_SYNONYMS = (
    select(TagSynonym.name).where(TagSynonym.tag_id == bindparam("tag_id", type_=BigId)).order_by(TagSynonym.name)
)
_READING_GROUPS = (
    select(Group.name)
    .join(CategoryReader, CategoryReader.group_id == Group.id)
    .where(CategoryReader.category_id == bindparam("category_id", type_=BigId))
    .order_by(Group.name)
)


def category_named(slug: str, reader: Actor) -> Row[Any] | None:
    """The category with this slug, if the reader may see it."""
    return read(_BY_SLUG, {"slug": slug, **reader_params(reader)}).one_or_none()


def open_categories(reader: Actor) -> list[Row[Any]]:
    """The categories in which the reader may ask, in the administrator's order."""
    return list(read(_OPEN, reader_params(reader)))


def readable_categories(reader: Actor) -> list[Row[Any]]:
    """The same, and those that take nothing new."""
    return list(read(_READABLE, reader_params(reader)))


def reading_groups(category_id: int) -> list[str]:
    """The names of the groups that may read a category which is closed to others."""
    return list(read(_READING_GROUPS, {"category_id": category_id}).scalars())


def tag_named(name: str) -> Row[Any] | None:
    """The tag that is called so, or that a synonym of this name stands for."""
    return read(_TAG, {"name": name}).one_or_none() or read(_TAG_OF_SYNONYM, {"name": name}).one_or_none()


def synonyms_of(tag_id: int) -> list[str]:
    """The other words for a tag."""
    return list(read(_SYNONYMS, {"tag_id": tag_id}).scalars())

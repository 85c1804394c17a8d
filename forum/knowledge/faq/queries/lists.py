"""Lists of published entries: by category and use, this week's, the newest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Row, String, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.kernel.lists import not_among
from forum.knowledge.faq.models import FaqEntry, FaqOpening, FaqState
from forum.knowledge.faq.queries.columns import LINE
from forum.knowledge.faq.visibility import listed_to, reader_params
from forum.topics.models import Category
from forum.topics.visibility import in_visible_category

OF_EACH_CATEGORY = 5
PAGE = 50
_MOST = bindparam("most", type_=Integer)
_LANGUAGE = bindparam("language", type_=String)
_Other = aliased(FaqEntry)
_in_readers_language = exists().where(
    _Other.language == _LANGUAGE,
    _Other.state == FaqState.PUBLISHED,
    in_visible_category(_Other.category_id),
    or_(_Other.translation_of_id == FaqEntry.id, _Other.id == FaqEntry.translation_of_id),
)
_ranked = (
    select(
        *LINE,
        func.row_number()
        .over(partition_by=FaqEntry.category_id, order_by=(FaqEntry.opened_count.desc(), FaqEntry.id))
        .label("place"),
        func.count().over(partition_by=FaqEntry.category_id).label("in_category"),
    )
    .where(listed_to(), or_(FaqEntry.language == _LANGUAGE, ~_in_readers_language))
    .subquery()
)
_BY_CATEGORY = (
    select(
        _ranked,
        Category.slug.label("category_slug"),
        Category.name.label("category_name"),
        Category.name_ms.label("category_name_ms"),
    )
    .join(Category, Category.id == _ranked.c.category_id)
    .where(_ranked.c.place <= OF_EACH_CATEGORY)
    .order_by(Category.position, Category.id, _ranked.c.place)
)
_IN_CATEGORY = (
    select(*LINE)
    .where(listed_to(), FaqEntry.category_id == bindparam("category_id", type_=BigId))
    .order_by(FaqEntry.opened_count.desc(), FaqEntry.id)
    .limit(_MOST)
)
_OTHERS_IN_CATEGORY = _IN_CATEGORY.where(not_among(FaqEntry.id, "shown", BigId))
_USED_THIS_WEEK = (
    select(FaqEntry.id, FaqEntry.question, FaqEntry.slug)
    .join(FaqOpening, FaqOpening.entry_id == FaqEntry.id)
    .where(listed_to(), FaqOpening.day > bindparam("since", type_=Date))
    .group_by(FaqEntry.id, FaqEntry.question, FaqEntry.slug)
    .order_by(func.count().desc(), FaqEntry.id)
    .limit(_MOST)
)
_NEWEST = (
    select(*LINE, FaqEntry.published_at, FaqEntry.edited_at)
    .where(listed_to())
    .order_by(FaqEntry.published_at.desc(), FaqEntry.id.desc())
    .limit(_MOST)
)


def entries_by_category(language: str, reader: Actor) -> list[Row[Any]]:
    """The most used entries of each category, with how many there are; in this language where it exists."""
    return list(read(_BY_CATEGORY, {"language": language, **reader_params(reader)}))


def entries_in(category_id: int, reader: Actor, *, shown: Sequence[int] = (), most: int = PAGE) -> list[Row[Any]]:
    """Up to `most` entries of a category, the most used first, without those that are `shown` already.

    No place in the order says where a page ended: it moves while people open entries, and one would be left out.
    """
    params = {"category_id": category_id, "most": most, **reader_params(reader)}
    if not shown:
        return list(read(_IN_CATEGORY, params))
    return list(read(_OTHERS_IN_CATEGORY, {**params, "shown": list(shown)}))


def used_since(since: date, reader: Actor, *, most: int) -> list[Row[Any]]:
    """The entries that most people have opened after this day."""
    return list(read(_USED_THIS_WEEK, {"since": since, "most": most, **reader_params(reader)}))


def newest_entries(reader: Actor, *, most: int) -> list[Row[Any]]:
    """What was published last."""
    return list(read(_NEWEST, {"most": most, **reader_params(reader)}))

"""One page of a list of questions with all that its template shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from forum.accounts.actors import Actor
from forum.kernel.errors import NotFound
from forum.pages.questions.filters import Filters
from forum.questions.queries.counts import filter_counts
from forum.questions.queries.lists import Place, QuestionPage, Wish, page_of_questions, place_kinds
from forum.questions.queries.tags import is_known_tag
from forum.topics.queries import category_named, tag_named
from forum.web.paging import cursor_of, place_of


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of questions. `older` is the next page's address, empty on the last."""

    filters: Filters
    rows: Sequence[Row[Any]]
    older: str
    is_first: bool
    counts: Mapping[str, int]
    category: Row[Any] | None
    tag: Row[Any] | None


def listing(filters: Filters, reader: Actor, *, cursor: str) -> Listing:
    """The page of these filters behind `cursor`; NotFound for a category or tag the reader may not know of."""
    category = _category(filters, reader)
    tag = _tag(filters)
    wish = wish_of(filters, category, tag)
    page = page_of_questions(wish, reader, after=_place(cursor, filters))
    if tag and not (page.rows or reader.is_staff or is_known_tag(tag.name, reader)):
        raise NotFound
    return Listing(filters, page.rows, _older(page, filters), not cursor, filter_counts(wish, reader), category, tag)


def wish_of(filters: Filters, category: Row[Any] | None, tag: Row[Any] | None) -> Wish:
    """The filters with ids in place of names."""
    return Wish(
        show=filters.show,
        sort=filters.sort,
        category_id=category.id if category else 0,
        tag_id=tag.id if tag else 0,
        solved=filters.solved,
        staff=filters.staff,
    )


def _category(filters: Filters, reader: Actor) -> Row[Any] | None:
    if not filters.category:
        return None
    found = category_named(filters.category, reader)
    if found is None:
        raise NotFound
    return found


def _tag(filters: Filters) -> Row[Any] | None:
    if not filters.tag:
        return None
    found = tag_named(filters.tag)
    if found is None:
        raise NotFound
    return found


def _place(cursor: str, filters: Filters) -> Place | None:
    return Place(*place_of(cursor, *place_kinds(filters.sort), of=_order(filters))) if cursor else None


def _older(page: QuestionPage, filters: Filters) -> str:
    return filters.after(cursor_of(page.next.value, page.next.id, of=_order(filters))) if page.next else ""


def _order(filters: Filters) -> str:
    return f"questions by {filters.sort}"

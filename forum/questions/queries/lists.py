"""Lists of questions: filters and orders combine, pages follow by keyset, every shape is one prepared statement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    false,
    join,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person
from forum.questions.models import STANDING, Bookmark, Follow, Question, QuestionTag
from forum.questions.visibility import ASKED_UNNAMED, listed_to, reader_params, unrestricted, visible_to
from forum.topics.models import Category
from forum.topics.visibility import READER_ID

PAGE = 30


class Show(StrEnum):
    """Which questions a list is about."""

    ALL = "all"
    UNANSWERED = "unanswered"
    UNSOLVED = "unsolved"
    MINE = "mine"
    FOLLOWING = "following"
    BOOKMARKS = "bookmarks"


class Sort(StrEnum):
    """What stands first."""

    ACTIVE = "active"
    NEWEST = "newest"
    AFFECTED = "affected"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Wish:
    """One list as the reader wants it: filters combine. 0 means any category, any tag; `others` leaves out his own."""

    show: Show = Show.ALL
    sort: Sort = Sort.ACTIVE
    category_id: int = 0
    tag_id: int = 0
    solved: bool = False
    staff: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: what it is sorted by, and its id."""

    value: datetime | int
    id: int


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The rows of one page, and where the next begins."""

    rows: Sequence[Row[Any]]
    next: Place | None


_ORDERS: dict[Sort, InstrumentedAttribute[Any]] = {
    Sort.ACTIVE: Question.active_at,
    Sort.NEWEST: Question.created_at,
    Sort.AFFECTED: Question.affected_count,
    Sort.SCORE: Question.score,
}
_Answerer = aliased(Person)
_COLUMNS: tuple[Any, ...] = (
    Question.id,
    Question.title,
    Question.slug,
    Question.tags,
    Question.created_at,
    Question.active_at,
    Question.solved_at,
    Question.locked_at,
    Question.duplicate_of_id,
    Question.visibility,
    Question.answer_count,
    Question.affected_count,
    Question.score,
    Question.has_staff_answer,
    Question.ticket_label,
    Question.imported_from,
    Question.last_answer_at,
    Category.slug.label("category_slug"),
    Category.name.label("category_name"),
    Category.name_ms.label("category_name_ms"),
    Person.name,
    Person.handle,
    Person.photo,
    Person.is_it_staff,
    Person.badge,
    _Answerer.name.label("answerer_name"),
    _Answerer.handle.label("answerer_handle"),
    _Answerer.is_it_staff.label("answerer_is_it_staff"),
    _Answerer.badge.label("answerer_badge"),
)


def page_of_questions(wish: Wish, reader: Actor, *, after: Place | None = None, most: int = PAGE) -> QuestionPage:
    """Up to `most` questions that the reader may see listed, behind `after`."""
    asked = {"category_id": wish.category_id, "tag_id": wish.tag_id, "most": most + 1}
    params = {**reader_params(reader), **asked}
    if after is not None:
        params |= {"after_value": after.value, "after_id": after.id}
    rows = read(list_statement(shape_of(wish), after is not None), params).all()
    if len(rows) <= most:
        return QuestionPage(rows, None)
    last = rows[most - 1]
    return QuestionPage(rows[:most], Place(getattr(last, _ORDERS[wish.sort].key), last.id))


def shape_of(wish: Wish) -> Wish:
    """What a prepared statement is made for: of category and tag it only matters whether they are asked for."""
    return replace(wish, category_id=min(wish.category_id, 1), tag_id=min(wish.tag_id, 1))


@lru_cache(maxsize=1024)
def list_statement(wish: Wish, after: bool) -> Select[Any]:
    """The statement of a shape of list."""
    order = _ORDERS[wish.sort]
    statement: Select[Any] = (
        select(*_COLUMNS)
        .select_from(_narrowed(wish))
        .join(Category, Category.id == Question.category_id, isouter=True)  # outer: nothing may stand before questions
        .join(Person, Person.id == Question.author_id, isouter=True)
        .join(_Answerer, _Answerer.id == Question.last_answer_by_id, isouter=True)
        .where(listed_in(wish), *conditions(wish))
        .order_by(order.desc(), Question.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
    if not after:
        return statement
    place = tuple_(bindparam("after_value", type_=order.type), bindparam("after_id", type_=BigId))
    return statement.where(tuple_(order, Question.id) < place)


def listed_in(wish: Wish) -> ColumnElement[bool]:
    """Among his own questions a reader finds those, too, that wait for a moderator."""
    if wish.show is Show.MINE:
        return and_(visible_to(), Question.visibility.in_(STANDING))
    return listed_to()


def conditions(wish: Wish) -> list[ColumnElement[bool]]:
    """What the filters of a wish ask of a question, beside `few_of` and `listed_in`."""
    found = [_SHOWN[wish.show]] if wish.show in _SHOWN else []
    if wish.category_id:
        found.append(Question.category_id == bindparam("category_id", type_=BigId))
    if wish.solved:
        found.append(_is_solved)
    if wish.staff:
        found.append(Question.has_staff_answer.is_(True))
    if wish.others:
        found += [Question.author_id.is_distinct_from(READER_ID), Question.id.not_in(ASKED_UNNAMED)]
    return found


def place_kinds(sort: Sort) -> tuple[type, type]:
    """The types of a cursor's two values in this order."""
    return (datetime if isinstance(_ORDERS[sort].type, UtcDateTime) else int), int


def _narrowed(wish: Wish) -> Any:
    """Questions, joined to the ids of those few that a wish is about: the reader's own, followed, kept, a tag's.

    Without the ids first a database may walk the whole index of the order to find them.
    """
    found: Any = Question
    for name, ids in few_of(wish).items():
        few = ids.cte(name).prefix_with("MATERIALIZED")
        found = join(found, few, few.c.question_id == Question.id)
    return found


def few_of(wish: Wish) -> dict[str, CompoundSelect[Any] | Select[Any]]:
    """The ids of those few questions that a wish is about, by what makes them few."""
    found = {"own": _OWN[wish.show]} if wish.show in _OWN else {}
    if wish.tag_id:
        tag_id = bindparam("tag_id", type_=BigId)
        found["tagged"] = select(QuestionTag.question_id).where(QuestionTag.tag_id == tag_id)
    return found


_asked = select(Question.id.label("question_id")).where(unrestricted(), Question.author_id == READER_ID, READER_ID != 0)
_OWN: dict[Show, CompoundSelect[Any] | Select[Any]] = {
    Show.MINE: union(_asked, ASKED_UNNAMED),
    Show.FOLLOWING: select(Follow.question_id).where(Follow.person_id == READER_ID, Follow.muted_at.is_(None)),
    Show.BOOKMARKS: select(Bookmark.question_id).where(Bookmark.person_id == READER_ID),
}
_is_no_duplicate = Question.duplicate_of_id.is_(None)  # it is answered where it was asked before
_SHOWN: dict[Show, ColumnElement[bool]] = {
    Show.UNANSWERED: and_(Question.answer_count == 0, _is_no_duplicate),
    Show.UNSOLVED: and_(Question.solved_at.is_(None), _is_no_duplicate),
}
# Written so that no database takes an index on solved_at for it: walking the index of the order finds a page sooner.
_is_solved = Question.solved_at.is_(None) == false()

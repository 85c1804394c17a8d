"""Threads that a reader finds: the index proposes, the database decides and says how they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import BindParameter, Integer, Row, String, bindparam, func, select, union_all

from forum.accounts.actors import Actor
from forum.kernel.db import read
from forum.people.models import FormerHandle, Person
from forum.questions.models import Question
from forum.questions.visibility import reader_params
from forum.search.advice import left_out_hints, meant
from forum.search.documents import documents_of
from forum.search.filters import BY_ME, Span
from forum.search.grammar import Hint, Wanted, read_query
from forum.search.hits import ROWS, Place, folded, listed
from forum.search.index.protocol import Enquiry, IndexUnusable
from forum.search.index.terms import lookup_of
from forum.search.place import index
from forum.search.snippets import Piece, marked, passage
from forum.topics.models import Category
from forum.topics.visibility import visible_to as category_visible_to

PAGE = 10
MOST_PAGES = 30
_TITLED = (
    ROWS.where(func.lower(Question.title).like(bindparam("pattern", type_=String), escape="\\"))
    .order_by(Question.active_at.desc(), Question.id.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skip", type_=Integer))
)
_ROOMS = select(Category.id).where(category_visible_to())
_HANDLES: BindParameter[Any] = bindparam("handles", expanding=True)
_PEOPLE = union_all(
    select(Person.handle, Person.id).where(Person.handle.in_(_HANDLES)),
    select(FormerHandle.handle, FormerHandle.person_id).where(FormerHandle.handle.in_(_HANDLES)),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A thread as the page shows it: its row, its title with marks, its best passage, what led to it."""

    row: Row[Any]
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    duplicate: Row[Any] | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results. `words` is the query without its filters.

    `is_makeshift`: the index cannot be used now, titles were looked through instead.
    """

    hits: Sequence[Found]
    next: int  # place of the next page's first hit; 0 if there is none
    hints: Sequence[Hint]
    meant: str = ""
    words: str = ""
    is_makeshift: bool = False


def search(typed: str, reader: Actor, *, skip: int, at: datetime, zone: tzinfo) -> Results:
    """What the reader finds with this query, from place `skip`."""
    wanted = read_query(typed, today=at.astimezone(zone).date())
    if wanted.is_empty:
        return Results((), 0, wanted.hints)
    try:
        found = _from_index(wanted, reader, skip, at, zone)
        if found.hits or skip:
            return found
        hints = [*found.hints, *left_out_hints(wanted)]
        return replace(found, hints=hints, meant=meant(typed, wanted, reader))
    except IndexUnusable:
        return _from_titles(wanted, reader, skip)


def rooms_of(reader: Actor) -> frozenset[int]:
    """The categories that the reader may read."""
    return frozenset(read(_ROOMS, reader_params(reader)).scalars())


def _from_index(wanted: Wanted, reader: Actor, skip: int, at: datetime, zone: tzinfo) -> Results:
    spans = tuple(seconds_of(span, zone) for span in wanted.spans)
    enquiry = Enquiry(with_people(wanted, reader_id=reader.id), rooms_of(reader), at, spans)
    asked_for = skip + PAGE * 2
    hits = index().find(enquiry, skip=0, most=asked_for)
    there = listed(hits, reader) if wanted.has_filters else folded(hits, reader)
    is_more = len(there) > skip + PAGE or len(hits) == asked_for
    more = skip + PAGE if is_more and skip + PAGE < PAGE * MOST_PAGES else 0
    return Results(_shown(there[skip : skip + PAGE], wanted), more, wanted.hints, words=wanted.words)


def with_people(wanted: Wanted, *, reader_id: int = 0) -> Wanted:
    """The query that asks for people by number: handles change, and old ones still mean the same person.

    in:mine asks for the reader; for nobody where `reader_id` is 0.
    """
    handles = [fact[3:] for fact in (*wanted.facts, *wanted.without_facts) if fact.startswith("by:")]
    if not handles:
        return wanted
    known = {f"by:{handle}": "by:nobody" for handle in handles}
    known |= {f"by:{row.handle}": f"by:{row.id}" for row in read(_PEOPLE, {"handles": handles})}
    known[BY_ME] = f"by:{reader_id}"
    return replace(
        wanted,
        facts=[known.get(fact, fact) for fact in wanted.facts],
        without_facts=[known.get(fact, fact) for fact in wanted.without_facts],
    )


def _shown(there: Sequence[Place], wanted: Wanted) -> list[Found]:
    """Passages come from the index only while the thread is as it was: what was removed since is not shown."""
    kept = {place.row.id: place.hit.texts for place in there if place.hit and place.hit.version == place.row.version}
    changed = [place.row.id for place in there if place.row.id not in kept]
    texts = kept | {document.question_id: document.texts for document in (documents_of(changed) if changed else ())}
    forms = _forms(wanted)
    return [
        Found(place.row, marked(place.row.title, forms), passage(texts.get(place.row.id, ()), forms), place.duplicate)
        for place in there
    ]


def _forms(wanted: Wanted) -> frozenset[str]:
    return frozenset(form for group in lookup_of(wanted).groups for form in group)


def _from_titles(wanted: Wanted, reader: Actor, skip: int) -> Results:
    """Without an index: titles that contain the query's words in their order; filters do not count."""
    escaped = wanted.words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = "%" + "%".join(escaped.split()[:20]) + "%"
    params = {"pattern": pattern, "most": PAGE + 1, "skip": skip, **reader_params(reader)}
    rows = read(_TITLED, params).all() if wanted.words else []
    forms = _forms(wanted)
    shown = [Found(row, marked(row.title, forms), ()) for row in rows[:PAGE]]
    return Results(shown, skip + PAGE if len(rows) > PAGE else 0, wanted.hints, words=wanted.words, is_makeshift=True)


def seconds_of(span: Span, zone: tzinfo) -> tuple[float, float, bool]:
    """The span as an enquiry has it, its days being the zone's."""
    return _start(span.first, zone), _start(span.end, zone), span.is_outside


def _start(day: date, zone: tzinfo) -> float:
    """The day's beginning in the zone; the ends of the calendar are before and behind everything."""
    if day.year <= 1970 or day.year >= 9990:
        return float("-inf") if day.year <= 1970 else float("inf")
    return datetime.combine(day, time(), zone).astimezone(UTC).timestamp()

"""Threads that a reader finds: the index proposes, the database decides and says how they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, Row, String, bindparam, func

from forum.kernel.db import read
from forum.questions.models import Question
from forum.questions.visibility import reader_params
from forum.search.advice import left_out_hints, meant
from forum.search.asking import Asker
from forum.search.documents import documents_of
from forum.search.facets import Counted, Relaxed, counted, relaxed
from forum.search.grammar import Hint, Wanted
from forum.search.hits import ROWS, Place, folded, listed
from forum.search.index.protocol import IndexUnusable
from forum.search.index.terms import lookup_of
from forum.search.place import index
from forum.search.snippets import Piece, marked, passage

PAGE = 10
MOST_PAGES = 30
_TITLED = (
    ROWS.where(func.lower(Question.title).like(bindparam("pattern", type_=String), escape="\\"))
    .order_by(Question.active_at.desc(), Question.id.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skip", type_=Integer))
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
    """One page of results for a query that was read as `wanted`.

    `counted` is None where nobody may be told how many there are; `relaxed` says, where nothing was found, what would
    be found without one of the filters. `is_makeshift`: the index cannot be used now, titles were looked through.
    """

    hits: Sequence[Found]
    next: int  # place of the next page's first hit; 0 if there is none
    wanted: Wanted
    hints: Sequence[Hint]
    counted: Counted | None = None
    meant: str = ""
    relaxed: Sequence[Relaxed] = ()
    is_makeshift: bool = False

    @property
    def words(self) -> str:
        """The query without its filters."""
        return self.wanted.words


def search(typed: str, asker: Asker, *, skip: int = 0) -> Results:
    """What the reader finds with this query, from place `skip`."""
    wanted = asker.wanted(typed)
    if wanted.is_empty:
        return Results((), 0, wanted, wanted.hints)
    try:
        found = _from_index(wanted, asker, skip)
        if found.hits or skip:
            return found
        hints = [*found.hints, *left_out_hints(wanted)]
        return replace(
            found, hints=hints, meant=meant(typed, wanted, asker.reader), relaxed=relaxed(typed, wanted, asker)
        )
    except IndexUnusable:
        return _from_titles(wanted, asker, skip)


def _from_index(wanted: Wanted, asker: Asker, skip: int) -> Results:
    enquiry = asker.enquiry(wanted)
    asked_for = skip + PAGE * 2
    hits = index().find(enquiry, skip=0, most=asked_for)
    there = listed(hits, asker.reader) if wanted.has_filters else folded(hits, asker.reader)
    is_more = len(there) > skip + PAGE or len(hits) == asked_for
    more = skip + PAGE if is_more and skip + PAGE < PAGE * MOST_PAGES else 0
    shown = _shown(there[skip : skip + PAGE], wanted)
    return Results(shown, more, wanted, wanted.hints, counted(enquiry, asker))


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


def _from_titles(wanted: Wanted, asker: Asker, skip: int) -> Results:
    """Without an index: titles that contain the query's words in their order; filters do not count."""
    escaped = wanted.words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = "%" + "%".join(escaped.split()[:20]) + "%"
    params = {"pattern": pattern, "most": PAGE + 1, "skip": skip, **reader_params(asker.reader)}
    rows = read(_TITLED, params).all() if wanted.words else []
    forms = _forms(wanted)
    shown = [Found(row, marked(row.title, forms), ()) for row in rows[:PAGE]]
    return Results(shown, skip + PAGE if len(rows) > PAGE else 0, wanted, wanted.hints, is_makeshift=True)

"""Threads that a reader finds: the index proposes, the database decides and says how they stand now."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, String, bindparam, case, func, literal

from forum.kernel.db import read
from forum.questions.models import Question
from forum.questions.visibility import reader_params
from forum.search.advice import hints_of_words, meant
from forum.search.asking import Asker
from forum.search.documents import answerers_of, documents_of
from forum.search.facets import Counted, Relaxed, found_and_counted, relaxed
from forum.search.grammar import Hint, Wanted
from forum.search.hits import ROWS, Place, folded, listed
from forum.search.index.near import FEW, own_words
from forum.search.index.protocol import ACCEPTED, IndexUnusable
from forum.search.index.terms import STOP_WORDS, Group, lookup_of, marked_forms, parts_of_names, words_of
from forum.search.place import index
from forum.search.snippets import Piece, begun, marked, passage
from forum.search.words.tokens import places

PAGE = 10
MOST_PAGES = 30
_MOST_TITLE_WORDS = 8
_NO_PATTERNS = {f"pattern{number}": "" for number in range(_MOST_TITLE_WORDS)}
_words_there: ColumnElement[int] = sum(
    (
        case((func.lower(Question.title).like(bindparam(name, type_=String), escape="\\"), 1), else_=0)
        for name in _NO_PATTERNS
    ),
    start=literal(0),
)
_TITLED = (
    ROWS.where(_words_there > 0)
    .order_by(_words_there.desc(), Question.active_at.desc(), Question.id.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skip", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Found:
    """A thread as the page shows it: its row, its title with marks, its best passage, what led to it.

    `said` is the number of the passage's text among the document's, `answerer` who wrote it if it is an answer.
    """

    row: Row[Any]
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    duplicate: Row[Any] | None = None
    said: int = 0
    answerer: Row[Any] | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results for a query that was read as `wanted`.

    `counted` is None where nobody may be told how many there are. `meant` and `relaxed` (see `advised`) say what may
    have been meant by words that are not there, and what would be found without one of the filters. `is_makeshift`: the
    index cannot be used now, titles were looked through. `is_cut`: there are more, but nobody is shown so many.
    """

    hits: Sequence[Found]
    next: int  # place of the next page's first hit; 0 if there is none
    wanted: Wanted
    hints: Sequence[Hint]
    counted: Counted | None = None
    meant: str = ""
    relaxed: Sequence[Relaxed] = ()
    is_makeshift: bool = False
    is_cut: bool = False

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
        return _from_index(wanted, asker, skip)
    except IndexUnusable:
        return _from_titles(wanted, asker, skip)


def advised(typed: str, found: Results, asker: Asker) -> Results:
    """Results, and what may have been meant by words that no hit shows, or that hardly anybody else writes; without a
    hit also what can be left out.
    """
    if found.is_makeshift or found.wanted.is_empty:
        return found
    try:
        unmet = words_of(_unmet(found.hits, found.wanted))
        meant_by = meant(typed, found.wanted, asker.reader, unmet=unmet)
        return replace(found, meant=meant_by, relaxed=() if found.hits else relaxed(typed, found.wanted, asker))
    except IndexUnusable:
        return found


def _unmet(hits: Sequence[Found], wanted: Wanted) -> list[Group]:
    """The words of the query that no hit has where it is shown."""
    pieces = (piece for hit in hits for piece in (*hit.title, *hit.passage) if piece.is_marked)
    there = {form for piece in pieces for place in places(piece.text) for form in place.forms}
    groups = lookup_of(wanted).groups
    told = marked_forms(groups)
    return [group for group in groups if (words := words_of([group])) <= told and there.isdisjoint(words)]


def _from_index(wanted: Wanted, asker: Asker, skip: int) -> Results:
    asked_for = skip + PAGE * 2
    hits, counted = found_and_counted(asker.enquiry(wanted), asker, most=asked_for)
    there = listed(hits, asker.reader) if wanted.has_filters else folded(hits, asker.reader)
    is_more = len(there) > skip + PAGE or len(hits) == asked_for
    is_last = skip + PAGE >= PAGE * MOST_PAGES
    more = skip + PAGE if is_more and not is_last else 0
    page = _with_answerers(_shown_with_likes(there[skip : skip + PAGE], wanted, asker))
    hints = wanted.hints if page or skip else [*wanted.hints, *asker.unknown(wanted), *hints_of_words(wanted)]
    return Results(page, more, wanted, hints, counted, is_cut=is_more and is_last)


def _shown_with_likes(there: Sequence[Place], wanted: Wanted, asker: Asker) -> list[Found]:
    """The threads as pages show them. Of a word that none of them has, those are marked that the index took for it."""
    page = shown(there, wanted, asker)
    unmet = _unmet(page, wanted) if page and len(lookup_of(wanted).groups) <= FEW else []
    likes = {other for group in unmet for word in own_words(group) for other in _taken_for(word)}
    return shown(there, wanted, asker, besides=likes) if likes else page


def _taken_for(word: str) -> Sequence[str]:
    return index().words_meant_rather(word) or index().words_like(word)


def shown(there: Sequence[Place], wanted: Wanted, asker: Asker, *, besides: Set[str] = frozenset()) -> list[Found]:
    """The threads as pages show them, with the query's words marked, and those `besides`; a part of a name alone only
    where a thread shows nothing else.

    Passages come from the index only while the thread is as it was: what was removed since is not shown.
    """
    kept = {place.row.id: place.hit.texts for place in there if place.hit and place.hit.version == place.row.version}
    changed = [place.row.id for place in there if place.row.id not in kept]
    signed = kept | {document.question_id: document.texts for document in (documents_of(changed) if changed else ())}
    texts = {question_id: tuple(map(asker.readable, said)) for question_id, said in signed.items()}
    lookup = lookup_of(wanted)
    said = (text for place in there for text in (place.row.title, *texts.get(place.row.id, ())))
    forms = marked_forms(lookup.groups) | begun(lookup.prefixes, said) | besides
    ways = list(dict.fromkeys((forms - parts_of_names(lookup.groups), forms)))
    return [_shown(place, texts.get(place.row.id, ()), ways) for place in there]


def _shown(place: Place, texts: Sequence[str], ways: Sequence[frozenset[str]]) -> Found:
    """The thread with those words marked, of these ways, of which the first has any in what is shown of it."""
    for forms in ways:
        title, best = marked(place.row.title, forms), passage(texts, forms)
        if any(piece.is_marked for piece in (*title, *best.pieces)):
            break
    return Found(place.row, title, best.pieces, place.duplicate, said=best.text)


def titled(there: Sequence[Place], wanted: Wanted) -> list[Found]:
    """The threads by their titles alone, with the query's words marked."""
    lookup = lookup_of(wanted)
    forms = marked_forms(lookup.groups) | begun(lookup.prefixes, (place.row.title for place in there))
    return [Found(place.row, marked(place.row.title, forms), ()) for place in there]


def _with_answerers(page: Sequence[Found]) -> list[Found]:
    """The same, each passage of an answer with the one who wrote it."""
    in_answers = [each.row.id for each in page if each.said >= ACCEPTED]
    answerers = answerers_of(in_answers) if in_answers else {}
    return [replace(each, answerer=answerers.get((each.row.id, each.said))) for each in page]


def _from_titles(wanted: Wanted, asker: Asker, skip: int) -> Results:
    """Without an index: titles that contain any of the words, those with the most first; filters do not count."""
    words = _title_words(wanted)
    patterns = {f"pattern{number}": _containing(word) for number, word in enumerate(words)}
    params = {**_NO_PATTERNS, **patterns, "most": PAGE + 1, "skip": skip, **reader_params(asker.reader)}
    rows = read(_TITLED, params).all() if words else []
    forms = marked_forms(lookup_of(wanted).groups)
    hits = [Found(row, marked(row.title, forms), ()) for row in rows[:PAGE]]
    return Results(hits, skip + PAGE if len(rows) > PAGE else 0, wanted, wanted.hints, is_makeshift=True)


def _title_words(wanted: Wanted) -> list[str]:
    """What to look for: of each word that says something the shortest form that it begins with ("printer"), and an
    identifier ("wi-fi") as a whole.
    """
    words = [(wanted.words[place.start : place.end].lower(), place.forms) for place in places(wanted.words)]
    telling = [(word, forms) for word, forms in words if forms[0] not in STOP_WORDS] or words
    shortest = (
        min((form for form in forms if forms[0].startswith(form)), key=len) if word.isalnum() else word
        for word, forms in telling
    )
    return list(dict.fromkeys(shortest))[:_MOST_TITLE_WORDS]


def _containing(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"

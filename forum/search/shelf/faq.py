"""FAQ entries that answer a query or look like a question that is being asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from forum.accounts.actors import Actor
from forum.kernel.db import read
from forum.kernel.text.html import plain_text
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.knowledge.faq.visibility import listed_to, reader_params, unrestricted
from forum.search.grammar import Wanted, read_query
from forum.search.index.terms import Group, lookup_of
from forum.search.queries import rooms_of
from forum.search.shelf.cards import Card, Match, Shelf, words_of
from forum.search.similar import wanted_of
from forum.search.snippets import Piece, marked, passage

WELL = 0.5  # strength from which an entry stands above threads, or among suggestions
_FEWEST = 2  # words that a suggestion shares; the one word of a query is enough
_published = FaqEntry.state == FaqState.PUBLISHED
_STAMP = select(func.count(), func.sum(FaqEntry.id), func.sum(FaqEntry.id * FaqEntry.revision)).where(
    unrestricted(), _published
)
_ENTRIES = select(
    FaqEntry.id, FaqEntry.revision, FaqEntry.category_id, FaqEntry.translation_of_id, FaqEntry.language,
    FaqEntry.question, FaqEntry.tags, FaqEntry.html,
).where(unrestricted(), _published)  # fmt: skip
_ROWS = select(FaqEntry.id, FaqEntry.slug, FaqEntry.doubt, FaqEntry.html).where(
    listed_to(), FaqEntry.id.in_(bindparam("ids", expanding=True))
)
_shelf: list[Shelf] = [Shelf((), None)]


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry as a page shows it: its row, its question with marks, the passage that matches best."""

    row: Row[Any]
    card: Card
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


def entries_for(
    typed: str, reader: Actor, *, language: str, today: date, most: int = 20, well: bool = False
) -> list[FoundEntry]:
    """Up to `most` entries with the query's words, the best first; with `well` only those that match well.

    A query with filters asks for threads: nothing is found for it.
    """
    wanted = read_query(typed, today=today)
    if wanted.has_filters:
        return []
    return _shown(_best(wanted, reader, language, least=WELL if well else 0.0, fewest=1), reader, most)


def entries_like(text: str, reader: Actor, *, language: str, most: int = 3) -> list[FoundEntry]:
    """Up to `most` entries that match well what somebody is about to ask."""
    return _shown(_best(wanted_of(text), reader, language, least=WELL, fewest=_FEWEST), reader, most)


def _best(
    wanted: Wanted, reader: Actor, language: str, *, least: float, fewest: int
) -> tuple[list[Match], Sequence[Group]]:
    """The matches in this language, or in the one there is."""
    groups = lookup_of(wanted).groups
    matches = [match for match in _current().find(groups, rooms_of(reader)) if match.words >= fewest]
    spoken = {match.card.family for match in matches if match.card.language == language}
    kept, families = [], set()
    for match in matches:
        foreign = match.card.language != language and match.card.family in spoken
        if match.strength >= least and not foreign and match.card.family not in families:
            families.add(match.card.family)
            kept.append(match)
    return kept, groups


def _shown(best: tuple[list[Match], Sequence[Group]], reader: Actor, most: int) -> list[FoundEntry]:
    matches, groups = best
    if not matches:
        return []
    ids = [match.card.id for match in matches[:most]]
    rows = {row.id: row for row in read(_ROWS, {"ids": ids, **reader_params(reader)})}
    forms = frozenset(form for group in groups for form in group)
    return [
        FoundEntry(rows[card.id], card, marked(card.title, forms), passage((card.text,), forms))
        for card in (match.card for match in matches[:most])
        if card.id in rows
    ]


def _current() -> Shelf:
    """The shelf as the database has it now; only words that changed are read again."""
    stamp = tuple(read(_STAMP).one())
    if _shelf[0].stamp != stamp:
        _shelf[0] = Shelf(_cards(read(_ENTRIES).all(), _shelf[0]), stamp)
    return _shelf[0]


def _cards(rows: Iterable[Row[Any]], before: Shelf) -> Iterable[Card]:
    for row in rows:
        known = before.cards.get(row.id)
        yield known if known and _is_same(known, row) else _card(row)


def _is_same(card: Card, row: Row[Any]) -> bool:
    return (card.revision, card.room, card.title) == (row.revision, row.category_id, row.question)


def _card(row: Row[Any]) -> Card:
    text = plain_text(row.html)
    words, title_words = words_of(row.question, row.tags, text)
    family = row.translation_of_id or row.id
    return Card(
        row.id, row.revision, row.category_id, family, row.language, row.question, row.tags, text, words, title_words
    )

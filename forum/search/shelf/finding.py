"""What of a shelf answers a query or looks like a question that is being asked; the same for every kind of card."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Row

from forum.kernel.db import read
from forum.search.asking import Asker
from forum.search.grammar import Wanted
from forum.search.index.protocol import IndexUnusable
from forum.search.index.terms import Group, lookup_of, marked_forms
from forum.search.place import index
from forum.search.shelf.cards import Card, Match, Shelf, allows
from forum.search.similar import says_enough, wanted_of
from forum.search.snippets import Piece, marked, passage
from forum.search.words.tokens import folded

WELL = 0.5  # strength from which a card stands above threads, or among suggestions
_FEWEST = 2  # words that a suggestion shares; the one word of a query is enough


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A card as a page shows it: its row, its title with marks, the passage that matches best."""

    row: Row[Any]
    card: Card
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class OnShelf:
    """What a page shows of a shelf, and how many cards have any of the query's words."""

    cards: Sequence[FoundCard] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Matches:
    """The matches of one search, the best first, and what was looked up."""

    best: Sequence[Match]
    groups: Sequence[Group]

    def well(self) -> "Matches":
        """Those that match well."""
        return Matches([match for match in self.best if match.strength >= WELL], self.groups)

    def shown(self, rows: Iterable[Row[Any]], asker: Asker) -> list[FoundCard]:
        """Those whose rows the reader may see listed, in their order."""
        by_id = {row.id: row for row in rows}
        forms = marked_forms(self.groups)
        return [
            FoundCard(
                by_id[card.id], card, marked(card.title, forms), passage((asker.readable(card.text),), forms).pieces
            )
            for card in (match.card for match in self.best)
            if card.id in by_id
        ]


class ShelfCache:
    """A shelf as the database has it now: `stamp` tells whether anything changed, only that is read again."""

    def __init__(self, stamp: Executable, rows: Executable, card: Callable[[Row[Any]], Card]) -> None:
        self._stamp, self._rows, self._card = stamp, rows, card
        self._shelf = Shelf((), None)

    def now(self) -> Shelf:
        """The shelf. Its `Card.revision` has to change with everything that a card is made of."""
        stamp = tuple(read(self._stamp).one())
        if self._shelf.stamp != stamp:
            self._shelf = Shelf(self._cards(self._shelf), stamp)
        return self._shelf

    def _cards(self, before: Shelf) -> Iterable[Card]:
        for row in read(self._rows).all():
            known = before.cards.get(row.id)
            is_same = known and (known.revision, known.room, known.title) == (row.revision, row.category_id, row.title)
            yield known if known and is_same else self._card(row)


def asks_threads(wanted: Wanted, *, shelf: str) -> bool:
    """Whether a filter asks for threads, as all do but the one that names the shelf ("in:faq")."""
    return any(which.fact != shelf or which.is_without for which in wanted.filters)


def matches_like(shelf: Shelf, text: str, asker: Asker, language: str) -> Matches:
    """What matches well what somebody is about to ask."""
    wanted = wanted_of(text)
    if not says_enough(wanted):
        return Matches((), ())
    return matches_for(shelf, wanted, asker, language, fewest=_FEWEST).well()


def matches_for(
    shelf: Shelf, wanted: Wanted, asker: Asker, language: str, *, fewest: int = 1, unfinished: str = ""
) -> Matches:
    """What has at least so many of the query's words, in this language, or in the one there is.

    The word `unfinished` finds words of titles that begin like it, too. A query for a shelf without words finds all
    that stands there.
    """
    lookup = lookup_of(wanted)
    groups = shelf.widened(lookup.groups, asker.rooms, is_word=_is_word)
    groups = shelf.finished(groups, folded(unfinished)) if unfinished else groups
    groups += [begun for beginning in lookup.prefixes if (begun := shelf.begun(beginning))]
    if wanted.clauses:
        found = [match for match in shelf.find(groups, asker.rooms) if match.words >= fewest]
    else:
        found = shelf.all(asker.rooms) if wanted.asks_shelf else []
    matches = [match for match in found if allows(lookup, match.card)]
    spoken = {match.card.family for match in matches if match.card.language == language}
    kept: dict[int, Match] = {}
    for match in matches:
        foreign = match.card.language != language and match.card.family in spoken
        if not foreign:
            kept.setdefault(match.card.family, match)
    return Matches(list(kept.values()), groups)


def _is_word(word: str) -> bool:
    """Whether threads have the word and none is meant rather, so that it is no typing error: "note" is not "node"."""
    try:
        return bool(index().threads_with(word, most=1)) and not index().words_meant_rather(word)
    except IndexUnusable:
        return True

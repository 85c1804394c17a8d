"""FAQ entries that answer a query or look like a question that is being asked."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select

from forum.kernel.db import BigId, read
from forum.kernel.lists import among
from forum.kernel.text.closed import signed_text
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.knowledge.faq.visibility import listed_to, reader_params, unrestricted
from forum.search.asking import Asker
from forum.search.filters import IN_FAQ
from forum.search.grammar import Wanted
from forum.search.shelf.cards import Card, card_of
from forum.search.shelf.finding import FoundCard, Matches, OnShelf, ShelfCache, asks_threads, matches_for, matches_like

_published = FaqEntry.state == FaqState.PUBLISHED
_STAMP = select(func.count(), func.sum(FaqEntry.id), func.sum(FaqEntry.id * FaqEntry.revision)).where(
    unrestricted(), _published
)
_ENTRIES = select(
    FaqEntry.id, FaqEntry.revision, FaqEntry.category_id, FaqEntry.translation_of_id, FaqEntry.language,
    FaqEntry.question.label("title"), FaqEntry.tags, FaqEntry.html,
).where(unrestricted(), _published)  # fmt: skip
_ROWS = select(FaqEntry.id, FaqEntry.slug, FaqEntry.doubt, FaqEntry.html).where(
    listed_to(), among(FaqEntry.id, "ids", BigId)
)


def entries_for(
    wanted: Wanted, asker: Asker, *, language: str, most: int = 20, well: bool = False, unfinished: str = ""
) -> OnShelf:
    """Up to `most` entries with the query's words, the best first; with `well` only those that match well.
    Of the word `unfinished` the rest may not be typed yet.

    Filters ask for threads: nothing is found for a query that has others than in:faq.
    """
    if asks_threads(wanted, shelf=IN_FAQ):
        return OnShelf()
    matches = matches_for(_shelf.now(), wanted, asker, language, unfinished=unfinished)
    return OnShelf(_shown(matches.well() if well else matches, asker, most), len(matches.best))


def entries_like(text: str, asker: Asker, *, language: str, most: int = 3) -> list[FoundCard]:
    """Up to `most` entries that match well what somebody is about to ask."""
    return _shown(matches_like(_shelf.now(), text, asker, language), asker, most)


def well_answered(queries: Iterable[str], asker: Asker) -> frozenset[str]:
    """Those of the queries that an entry of the asker's categories matches well. The database is asked once."""
    shelf = _shelf.now()
    return frozenset(typed for typed in queries if matches_for(shelf, asker.wanted(typed), asker, "").well().best)


def _shown(matches: Matches, asker: Asker, most: int) -> list[FoundCard]:
    if not matches.best:
        return []
    ids = [match.card.id for match in matches.best[:most]]
    return matches.shown(read(_ROWS, {"ids": ids, **reader_params(asker.reader)}), asker)


def _card(row: Row[Any]) -> Card:
    return card_of(row, language=row.language, family=row.translation_of_id or row.id, text=signed_text(row.html))


_shelf = ShelfCache(_STAMP, _ENTRIES, _card)

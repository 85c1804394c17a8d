"""Known issues that a query or a question is about: what is open first."""

from typing import Any

from sqlalchemy import Row, func, select

from forum.kernel.db import BigId, read
from forum.kernel.lists import among
from forum.kernel.text.closed import signed_text
from forum.knowledge.known.models import KnownIssue
from forum.knowledge.known.visibility import reader_params, unrestricted, visible_to
from forum.search.asking import Asker
from forum.search.filters import IN_KNOWN
from forum.search.grammar import Wanted
from forum.search.shelf.cards import Card, card_of
from forum.search.shelf.finding import FoundCard, Matches, OnShelf, ShelfCache, asks_threads, matches_for, matches_like

_revision = KnownIssue.revision + KnownIssue.number  # each change raises one of them
_STAMP = select(func.count(), func.sum(KnownIssue.id), func.sum(KnownIssue.id * _revision)).where(unrestricted())
_ISSUES = select(
    KnownIssue.id, _revision.label("revision"), KnownIssue.category_id, KnownIssue.title,
    KnownIssue.service.label("tags"), KnownIssue.html, KnownIssue.workaround_html,
).where(unrestricted())  # fmt: skip
_ROWS = select(
    KnownIssue.id, KnownIssue.slug, KnownIssue.state, KnownIssue.is_major, KnownIssue.since_at, KnownIssue.closed_at,
    KnownIssue.next_update_due_at,
).where(visible_to(), among(KnownIssue.id, "ids", BigId))  # fmt: skip
_LOOKED_AT = 40  # of the best, among which the open ones come first


def issues_for(
    wanted: Wanted, asker: Asker, *, language: str, most: int = 20, well: bool = False, unfinished: str = ""
) -> OnShelf:
    """Up to `most` issues with the query's words, the open ones first; with `well` only those that match well.
    Of the word `unfinished` the rest may not be typed yet.

    Filters ask for threads: nothing is found for a query that has others than in:known.
    """
    if asks_threads(wanted, shelf=IN_KNOWN):
        return OnShelf()
    matches = matches_for(_shelf.now(), wanted, asker, language, unfinished=unfinished)
    found = _shown(matches.well() if well else matches, asker)
    return OnShelf(sorted(found, key=lambda each: each.row.closed_at is not None)[:most], len(matches.best))


def issues_like(text: str, asker: Asker, *, language: str, most: int = 2) -> list[FoundCard]:
    """Up to `most` open issues that match well what somebody is about to ask."""
    found = _shown(matches_like(_shelf.now(), text, asker, language), asker)
    return [each for each in found if each.row.closed_at is None][:most]


def _shown(matches: Matches, asker: Asker) -> list[FoundCard]:
    if not matches.best:
        return []
    ids = [match.card.id for match in matches.best[:_LOOKED_AT]]
    return matches.shown(read(_ROWS, {"ids": ids, **reader_params(asker.reader)}), asker)


def _card(row: Row[Any]) -> Card:
    """It is found in either language: an outage is told in one."""
    return card_of(row, language="", family=row.id, text=f"{signed_text(row.html)}\n{signed_text(row.workaround_html)}")


_shelf = ShelfCache(_STAMP, _ISSUES, _card)

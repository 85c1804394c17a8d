"""What somebody may mean who has typed the beginning of a search: known issues, FAQ entries and threads to open."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.search.asking import Asker
from forum.search.grammar import Wanted
from forum.search.hits import folded
from forum.search.index.protocol import IndexUnusable
from forum.search.place import index
from forum.search.queries import Found, titled
from forum.search.shelf.faq import entries_for
from forum.search.shelf.finding import FoundCard
from forum.search.shelf.known import issues_for

SHORTEST = 2  # characters from which something is suggested
_SHORTEST_BEGINNING = 3
_MOST_ISSUES, _MOST_ENTRIES, _MOST = 1, 2, 7


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What can be opened at once; the threads are those that the reader may see listed."""

    issues: Sequence[FoundCard] = ()
    entries: Sequence[FoundCard] = ()
    threads: Sequence[Found] = ()


def suggestions(typed: str, asker: Asker, *, language: str) -> Suggestions:
    """Up to seven for what has been typed so far, whose last word may be only begun."""
    if len(typed.strip()) < SHORTEST:
        return Suggestions()
    wanted, last = asker.wanted(typed), _last_word(typed)
    found = issues_for(wanted, asker, language=language, most=_MOST_ISSUES, well=True, unfinished=last).cards
    issues = [each for each in found if each.row.closed_at is None]
    entries = entries_for(wanted, asker, language=language, most=_MOST_ENTRIES, well=True, unfinished=last).cards
    return Suggestions(issues, entries, _threads(typed, asker, _MOST - len(issues) - len(entries)))


def _threads(typed: str, asker: Asker, most: int) -> Sequence[Found]:
    """Those first whose titles show a word: nothing else is seen of them."""
    found: list[Found] = []
    for query in dict.fromkeys((_begun(typed), typed)):  # what nothing begins with is a typing error perhaps
        found = found or _titled(asker.wanted(query), asker, most)
    return sorted(found, key=lambda each: not any(piece.is_marked for piece in each.title))


def _titled(wanted: Wanted, asker: Asker, most: int) -> list[Found]:
    if wanted.is_empty:
        return []
    try:
        hits = index().find(asker.enquiry(wanted), skip=0, most=most)
    except IndexUnusable:
        return []
    return titled(folded(hits, asker.reader), wanted)


def _begun(typed: str) -> str:
    """The query that takes the last word for the beginning of one."""
    return f"{typed}*" if _last_word(typed) else typed


def _last_word(typed: str) -> str:
    """The last word, if it may be the beginning of one; else empty."""
    last = typed.split()[-1]
    return last if last.isalnum() and len(last) >= _SHORTEST_BEGINNING else ""

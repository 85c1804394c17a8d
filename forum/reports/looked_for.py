"""What is looked for in vain, beside the threads that have the same words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forum.accounts.actors import Actor
from forum.reports.searches import searches_in_vain
from forum.search.asking import Asker
from forum.search.index.terms import Group, lookup_of
from forum.search.shelf.faq import well_answered
from forum.search.similar import wanted_of
from forum.search.words.tokens import places

_MOST = 200  # searches of each kind that are looked at
FEWEST = 3
"""Searches in vain from which words are worth an entry that no thread has."""


@dataclass(slots=True)
class LookedFor:
    """Searches in vain: how many for the words of each group of titles, and those of no title, the most frequent first.

    `beside` counts by the group's key; `alone` has what was typed, as it was typed most often.
    """

    beside: Mapping[int, int] = field(default_factory=dict)
    alone: Sequence[tuple[str, int]] = ()


def looked_for(titles: Mapping[int, Sequence[str]], reader: Actor, *, at: datetime) -> LookedFor:
    """The searches in vain of the last 90 days, beside the first group of titles that has all of their words.

    What an FAQ entry answers well is left out. Nobody's name stands beside a search.
    """
    found = searches_in_vain(at=at, most=_MOST)
    searches = sorted((*found.unfound, *found.unopened), key=lambda row: (-row.in_vain, row.typed))
    answered = well_answered([row.typed for row in searches], Asker(reader, at=at, zone=UTC))
    forms = {key: _forms(" ".join(those)) for key, those in titles.items()}
    beside: dict[int, int] = defaultdict(int)
    alone: list[tuple[str, int]] = []
    for row in searches:
        if row.typed in answered or not (words := lookup_of(wanted_of(row.typed)).groups):
            continue
        key = next((key for key, those in forms.items() if _has(those, words)), None)
        if key is None:
            _add(alone, row.typed, row.in_vain, words)
        else:
            beside[key] += row.in_vain
    return LookedFor(beside, [each for each in alone if each[1] >= FEWEST])


def _add(alone: list[tuple[str, int]], typed: str, in_vain: int, words: Sequence[Group]) -> None:
    """The same words in another order or spelling are the same search."""
    for place, (other, count) in enumerate(alone):
        if _has(_forms(other), words) and _has(_forms(typed), lookup_of(wanted_of(other)).groups):
            alone[place] = (other, count + in_vain)
            return
    alone.append((typed, in_vain))


def _has(forms: frozenset[str], words: Sequence[Group]) -> bool:
    return all(not forms.isdisjoint(word) for word in words)


def _forms(text: str) -> frozenset[str]:
    return frozenset(form for place in places(text) for form in place.forms)

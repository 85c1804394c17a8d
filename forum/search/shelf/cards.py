"""Cards and how well they match: BM25 over a card's title, tags and text, and how much of either side is met."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np
from sqlalchemy import Row

from forum.search.index.letters import LONGEST, alike, errors_allowed, likeliest
from forum.search.index.near import Rather, widened
from forum.search.index.terms import STOP_WORDS, Group, Lookup
from forum.search.index.weights import IN_USE
from forum.search.words.people import forms_said
from forum.search.words.tokens import Place, places

_FIELDS = (("title", 4.0), ("tags", 2.0), ("text", 0.3))  # an answer's words say less than the question's
_NAMED = 2.0  # a word of the title or a tag, or that the text repeats
_SATURATION = 1.2
_LONGEST_TEXT = 4000  # characters
_IN_PASSING = 0.9  # what a word counts that stands in the text alone: half of a query is not met by it


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of knowledge. `family` is the same for its translations; `room` the category it stands in."""

    id: int
    revision: int
    room: int
    family: int
    language: str
    title: str
    tags: str
    text: str
    words: dict[str, float] = field(compare=False, repr=False)  # form -> weighted frequency
    title_words: tuple[frozenset[str], ...] = field(compare=False, repr=False)  # forms of each telling word


@dataclass(frozen=True, slots=True)
class Match:
    """A card that was found. `strength`, 0 to 1: how much of the query, or of its title, the other side has."""

    card: Card
    score: float
    strength: float
    words: int  # of the query that it has


def allows(lookup: Lookup, card: Card) -> bool:
    """Whether the card has the phrases that are wanted, and nothing that is to be left out."""
    if any(form.startswith(beginning) for beginning in lookup.without_prefixes for form in card.words):
        return False
    phrases, unwanted = (
        [words for words in each if _may_have(card, words)] for each in (lookup.phrases, lookup.without)
    )
    if len(phrases) < len(lookup.phrases):
        return False
    said = [forms_said(text) for text in (card.title, card.tags, card.text)] if phrases or unwanted else []
    return all(_says(said, words) for words in phrases) and not any(_says(said, words) for words in unwanted)


def _may_have(card: Card, words: Sequence[str]) -> bool:
    return card.words.keys() >= set(words)


def _says(said: Sequence[Sequence[Sequence[str]]], words: Sequence[str]) -> bool:
    """Whether the words stand next to each other in one of the texts."""
    return any(
        all(word in forms for word, forms in zip(words, text[place:], strict=False))
        for text in said
        for place in range(len(text) - len(words) + 1)
    )


def card_of(row: Row[Any], *, language: str, family: int, text: str) -> Card:
    """A card of a row with id, revision, category_id, title and tags."""
    words, title_words = words_of(row.title, row.tags, text)
    return Card(row.id, row.revision, row.category_id, family, language, row.title, row.tags, text, words, title_words)


def words_of(title: str, tags: str, text: str) -> tuple[dict[str, float], tuple[frozenset[str], ...]]:
    """The weighted forms of a card, and those of each telling word of its title. Slow: done once a revision."""
    weighted: dict[str, float] = defaultdict(float)
    texts = {"title": title, "tags": tags, "text": text[:_LONGEST_TEXT]}
    for name, weight in _FIELDS:
        for forms in forms_said(texts[name]):
            for form in forms:
                weighted[form] += weight
    telling = [place for place in places(title) if not _is_mute(place)]
    return dict(weighted), tuple(frozenset(place.forms) for place in telling)


class Shelf:
    """All cards of a kind, as they were at `stamp`. Never changed once made, so threads may share it."""

    def __init__(self, cards: Iterable[Card], stamp: object) -> None:
        self.stamp = stamp
        self.cards = {card.id: card for card in cards}
        self._with: dict[str, list[int]] = defaultdict(list)
        for card in self.cards.values():
            for form in card.words:
                self._with[form].append(card.id)
        titles = {form for card in self.cards.values() for forms in card.title_words for form in forms}
        self._title_words = np.array(
            sorted(form for form in titles if form.isalpha() and len(form) <= LONGEST), np.str_
        )

    def widened(self, groups: Sequence[Group], rooms: frozenset[int], *, is_word: Callable[[str], bool]) -> list[Group]:
        """The groups, with words of titles like those that no card of these rooms has, nor a thread (`is_word`)."""

        def is_met(group: Group) -> bool:
            return any(self.cards[card_id].room in rooms for form in group for card_id in self._having(form))

        def like(word: str) -> list[str]:
            likes = self._like(word)
            return [] if likes and is_word(word) else likes

        return widened(groups, IN_USE.near, is_met=is_met, like=like, rather=lambda _: Rather())

    def finished(self, groups: Sequence[Group], word: str) -> list[Group]:
        """The groups; what the word asks for has with it the words of titles that begin like it."""
        first, end = np.searchsorted(self._title_words, [word, f"{word}\U0010ffff"])
        begun = dict.fromkeys(self._title_words[first:end].tolist(), 1.0)
        return [{**begun, **group} if group.get(word) == 1.0 else group for group in groups]

    def begun(self, beginning: str) -> Group:
        """The words that begin like this, as a group."""
        return dict.fromkeys((form for form in self._with if form.startswith(beginning)), 1.0)

    def all(self, rooms: frozenset[int]) -> list[Match]:
        """Every card of these rooms, by title."""
        cards = sorted(self.cards.values(), key=lambda card: (card.title.casefold(), card.id))
        return [Match(card, 0.0, 1.0, 0) for card in cards if card.room in rooms]

    def find(self, groups: Sequence[Group], rooms: frozenset[int]) -> list[Match]:
        """The cards of these rooms with any of the words, the best first; of translations all."""
        weights = [self._rarity(group) for group in groups]
        found: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for number, group in enumerate(groups):
            for card_id, frequency in self._frequencies(group).items():
                found[card_id].append((number, weights[number] * frequency / (frequency + _SATURATION)))
        total = sum(weights) or 1.0
        matches = [
            self._match(self.cards[card_id], met, groups, weights, total)
            for card_id, met in found.items()
            if self.cards[card_id].room in rooms
        ]
        return sorted(matches, key=lambda match: (-match.score, match.card.id))

    def _like(self, word: str) -> list[str]:
        near, edits = alike(word, self._title_words, errors_allowed(word))
        known = self._title_words[near].tolist()
        return likeliest(
            (other, len(self._with[other]), edit) for other, edit in zip(known, edits.tolist(), strict=True)
        )

    def _match(
        self, card: Card, met: list[tuple[int, float]], groups: Sequence[Group], weights: list[float], total: float
    ) -> Match:
        of_query = sum(weights[number] * _share(card, groups[number]) for number, _ in met) / total
        asked = {form for number, _ in met for form in groups[number]}
        of_title = sum(not asked.isdisjoint(forms) for forms in card.title_words) / (len(card.title_words) or 1)
        strength = max(of_query, of_title)
        return Match(card, sum(gain for _, gain in met) * (0.5 + strength), strength, len(met))

    def _frequencies(self, group: Group) -> dict[int, float]:
        """How often each card has the word, by its best form."""
        found: dict[int, float] = {}
        for form, weight in group.items():
            for card_id in self._having(form):
                said = self.cards[card_id].words
                found[card_id] = max(found.get(card_id, 0.0), weight * min(said[word] for word in form.split()))
        return found

    def _having(self, form: str) -> Iterable[int]:
        """The cards with a form; with all words of a name."""
        words = form.split()
        return set.intersection(*(set(self._with.get(word, ())) for word in words))

    def _rarity(self, group: Group) -> float:
        """What a word weighs: the rarer the more; one that no card has, as much as one that a card has."""
        having = max(1, len({card_id for form in group for card_id in self._having(form)}))
        return log(1 + (len(self.cards) - having + 0.5) / (having + 0.5)) + 0.2


def _share(card: Card, group: Group) -> float:
    """How much it says that the card has the word."""
    said = max(min(card.words.get(word, 0.0) for word in form.split()) for form in group)
    return 1.0 if said >= _NAMED else _IN_PASSING


def _is_mute(place: Place) -> bool:
    return place.forms[0] in STOP_WORDS

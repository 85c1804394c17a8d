"""Filters beside the results: those of the query, which one click takes away, and those that one click adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from forum.kernel.text.clean import clean_line
from forum.kernel.words import N_
from forum.search.facets import STATES, Counted
from forum.search.filters import BY_ME, FOLLOWED, IN_FAQ, IN_KNOWN
from forum.search.grammar import Typed, Wanted, without_filter

_LABELS = {
    "is:solved": N_("Solved only"), "is:open": N_("Unsolved"), "is:unanswered": N_("Unanswered"),
    "is:duplicate": N_("Duplicate"), "is:locked": N_("Locked"), "staff:yes": N_("With staff answer"),
    "has:ticket": N_("With a ticket"), "lang:en": N_("In English"), "lang:ms": N_("In Malay"),
    BY_ME: N_("My questions"), FOLLOWED: N_("Following"), IN_FAQ: N_("FAQ"), IN_KNOWN: N_("Known issues"),
}  # fmt: skip
_TYPED = {BY_ME: "in:mine"}  # how a fact is asked for, where that is not its name
_MOST_CATEGORIES, _MOST_TAGS = 8, 10


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: what it is called (`label` is translated where it is shown, `name` is not), where a click leads."""

    label: str
    name: str
    address: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """Filters of one kind. The first facet of a page is always in sight, the others on demand."""

    title: str
    chips: Sequence[Chip]


def taken(typed: str, wanted: Wanted, categories: Mapping[str, str]) -> list[Chip]:
    """The query's filters, each with the address of the search without it."""
    return [_taken(typed, which, categories) for which in wanted.filters]


def offered(
    typed: str, wanted: Wanted, counted: Counted | None, shelves: Mapping[str, int], categories: Mapping[str, str]
) -> list[Facet]:
    """What would narrow the results down: filters of which some threads are, but not all.

    `shelves`: how many cards there are in:faq and in:known; `categories`: their names by slug.
    """
    if wanted.asks_shelf:
        return []
    facts = {which.fact for which in wanted.filters}
    offer = _Offer(clean_line(typed), facts, counted, shelves, categories)
    facets = (
        Facet(N_("State"), offer.chips((*STATES, "staff:yes", "has:ticket"))),
        Facet(N_("Where"), offer.chips((BY_ME, IN_FAQ, IN_KNOWN))),
        Facet(N_("Category"), offer.of_kind("category", _MOST_CATEGORIES)),
        Facet(N_("Tags"), offer.of_kind("tag", _MOST_TAGS)),
        Facet(N_("Language"), offer.chips(("lang:en", "lang:ms"))),
    )
    return [facet for facet in facets if facet.chips]


@dataclass(frozen=True, slots=True)
class _Offer:
    typed: str
    taken: set[str]
    counted: Counted | None
    shelves: Mapping[str, int]
    categories: Mapping[str, str]

    def chips(self, facts: Sequence[str]) -> list[Chip]:
        return [chip for fact in facts if fact not in self.taken and (chip := self._chip(fact))]

    def of_kind(self, kind: str, most: int) -> list[Chip]:
        if not self.counted or (kind == "category" and any(fact.startswith("category:") for fact in self.taken)):
            return []
        return self.chips(self.counted.of_kind(kind, most=most + len(self.taken)))[:most]

    def _chip(self, fact: str) -> Chip | None:
        count = self._count(fact)
        if count == 0 or (self.counted and count == self.counted.threads and fact not in self.shelves):
            return None
        label, name = named(fact, self.categories)
        return Chip(label, name, _address(f"{self.typed} {_TYPED.get(fact, fact)}"), count)

    def _count(self, fact: str) -> int | None:
        if fact in self.shelves:
            return self.shelves[fact]
        if self.counted is None:
            return None if fact != BY_ME else 0
        return self.counted.mine if fact == BY_ME else self.counted.facts.get(fact, 0)


def named(fact: str, categories: Mapping[str, str]) -> tuple[str, str]:
    """What a filter is called: a message, or a name that is not translated."""
    kind, _, value = fact.partition(":")
    if fact in _LABELS:
        return _LABELS[fact], ""
    if kind == "category" and value in categories:
        return "", categories[value]
    return "", value if kind == "tag" else fact


def _taken(typed: str, which: Typed, categories: Mapping[str, str]) -> Chip:
    label, name = ("", which.text) if which.is_without or not which.fact else named(which.fact, categories)
    return Chip(label, name, _address(without_filter(typed, which)))


def _address(typed: str) -> str:
    return f"/search?{urlencode({'q': typed.strip()})}"

"""Which threads are worth scoring: some hundred that are most likely to be among the best.

Each of the query's words, the rarest first, proposes the threads that have it, as long as all of them together are no
more than _LISTED (of few words _LISTED_OF_FEW); so does each word in a title. A thread counts what its words are worth
(their rarity), and the _KEPT that count most are scored. Frequent words that are too many to be listed have ways of
their own, each for the _NEWEST threads:

- to have every word, or every word but one
- to have the word that is rarest in titles there
- to have exactly this title

So that they need not be looked for among all threads, the first two ask only the newest months, as many as should hold
enough of them; where that finds less than a page the engine asks again for all months.

Scorers that are registered propose threads of their own.
The filters and the rooms hold for all of them. How near this comes to scoring every thread: docs/search.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod
from typing import Any

from forum.search.index.postgresql.corpus import Frequency, KnownForms
from forum.search.index.postgresql.lexemes import quoted
from forum.search.index.postgresql.months import newest
from forum.search.index.protocol import Enquiry
from forum.search.index.scorers import registered
from forum.search.index.scoring import rarity, title_fact
from forum.search.index.terms import Group, Lookup

_LISTED, _LISTED_OF_FEW = 15_000, 6_000
_KEPT = 600
_NEWEST = 400
_FEW = 5  # words of a query of which one may be missing
_MOST_TOGETHER = 12  # words that a thread is looked for by that has them all, if some are rare enough to be listed
_SPARE = 2  # times as many threads are expected as are needed
_NARROWED = 0.1  # the share of threads that a filter is taken to let through
Statement = tuple[str, list[Any]]
Counted = tuple[int, Group]  # how many threads may have a group

_LISTS = """(
SELECT question_id FROM (
    SELECT question_id, created, way.worth FROM unnest(%s::tsquery[], %s::float4[]) AS way (query, worth)
    JOIN {{schema}}.thread ON words @@ way.query WHERE {where}
    UNION ALL
    SELECT question_id, created, way.worth FROM unnest(%s::tsquery[], %s::float4[]) AS way (query, worth)
    JOIN {{schema}}.thread ON title @@ way.query WHERE {where}
) AS listed
GROUP BY question_id ORDER BY sum(worth) DESC, max(created) DESC LIMIT %s)"""
# "+ 0": the way there is by the words, not through all threads in the order of time.
_WAY = "(SELECT question_id FROM {{schema}}.thread WHERE {condition} AND {where} ORDER BY created + 0 DESC LIMIT %s)"
_ONLY_FILTERS = (
    "(SELECT question_id FROM {{schema}}.thread WHERE {where} ORDER BY created DESC, question_id DESC LIMIT %s)"
)
_ALL = """
WITH found AS MATERIALIZED ({ways})
SELECT question_id, head, entries FROM found JOIN {{schema}}.entry USING (question_id)
"""


class Chooser:
    """The candidates of one search, as a statement."""

    def __init__(self, enquiry: Enquiry, lookup: Lookup, groups: Sequence[Group]) -> None:
        self.enquiry, self.lookup, self.groups = enquiry, lookup, groups

    def statement(self, known: KnownForms, *, most: int) -> Statement:
        """The threads to score of a query with words; of one that has only filters, the `most` newest."""
        where, filters = self.filters()
        if not self.groups:
            return _ALL.format(ways=_ONLY_FILTERS.format(where=where)), [*filters, most]
        by_words, by_titles = self._ordered(known, _in_words), self._ordered(known, _in_titles)
        most_listed = _LISTED_OF_FEW if len(by_words) <= _FEW else _LISTED
        listed = _listed(by_words, most_listed)
        titled = [] if self.lookup.phrases else _listed(by_titles, most_listed)
        ways = [_LISTS.format(where=where)]
        params = [*_priced(listed, known), *filters, *_priced(titled, known), *filters, max(_KEPT, most)]
        if len(listed) < len(by_words):
            together = by_words if len(by_words) <= _MOST_TOGETHER or not listed else []
            rarest_title = [] if titled or self.lookup.phrases else by_titles[:1]
            for condition, value in self._among_frequent(together, rarest_title, known):
                ways.append(_WAY.format(condition=condition, where=where))
                params += [value, *filters, max(_NEWEST, most)]
        if proposed := self._proposed(most):
            ways.append(_WAY.format(condition="question_id = ANY(%s)", where=where))
            params += [proposed, *filters, len(proposed)]
        return _ALL.format(ways=" UNION ".join(ways)), params

    def condition(self, *, most: int) -> Statement:
        """What holds of every thread that is found: any of the words, or proposed (`most` at most); and the filters."""
        where, filters = self.filters()
        if not self.groups:
            return where, filters
        words = " | ".join(any_of(group) for group in self.groups if group)
        return f"(words @@ %s::tsquery OR question_id = ANY(%s)) AND {where}", [words, self._proposed(most), *filters]

    def fewest(self, known: KnownForms) -> int:
        """So many threads are found at least, in all rooms together; 0 where a filter may take any of them away."""
        wanted, lookup = self.enquiry.wanted, self.lookup
        if self._narrowed or wanted.without_facts or lookup.without or lookup.without_prefixes:
            return 0
        known_forms = known.frequencies.keys() & {form for group in self.groups for form in group}
        counts = (known.frequencies[form].threads for form in known_forms)
        return max(counts, default=0) - len(self.enquiry.lowered)

    def _proposed(self, most: int) -> list[int]:
        return [number for each in registered() for number in each.scorer.proposed(self.enquiry, most=most)]

    @property
    def _narrowed(self) -> int:
        """How many filters there are beside the rooms."""
        enquiry, wanted = self.enquiry, self.enquiry.wanted
        return len((*wanted.facts, *enquiry.spans, *self.lookup.phrases)) + (enquiry.only is not None)

    def filters(self) -> Statement:
        """What every thread that is found has to be."""
        enquiry, wanted = self.enquiry, self.enquiry.wanted
        parts, params = ["room = ANY(%s)"], [sorted(enquiry.rooms)]  # type: list[str], list[Any]
        if enquiry.lowered:
            parts.append("NOT question_id = ANY(%s)")
            params.append(sorted(enquiry.lowered))
        if enquiry.only is not None:
            parts.append("question_id = ANY(%s)")
            params.append(sorted(enquiry.only))
        if wanted.facts:
            parts.append("facts @> %s")
            params.append(wanted.facts)
        if wanted.without_facts:
            parts.append("NOT facts && %s")
            params.append(wanted.without_facts)
        for first, end, is_outside in enquiry.spans:
            parts.append(f"(created >= %s AND created < %s) IS {'FALSE' if is_outside else 'TRUE'}")
            params += [first, end]
        if lexical := " & ".join(self._lexical()):  # one query for all of them: the index goes through each word once
            parts.append("words @@ %s::tsquery")
            params.append(lexical)
        return " AND ".join(parts), params

    def _lexical(self) -> Iterator[str]:
        """Phrases that have to be there, and what must not."""
        lookup = self.lookup
        yield from (f"({_phrase(words)})" for words in lookup.phrases)
        yield from (f"!({_phrase(words)})" for words in lookup.without)
        yield from (f"!({quoted(prefix)}:*)" for prefix in lookup.without_prefixes)

    def _ordered(self, known: KnownForms, count: Callable[[Frequency], int]) -> list[Counted]:
        """The groups that some thread has, the rarest first, and how many threads may have them."""
        counts = [
            sum(count(known.frequencies[form]) for form in group if form in known.frequencies) for group in self.groups
        ]
        pairs = zip(counts, self.groups, strict=True)
        return sorted((pair for pair in pairs if pair[0]), key=lambda pair: pair[0])

    def _among_frequent(
        self, groups: Sequence[Counted], rarest_title: Sequence[Counted], known: KnownForms
    ) -> Iterator[tuple[str, Any]]:
        """What threads have that are likely to be the best although their words are frequent."""
        yield "facts @> %s", [title_fact(self.enquiry.wanted.words)]
        if groups:
            yield "words @@ %s::tsquery", self._newest_with_all([groups], known)
        if 2 < len(groups) <= _FEW:
            but_one = [[*groups[:number], *groups[number + 1 :]] for number in range(len(groups))]
            yield "words @@ %s::tsquery", self._newest_with_all(but_one, known)
        for group in rarest_title:
            yield "title @@ %s::tsquery", self._newest_with_all([[group]], known)

    def _newest_with_all(self, choices: Sequence[Sequence[Counted]], known: KnownForms) -> str:
        """A query for all groups of one of the choices, in as many of the newest months as should have enough of it."""
        asked = " | ".join(f"({_joined([group for _, group in groups], ' & ')})" for groups in choices)
        share = sum(prod(min(1.0, count / known.threads) for count, _ in groups) for groups in choices)
        wanted = _NEWEST * _SPARE / (share * _NARROWED**self._narrowed)
        months = [] if self.enquiry.spans else newest(known.months, wanted)
        return f"({asked}) & ({' | '.join(map(quoted, months))})" if months else asked


def _in_words(frequency: Frequency) -> int:
    return frequency.threads


def _in_titles(frequency: Frequency) -> int:
    return frequency.titles


def _listed(ordered: Sequence[Counted], left: int) -> list[Group]:
    """As many of the groups as stand in so many threads together."""
    found = []
    for count, group in ordered:
        left -= count
        if left < 0:
            break
        found.append(group)
    return found


def _priced(groups: Sequence[Group], known: KnownForms) -> tuple[list[str], list[float]]:
    """The groups as queries, and what it is worth to have them."""
    counts = (sum(known.frequencies[form].threads for form in group if form in known.frequencies) for group in groups)
    worth = [rarity(known.threads, min(known.threads, count)) for count in counts]
    return [any_of(group) for group in groups], worth


def _joined(groups: Sequence[Group], joint: str) -> str:
    return joint.join(f"({any_of(group)})" for group in groups)


def any_of(forms: Iterable[str]) -> str:
    """A query for one of the forms; of a name of several words, for all of its words."""
    return " | ".join(f"({' & '.join(map(quoted, form.split(' ')))})" for form in forms)


def _phrase(words: Sequence[str]) -> str:
    return " <-> ".join(map(quoted, words))

"""Which threads are worth scoring: some hundred that are most likely to be among the best.

Each of the query's words, the rarest first, proposes the threads that have it, as long as all of them together are no
more than _LISTED (of few words _LISTED_OF_FEW); so does each word in a title. A thread counts what its words are worth
(their rarity), and the _SCORED that count most are scored (of few words _SCORED_OF_FEW). Frequent words that are too
many to be listed have ways of their own, each for the _NEAREST threads, those asked about the moment of the query:

- to have every word, or every word but one; with phrases: every word of theirs
- to have the word that is rarest in titles there
- to have exactly this title

So that they need not be looked for among all threads, the first two ask only the months about that moment, as many as
should hold enough of them; where that finds less than a page the engine asks again for all months.

Scorers that are registered propose threads of their own.
The conditions hold for all of them. How near this comes to scoring every thread: docs/search.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod
from typing import Any

from forum.search.index.postgresql.conditions import Conditions, Statement
from forum.search.index.postgresql.corpus import Frequency, KnownForms
from forum.search.index.postgresql.lexemes import quoted
from forum.search.index.postgresql.months import nearest, within
from forum.search.index.protocol import Enquiry
from forum.search.index.scorers import registered
from forum.search.index.scoring import rarity, title_fact
from forum.search.index.terms import Group, Lookup

_LISTED, _LISTED_OF_FEW = 15_000, 6_000
_SCORED, _SCORED_OF_FEW = 600, 400
_NEAREST = 300
_FEW = 5  # words of a query of which one may be missing
_MOST_TOGETHER = 12  # words that a thread is looked for by that has them all, if some are rare enough to be listed
_MOST_FORMS = 40  # of such words together: more are alternatives that somebody has put together with OR
_SPARE = 2  # times as many threads are expected as are needed
_NARROWED = 0.1  # the share of threads that a filter is taken to let through
Counted = tuple[int, Group]  # how many threads may have a group
Way = tuple[str, list[Any], int]  # a statement without its LIMIT, its parameters, and how many threads it proposes

# A way tells the threads that it proposes, the likeliest first, with their words: those are read only if `_READ` asks.
_LISTS = """
SELECT question_id, (SELECT words FROM {{schema}}.thread AS whole WHERE whole.question_id = listed.question_id) AS words
FROM (
    SELECT question_id, created, way.worth FROM unnest(%s::tsquery[], %s::float4[]) AS way (query, worth)
    JOIN {{schema}}.thread ON words @@ way.query WHERE {where}
    UNION ALL
    SELECT question_id, created, way.worth FROM unnest(%s::tsquery[], %s::float4[]) AS way (query, worth)
    JOIN {{schema}}.thread ON title @@ way.query WHERE {of_titles}
) AS listed
GROUP BY question_id ORDER BY sum(worth) DESC, min(abs(created - %s))"""
_WAY = "SELECT question_id, words FROM {{schema}}.thread WHERE {condition} AND {where} ORDER BY abs(created - %s)"
_ONLY_FILTERS = "SELECT question_id, words FROM {{schema}}.thread WHERE {where} ORDER BY created DESC, question_id DESC"
_PROPOSED = "(SELECT question_id FROM ({way} LIMIT %s) AS likely)"
_READ = "(SELECT question_id FROM ({way} LIMIT %s) AS likely WHERE words @@ %s::tsquery LIMIT %s)"
_ALL = """
WITH found AS MATERIALIZED ({ways})
SELECT question_id, head, entries FROM found JOIN {{schema}}.entry USING (question_id)
"""


class Chooser:
    """The candidates of one search, as a statement."""

    def __init__(self, enquiry: Enquiry, lookup: Lookup, groups: Sequence[Group]) -> None:
        self.enquiry, self.lookup, self.groups = enquiry, lookup, groups
        self.conditions = Conditions(enquiry, lookup)

    def statement(self, known: KnownForms, *, most: int) -> Statement:
        """The threads to score of a query with words; of one that has only filters, the `most` newest."""
        if not self.groups:
            where, filters = self.conditions.by_rows()
            only = _ONLY_FILTERS.format(where=where), filters, most
            return self._united([only], self.conditions.all_of_words(known))
        return self._united(self._ways(known, most), self.conditions.by_reading(known))

    def _united(self, ways: Iterable[Way], read: str) -> Statement:
        """What any of the ways proposes, with what is scored; of those only what has what has to be read."""
        parts, params = [], []  # type: list[str], list[Any]
        for way, of_way, most in ways:
            parts.append((_READ if read else _PROPOSED).format(way=way))
            params += [*of_way, self.conditions.most_read, read, most] if read else [*of_way, most]
        return _ALL.format(ways=" UNION ".join(parts)), params

    def _ways(self, known: KnownForms, most: int) -> Iterator[Way]:
        where, filters = self.conditions.by_index()
        of_titles, filters_of_titles = self.conditions.by_titles()
        by_words, by_titles = self._ordered(known, _in_words), self._ordered(known, _in_titles)
        is_few = len(by_words) <= _FEW
        most_listed, scored = (_LISTED_OF_FEW, _SCORED_OF_FEW) if is_few else (_LISTED, _SCORED)
        listed = _listed(by_words, most_listed)
        titled = [] if self.lookup.phrases else _listed(by_titles, most_listed)
        at = self.enquiry.at.timestamp()
        lists = [*_priced(listed, known), *filters, *_priced(titled, known), *filters_of_titles, at]
        yield _LISTS.format(where=where, of_titles=of_titles), lists, max(scored, most)
        if len(listed) < len(by_words):
            together = self._of_phrases(by_words) or by_words
            together = together if len(together) <= _MOST_TOGETHER or not listed else []
            rarest_title = [] if titled or self.lookup.phrases else by_titles[:1]
            for condition, value in self._among_frequent(together, known):
                yield _WAY.format(condition=condition, where=where), [value, *filters, at], max(_NEAREST, most)
            for group in rarest_title:
                near = self._near_with_all([[group]], known)
                way = _WAY.format(condition="title @@ %s::tsquery", where=of_titles)
                yield way, [near, *filters_of_titles, at], max(_NEAREST, most)
        if proposed := self._proposed(most):
            way = _WAY.format(condition="question_id = ANY(%s)", where=where)
            yield way, [proposed, *filters, at], len(proposed)

    def found(self, *, most: int) -> Statement:
        """What holds of all that is found: threads with any of the words, and up to `most` that are proposed."""
        if not self.groups:
            return self.conditions.by_index()
        words = " | ".join(any_of(group) for group in self.groups if group)
        having, params = self.conditions.by_index(f"({words})") if words else ("FALSE", [])
        if not (proposed := self._proposed(most)):
            return having, params
        where, filters = self.conditions.by_index()
        return f"({having} OR question_id = ANY(%s) AND {where})", [*params, proposed, *filters]

    def fewest(self, known: KnownForms) -> int:
        """So many threads are found at least, in all rooms together; 0 where a filter may take any of them away."""
        if self.conditions.takes_away:
            return 0
        known_forms = known.frequencies.keys() & {form for group in self.groups for form in group}
        counts = (known.frequencies[form].threads for form in known_forms)
        return max(counts, default=0) - len(self.enquiry.lowered)

    def _proposed(self, most: int) -> list[int]:
        return [number for each in registered() for number in each.scorer.proposed(self.enquiry, most=most)]

    def _ordered(self, known: KnownForms, count: Callable[[Frequency], int]) -> list[Counted]:
        """The groups that some thread has, the rarest first, and how many threads may have them."""
        groups = list(
            {frozenset(group): group for group in self.groups}.values()
        )  # what is said twice is asked for once
        counts = [
            sum(count(known.frequencies[form]) for form in group if form in known.frequencies) for group in groups
        ]
        pairs = zip(counts, groups, strict=True)
        return sorted((pair for pair in pairs if pair[0]), key=lambda pair: pair[0])

    def _of_phrases(self, groups: Sequence[Counted]) -> list[Counted]:
        """The groups that every thread has that is found, since a phrase needs their words."""
        said = {word for phrase in self.lookup.phrases for word in phrase}
        return [pair for pair in groups if said & pair[1].keys()]

    def _among_frequent(self, groups: Sequence[Counted], known: KnownForms) -> Iterator[tuple[str, Any]]:
        """What threads have that are likely to be the best although their words are frequent."""
        yield "facts @> %s", [title_fact(self.enquiry.wanted.words)]
        if groups:
            yield "words @@ %s::tsquery", self._near_with_all([groups], known)
        if (
            2 < len(groups) <= _FEW
            and sum(len(group) for _, group in groups) <= _MOST_FORMS
            and not self.lookup.phrases
        ):
            but_one = [[*groups[:number], *groups[number + 1 :]] for number in range(len(groups))]
            yield "words @@ %s::tsquery", self._near_with_all(but_one, known)

    def _near_with_all(self, choices: Sequence[Sequence[Counted]], known: KnownForms) -> str:
        """A query for all groups of one of the choices, in as many of the nearest months as should have enough."""
        asked = " | ".join(f"({_joined([group for _, group in groups], ' & ')})" for groups in choices)
        share = sum(prod(min(1.0, count / known.threads) for count, _ in groups) for groups in choices)
        wanted = _NEAREST * _SPARE / (share * _NARROWED**self.conditions.narrowing)
        months = nearest(within(known.months, self.enquiry.spans), self.enquiry.at, wanted)
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

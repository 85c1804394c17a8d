"""Which threads are worth scoring: chosen by the query's rarest words, so that the best are among a thousand or two.

Where a query's words are few in all threads together, every thread with one of them is a candidate. Otherwise there
are several ways to become one, each for at most MOST threads, the newest first:

- to have one of the rarest words (as many of the words as stand in MOST threads together)
- to have every word, or every word but one
- to have one of the words in the title, the rarest in titles first
- to have exactly this title

The filters and the rooms hold for all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forum.search.index.postgresql.corpus import Frequency
from forum.search.index.postgresql.lexemes import quoted
from forum.search.index.protocol import Enquiry
from forum.search.index.scoring import title_fact
from forum.search.index.terms import Group, Lookup

MOST = 1000
_MOST_LEFT_OUT = 5  # words of a query of which one may be missing
Statement = tuple[str, list[Any]]

# "+ 0": the way there is by the words, not through all threads in the order of time.
_WAY = "(SELECT question_id FROM {{schema}}.thread WHERE {where} ORDER BY created + 0 DESC LIMIT %s)"
_ALL = """
WITH found AS MATERIALIZED ({ways})
SELECT question_id, head, entries FROM found JOIN {{schema}}.entry USING (question_id)
"""
_NEWEST = "(SELECT question_id FROM {{schema}}.thread WHERE {where} ORDER BY created DESC, question_id DESC LIMIT %s)"


class Chooser:
    """The candidates of one search, as a statement."""

    def __init__(self, enquiry: Enquiry, lookup: Lookup, groups: Sequence[Group]) -> None:
        self._enquiry, self._lookup, self._groups = enquiry, lookup, groups

    def statement(self, frequencies: Mapping[str, Frequency], *, most: int) -> Statement:
        """The threads to score of a query with words; of one that has only filters, the `most` newest."""
        where, params = self._filters()
        if not self._groups:
            return _ALL.format(ways=_NEWEST.format(where=where)), [*params, most]
        ways, all_params = [], []
        for condition, values in self._ways(frequencies):
            ways.append(_WAY.format(where=f"{condition} AND {where}"))
            all_params += [*values, *params, max(MOST, most)]
        return _ALL.format(ways=" UNION ".join(ways)), all_params

    def _filters(self) -> Statement:
        enquiry, wanted = self._enquiry, self._enquiry.wanted
        parts, params = ["room = ANY(%s)"], [sorted(enquiry.rooms)]  # type: list[str], list[Any]
        if wanted.facts:
            parts.append("facts @> %s")
            params.append(wanted.facts)
        if wanted.without_facts:
            parts.append("NOT facts && %s")
            params.append(wanted.without_facts)
        for first, end, is_outside in enquiry.spans:
            parts.append(f"(created >= %s AND created < %s) IS {'FALSE' if is_outside else 'TRUE'}")
            params += [first, end]
        for query in self._lexical():
            parts.append("words @@ %s::tsquery")
            params.append(query)
        return " AND ".join(parts), params

    def _lexical(self) -> Iterator[str]:
        """Phrases that have to be there, and what must not."""
        lookup = self._lookup
        yield from (_phrase(words) for words in lookup.phrases)
        yield from (f"!({_phrase(words)})" for words in lookup.without)
        yield from (f"!({quoted(prefix)}:*)" for prefix in lookup.without_prefixes)

    def _ways(self, frequencies: Mapping[str, Frequency]) -> Iterator[Statement]:
        threads = [sum(frequencies[form].threads for form in group if form in frequencies) for group in self._groups]
        groups = [group for count, group in _by_count(threads, self._groups) if count]
        rare = _rarest(threads, self._groups)
        if rare or not groups:
            yield _having("words", rare, " | ")
        if len(rare) < len(groups):
            yield from self._among_frequent(groups)
            titles = [sum(frequencies[form].titles for form in group if form in frequencies) for group in self._groups]
            yield _having("title", _rarest(titles, self._groups) or groups[:1], " | ")

    def _among_frequent(self, groups: list[Group]) -> Iterator[Statement]:
        """What threads have that are likely to be the best when every one of the words is frequent."""
        yield "facts @> %s", [[title_fact(self._enquiry.wanted.words)]]
        yield _having("words", groups, " & ")
        if 2 < len(groups) <= _MOST_LEFT_OUT:
            but_one = (groups[:number] + groups[number + 1 :] for number in range(len(groups)))
            yield "words @@ %s::tsquery", [" | ".join(f"({_joined(some, ' & ')})" for some in but_one)]


def _by_count(counts: Sequence[int], groups: Sequence[Group]) -> list[tuple[int, Group]]:
    return sorted(zip(counts, groups, strict=True), key=lambda pair: pair[0])


def _rarest(counts: Sequence[int], groups: Sequence[Group]) -> list[Group]:
    """As many of the groups, the rarest first, as stand in MOST threads together; without those that nobody has."""
    found, left = [], MOST
    for count, group in _by_count(counts, groups):
        left -= count
        if left < 0:
            break
        if count:
            found.append(group)
    return found


def _having(column: str, groups: Sequence[Group], joint: str) -> Statement:
    return f"{column} @@ %s::tsquery", [_joined(groups, joint)]


def _joined(groups: Sequence[Group], joint: str) -> str:
    return joint.join(f"({' | '.join(map(quoted, group))})" for group in groups)


def _phrase(words: Sequence[str]) -> str:
    return " <-> ".join(map(quoted, words))

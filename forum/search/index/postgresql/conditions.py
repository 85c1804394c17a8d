"""What every thread that is found has to be: what the indexes know of it, and what has to be read from itself.

Whether words stand next to each other only a thread's `tsvector` says, some kilobytes that PostgreSQL keeps apart from
the row. So it is read of threads alone that have all of the words by the index, the likeliest first, until enough are
found; of MOST_READ at most, of MOST_SKIMMED where words are left out of everything and no place is looked at. The
phrase with the rarest word is asked for first: a thread without it is done with.
"""

from collections.abc import Sequence
from math import inf
from typing import Any

from forum.search.index.postgresql.corpus import KnownForms
from forum.search.index.postgresql.lexemes import form_of, quoted
from forum.search.index.protocol import Enquiry
from forum.search.index.terms import Lookup

MOST_READ, MOST_SKIMMED = 15_000, 40_000
Statement = tuple[str, list[Any]]


class Conditions:
    """Those of one search."""

    def __init__(self, enquiry: Enquiry, lookup: Lookup) -> None:
        self._enquiry, self._lookup = enquiry, lookup

    @property
    def narrowing(self) -> int:
        """How many there are that may hold of few threads."""
        enquiry = self._enquiry
        return len((*enquiry.wanted.facts, *enquiry.spans, *self._lookup.phrases)) + (enquiry.only is not None)

    @property
    def takes_away(self) -> bool:
        """Whether there is any beside the rooms and the threads that are not to be found."""
        lookup, wanted = self._lookup, self._enquiry.wanted
        return bool(self.narrowing or wanted.without_facts or lookup.without or lookup.without_prefixes)

    def by_index(self, words: str = "") -> Statement:
        """What holds of the rows, and a query for words that they have, by the indexes alone.

        A phrase asks that its words are there. It is one query for all: the index goes through each word once, and no
        row is looked at that lacks a fact.
        """
        return self._by_queries({"words": _all_of(words, self._facts(), self._words())})

    def by_titles(self) -> Statement:
        """The same of threads that are found by the index of titles, which knows their facts as well."""
        return self._by_queries({"title": self._facts(), "words": self._words()})

    def by_rows(self) -> Statement:
        """What holds of the rows, whatever their words are."""
        where, params = self._by_columns()
        facts = self._enquiry.wanted.facts
        return (f"{where} AND facts @> %s", [*params, facts]) if facts else (where, params)

    def _by_queries(self, queries: dict[str, str]) -> Statement:
        where, params = self._by_columns()
        asked = {column: query for column, query in queries.items() if query}
        return " AND ".join([where, *(f"{column} @@ %s::tsquery" for column in asked)]), [*params, *asked.values()]

    def _by_columns(self) -> Statement:
        enquiry, wanted = self._enquiry, self._enquiry.wanted
        parts, params = ["room = ANY(%s)"], [sorted(enquiry.rooms)]  # type: list[str], list[Any]
        if enquiry.lowered:
            parts.append("NOT question_id = ANY(%s)")
            params.append(sorted(enquiry.lowered))
        if enquiry.only is not None:
            parts.append("question_id = ANY(%s)")
            params.append(sorted(enquiry.only))
        if wanted.without_facts:
            parts.append("NOT facts && %s")
            params.append(wanted.without_facts)
        for first, end, is_outside in enquiry.spans:
            parts.append(f"(created >= %s AND created < %s) IS {'FALSE' if is_outside else 'TRUE'}")
            params += [first, end]
        return " AND ".join(parts), params

    @property
    def most_read(self) -> int:
        """So many threads are read for this at most."""
        is_placed = self._lookup.phrases or any(len(phrase) > 1 for phrase in self._lookup.without)
        return MOST_READ if is_placed else MOST_SKIMMED

    def all_of_words(self, known: KnownForms) -> str:
        """What has to be there and what must not, word or phrase, as a query; empty if there is nothing."""
        return _all_of(self._words(), self.by_reading(known))

    def by_reading(self, known: KnownForms | None = None) -> str:
        """The phrases that have to be there, and those that must not, as a query; empty if nothing has to be read."""
        lookup = self._lookup
        wanted = [phrase for phrase in _ordered(lookup.phrases, known) if len(phrase) > 1]
        without = [phrase for phrase in lookup.without if len(phrase) > 1]
        return " & ".join([*map(_next_to, wanted), *(f"!{_next_to(phrase)}" for phrase in without)])

    def _facts(self) -> str:
        return " & ".join(quoted(form_of(fact)) for fact in self._enquiry.wanted.facts)

    def _words(self) -> str:
        lookup = self._lookup
        there = dict.fromkeys(word for phrase in lookup.phrases for word in phrase)
        without = [quoted(phrase[0]) for phrase in lookup.without if len(phrase) == 1]
        without += [f"{quoted(prefix)}:*" for prefix in lookup.without_prefixes]
        return " & ".join([*map(quoted, there), *(f"!{each}" for each in without)])


def _ordered(phrases: Sequence[Sequence[str]], known: KnownForms | None) -> Sequence[Sequence[str]]:
    """The rarest first, as far as that is known."""
    if known is None:
        return phrases
    counts = {word: found.threads for word, found in known.frequencies.items()}
    return sorted(phrases, key=lambda phrase: min((counts.get(word, inf) for word in phrase), default=inf))


def _all_of(*queries: str) -> str:
    return " & ".join(filter(None, queries))


def _next_to(words: Sequence[str]) -> str:
    return f"({' <-> '.join(map(quoted, words))})"

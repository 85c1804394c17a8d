"""How many threads a search finds, and of how many of them each filter holds, in one statement.

Every thread is looked at that has any of the words, not only the candidates; where that are more than MOST, nobody
waits for a count. Nor does anybody where more than MOST_READ had to be read for their phrases.

Threads of which the same facts hold are counted together: to take each thread's facts apart costs three times as much.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from forum.search.index.postgresql.candidates import Chooser
from forum.search.index.postgresql.conditions import Statement
from forum.search.index.postgresql.lexemes import OF_FEW, SEPARATOR
from forum.search.index.protocol import Counts

MOST, MOST_READ = 5_000, 2_000
_COUNTS = """
WITH found AS MATERIALIZED ({found}), fit AS (SELECT count(*) AS threads FROM found)
SELECT NULL, threads FROM fit
UNION ALL SELECT counted, count(*) FROM found WHERE (SELECT threads FROM fit) <= %s GROUP BY counted
UNION ALL SELECT fact, (SELECT count(*) FROM found WHERE facts @> ARRAY[fact]) FROM unnest(%s::text[]) AS fact
"""
_TOTAL = "SELECT NULL, count(*) FROM ({found}) AS found"
_FOUND = "SELECT facts, counted FROM {{schema}}.thread WHERE {where} LIMIT %s"
_READ = """
WITH likely AS MATERIALIZED (SELECT question_id, facts, counted FROM {{schema}}.thread WHERE {where} LIMIT %s)
SELECT facts, counted FROM likely WHERE CASE WHEN (SELECT count(*) FROM likely) > %s THEN TRUE
ELSE (SELECT words FROM {{schema}}.thread AS whole WHERE whole.question_id = likely.question_id) @@ %s::tsquery END
"""


class Counting:
    """The threads of one search counted, all together and by these facts and every fact of these kinds."""

    def __init__(self, chooser: Chooser, facts: Sequence[str], kinds: Sequence[str]) -> None:
        self._chooser, self._facts, self._kinds = chooser, facts, frozenset(kinds)
        self._read = chooser.conditions.by_reading()
        self._most = MOST_READ if self._read else MOST

    @property
    def statement(self) -> Statement:
        """What is asked."""
        found, params = self._found()
        if not self._facts and not self._kinds:
            return _TOTAL.format(found=found), params
        return _COUNTS.format(found=found), [*params, self._most, [*filter(_is_of_few, self._facts)]]

    def counts(self, rows: Iterable[tuple[str | None, int]]) -> Counts | None:
        """What the answer says; None if there are more than are counted."""
        held, threads = Counter[str](), 0
        for facts, count in rows:
            if facts is None:
                threads = count
            else:
                held.update(dict.fromkeys(facts.split(SEPARATOR), count))
        if threads > self._most:
            return None
        asked = {*self._facts, *(fact for fact in held if fact.partition(":")[0] in self._kinds)}
        return Counts(threads, {fact: held[fact] for fact in asked if held[fact]})

    def _found(self) -> tuple[str, list[Any]]:
        where, params = self._chooser.found(most=MOST)
        limits = [self._most + 1, self._most, self._read] if self._read else [self._most + 1]
        return (_READ if self._read else _FOUND).format(where=where), [*params, *limits]


def _is_of_few(fact: str) -> bool:
    return fact.startswith(OF_FEW)

"""How many threads a search finds, and of how many of them each filter holds, in one statement.

Every thread is looked at that has any of the words, not only the candidates; where that are more than MOST, nobody
waits for a count.
"""

from collections.abc import Sequence

from forum.search.index.postgresql.candidates import Chooser, Statement

MOST = 10_000
_COUNTS = """
WITH found AS MATERIALIZED (SELECT facts FROM {{schema}}.thread WHERE {where} LIMIT %s)
SELECT '', count(*) FROM found
UNION ALL
SELECT fact, count(*) FROM found, unnest(facts) AS fact
WHERE (SELECT count(*) FROM found) <= %s AND (fact = ANY(%s) OR split_part(fact, ':', 1) = ANY(%s)) GROUP BY fact
"""


def counts_of(chooser: Chooser, facts: Sequence[str], kinds: Sequence[str]) -> Statement:
    """All of them under an empty name, then each fact of those or of these kinds."""
    where, params = chooser.condition(most=MOST)
    return _COUNTS.format(where=where), [*params, MOST + 1, MOST, list(facts), list(kinds)]

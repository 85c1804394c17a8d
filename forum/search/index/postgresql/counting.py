"""How many threads a search finds, and of how many of them each filter holds, in one statement.

Every thread is looked at that has any of the words, not only the candidates; where that are more than MOST, nobody
waits for a count. Nor does anybody where more than MOST_READ had to be read for their phrases.
"""

from collections.abc import Sequence

from forum.search.index.postgresql.candidates import Chooser
from forum.search.index.postgresql.conditions import Statement

MOST, MOST_READ = 5_000, 2_000
# "OFFSET 0": facts are taken out of their array in place, which costs half of joining each thread with its own.
_COUNTS = """
WITH found AS MATERIALIZED ({found})
SELECT '', count(*) FROM found
UNION ALL
SELECT fact, count(*) FROM (
    SELECT unnest(facts) AS fact FROM found WHERE (SELECT count(*) FROM found) <= %s OFFSET 0
) AS each WHERE fact = ANY(%s) OR split_part(fact, ':', 1) = ANY(%s) GROUP BY fact
"""
_FOUND = "SELECT facts FROM {{schema}}.thread WHERE {where} LIMIT %s"
_READ = """
WITH likely AS MATERIALIZED (SELECT question_id, facts FROM {{schema}}.thread WHERE {where} LIMIT %s)
SELECT facts FROM likely WHERE CASE WHEN (SELECT count(*) FROM likely) > %s THEN TRUE
ELSE (SELECT words FROM {{schema}}.thread AS whole WHERE whole.question_id = likely.question_id) @@ %s::tsquery END
"""


def counts_of(chooser: Chooser, facts: Sequence[str], kinds: Sequence[str]) -> tuple[Statement, int]:
    """All of them under an empty name, then each fact of those or of these kinds; and how many it counts at most."""
    where, params = chooser.conditions.by_index()
    if chooser.groups:
        any_word, words = chooser.any_word(most=MOST)
        where, params = f"{any_word} AND {where}", [*words, *params]
    read = chooser.conditions.by_reading()
    most = MOST_READ if read else MOST
    found = (_READ if read else _FOUND).format(where=where)
    limits = [most + 1, most, read] if read else [most + 1]
    return (_COUNTS.format(found=found), [*params, *limits, most, list(facts), list(kinds)]), most

"""Words that the index knows, for "did you mean": only from threads that everyone may read.

The first letter is taken to be right, so a few thousand words of about the same length are left, whose distance
(Levenshtein) is worked out in one go. That needs no extension of PostgreSQL, and misses none as trigrams do of short
words.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from forum.search.index.kept import LONGEST, SHORTEST, errors_allowed, likeliest
from forum.search.index.postgresql.lexemes import quoted
from forum.search.index.postgresql.store import Store

_KNOWN = "SELECT common FROM {schema}.form WHERE form = %s AND common > 0"
_ALIKE = """
SELECT form, common FROM {schema}.form
WHERE left(form, 1) = %s AND length(form) BETWEEN %s AND %s AND common > 0
"""
_THREADS = "SELECT question_id FROM {schema}.thread WHERE is_for_everyone AND words @@ %s::tsquery LIMIT %s"


def words_like(connection: Connection[Any], store: Store, word: str) -> Sequence[str]:
    """Words within one letter of a short word and two of a longer one, the likeliest first."""
    if not SHORTEST <= len(word) <= LONGEST or connection.execute(store.sql(_KNOWN), [word]).fetchone():
        return []
    most = errors_allowed(word)
    rows = connection.execute(store.sql(_ALIKE), (word[0], len(word) - most, len(word) + most)).fetchall()
    edits = distances(word, [form for form, _ in rows])
    near = zip(edits, rows, strict=True)
    return likeliest((form, int(edit), count) for edit, (form, count) in near if edit <= most)


def threads_with(connection: Connection[Any], store: Store, word: str, most: int) -> Sequence[int]:
    """Up to `most` threads for everyone with the word."""
    return [number for (number,) in connection.execute(store.sql(_THREADS), (quoted(word), most))]


def distances(word: str, others: Sequence[str]) -> NDArray[np.int64]:
    """How many letters have to be put in, taken out or exchanged to make the word each of the others."""
    longest = max(map(len, others), default=0)
    letters = np.zeros((len(others), longest), np.uint32)
    for number, other in enumerate(others):
        letters[number, : len(other)] = [ord(letter) for letter in other]
    above = np.tile(np.arange(longest + 1), (len(others), 1))
    for row, letter in enumerate(word, start=1):
        here = np.empty_like(above)
        here[:, 0] = row
        for column in range(longest):
            changed = above[:, column] + (letters[:, column] != ord(letter))
            here[:, column + 1] = np.minimum(changed, 1 + np.minimum(above[:, column + 1], here[:, column]))
        above = here
    return above[np.arange(len(others)), [len(other) for other in others]]

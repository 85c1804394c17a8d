"""Words that the index knows, for "did you mean": only from threads that everyone may read.

The first letter is taken to be right, so a few thousand words of about the same length are left, whose distance
(Levenshtein) is worked out in one go. That needs no extension of PostgreSQL, and misses none as trigrams do of short
words.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from psycopg import Connection

from forum.search.index.kept import LONGEST, MOST_LIKE, SHORTEST, errors_allowed, likeliest
from forum.search.index.letters import alike
from forum.search.index.postgresql.lexemes import quoted
from forum.search.index.postgresql.store import Store

BEYOND_LETTERS = "\U0010ffff"
_KNOWN = "SELECT common FROM {schema}.form WHERE form = %s AND common > 0"
_ALIKE = """
SELECT form, common FROM {schema}.form
WHERE left(form, 1) = %s AND length(form) BETWEEN %s AND %s AND common > 0
UNION
(SELECT form, common FROM {schema}.form WHERE form > %s AND form < %s AND common > 0 ORDER BY common DESC LIMIT %s)
"""
_THREADS = "SELECT question_id FROM {schema}.thread WHERE is_for_everyone AND words @@ %s::tsquery LIMIT %s"


def words_like(connection: Connection[Any], store: Store, word: str) -> Sequence[str]:
    """Words within one letter of a short word and two of a longer one, or begun by it, the likeliest first."""
    if not SHORTEST <= len(word) <= LONGEST or connection.execute(store.sql(_KNOWN), [word]).fetchone():
        return []
    most = errors_allowed(word)
    begun = (word, word + BEYOND_LETTERS, MOST_LIKE)
    rows = connection.execute(store.sql(_ALIKE), (word[0], len(word) - most, len(word) + most, *begun)).fetchall()
    near, edits = alike(word, np.array([form for form, _ in rows], np.str_), most)
    return likeliest((*rows[each], int(edit)) for each, edit in zip(near, edits, strict=True))


def threads_with(connection: Connection[Any], store: Store, word: str, most: int) -> Sequence[int]:
    """Up to `most` threads for everyone with the word."""
    return [number for (number,) in connection.execute(store.sql(_THREADS), (quoted(word), most))]

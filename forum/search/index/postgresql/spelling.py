"""Words that the index knows, for "did you mean": only from threads that everyone may read.

The first letter is taken to be right, so a few thousand words of about the same length are left, whose distance
(Levenshtein) is worked out in one go. That needs no extension of PostgreSQL, and misses none as trigrams do of short
words.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from psycopg import Connection

from forum.search.index.letters import (
    LONGEST,
    MOST_LIKE,
    SHORTEST,
    Near,
    Words,
    alike,
    errors_allowed,
    likeliest,
    within,
)
from forum.search.index.near import Rather, may_be_mistaken, meant_rather
from forum.search.index.postgresql.lexemes import quoted
from forum.search.index.postgresql.store import Store

BEYOND_LETTERS = "\U0010ffff"
_KNOWN = "SELECT common, state.threads FROM {schema}.form, {schema}.state WHERE form = %s AND common > 0"
_FREQUENT = """
SELECT form, common FROM {schema}.form
WHERE left(form, 1) = %s AND length(form) BETWEEN %s AND %s AND common >= %s
"""
_ALIKE = """
SELECT form, common FROM {schema}.form
WHERE left(form, 1) = %s AND length(form) BETWEEN %s AND %s AND common > 0
UNION
(SELECT form, common FROM {schema}.form WHERE form > %s AND form < %s AND common > 0 ORDER BY common DESC LIMIT %s)
"""
_THREADS = "SELECT question_id FROM {schema}.thread WHERE is_for_everyone AND words @@ %s::tsquery LIMIT %s"


def words_like(connection: Connection[Any], store: Store, word: str) -> Sequence[str]:
    """Words within one letter of a word, two of a long one, or begun by it, the likeliest first."""
    if not SHORTEST <= len(word) <= LONGEST or threads_known(connection, store, word)[0]:
        return []
    most = errors_allowed(word)
    begun = (word, word + BEYOND_LETTERS, MOST_LIKE)
    rows = connection.execute(store.sql(_ALIKE), (word[0], len(word) - most, len(word) + most, *begun)).fetchall()
    return likeliest(_compared(rows, alike(word, _words(rows), most)))


def words_meant_rather(
    connection: Connection[Any], store: Store, word: str, *, threads: int, least: float, of: int
) -> Rather:
    """Words a letter different from one that so many threads have, of all, that at least `least` have."""
    if not may_be_mistaken(word) or not threads or least > of:
        return Rather()
    rows = connection.execute(store.sql(_FREQUENT), (word[0], len(word) - 1, len(word) + 1, ceil(least))).fetchall()
    return meant_rather(_compared(rows, within(word, _words(rows), 1)), threads=threads, least=least, of=of)


def threads_known(connection: Connection[Any], store: Store, word: str) -> tuple[int, int]:
    """How many threads for everyone have the word where it may be suggested, and how many threads there are."""
    return connection.execute(store.sql(_KNOWN), [word]).fetchone() or (0, 0)


def threads_with(connection: Connection[Any], store: Store, word: str, most: int) -> Sequence[int]:
    """Up to `most` threads for everyone with the word."""
    return [number for (number,) in connection.execute(store.sql(_THREADS), (quoted(word), most))]


def _words(rows: Sequence[tuple[str, int]]) -> Words:
    return np.array([form for form, _ in rows], np.str_)


def _compared(rows: Sequence[tuple[str, int]], near: Near) -> list[tuple[str, int, int]]:
    return [(*rows[each], int(edit)) for each, edit in zip(*near, strict=True)]

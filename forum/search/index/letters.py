"""By how many letters words differ, worked out for thousands of them in one go, and which were likely meant.

Put in, left out, exchanged (Levenshtein, 1965), or two neighbours in each other's place, which counts as one: nearly
all typing errors are one of these four (Damerau, 1964).
"""

from collections.abc import Iterable
from math import log

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.str_]
Near = tuple[NDArray[np.intp], NDArray[np.int8]]  # which of some words are near, and by how many letters each is off
BEGUN = 2
SHORTEST, LONGEST = 4, 24  # letters of a word in which a typing error can be told
MOST_LIKE = 8  # words proposed in place of one
_A_LETTER = log(20)


def errors_allowed(word: str) -> int:
    """How many letters of a word of this length may be wrong; two of a short one make another ("miring", "morning")."""
    return 1 if len(word) < 8 else 2


def likeliest(near: Iterable[tuple[str, int, int]]) -> list[str]:
    """Of words with the threads that have them and the letters that are wrong, those that were likely meant come first.

    Others mistype, too: a word that is a letter farther away is meant rather, if twenty times as many threads have it.
    """
    ordered = sorted(near, key=lambda each: (_A_LETTER * each[2] - log(max(1, each[1])), each[0]))
    return [word for word, _, _ in ordered[:MOST_LIKE]]


def within(word: str, others: Words, most: int) -> Near:
    """Which of the others differ from the word by `most` letters or fewer, and each by how many.

    No word has more than a hundred letters.
    """
    lengths = np.char.str_len(others)
    alike = np.flatnonzero(np.abs(lengths - len(word)) <= most)
    edits = _distances(word, others[alike], lengths[alike])
    near = edits <= most
    return alike[near], edits[near]


def alike(word: str, others: Words, most: int) -> Near:
    """As `within`, and besides those that begin with the word: as if BEGUN letters differed."""
    near, edits = within(word, others, most)
    begun = np.setdiff1d(np.flatnonzero(np.char.startswith(others, word)), near)
    return np.concatenate([near, begun]), np.concatenate([edits, np.full(len(begun), BEGUN, np.int8)])


def _distances(word: str, others: Words, lengths: NDArray[np.intp]) -> NDArray[np.int8]:
    """How many letters have to be changed to make the word each of the others; none twice."""
    longest = int(lengths.max(initial=0))
    letters = np.ascontiguousarray(others).view(np.uint32).reshape(len(others), others.itemsize // 4)[:, :longest].T
    above = np.repeat(np.arange(longest + 1, dtype=np.int8)[:, None], len(others), axis=1)
    higher, before = above, ""
    for row, letter in enumerate(word, start=1):
        here = np.empty_like(above)
        here[0] = row
        exchanged = above[:-1] + (letters != ord(letter))
        cheapest = np.minimum(exchanged, above[1:] + np.int8(1))
        if before:
            turned = (letters[:-1] == ord(letter)) & (letters[1:] == ord(before))
            np.minimum(cheapest[1:], higher[:-2] + np.int8(1), out=cheapest[1:], where=turned)
        for column in range(longest):
            np.minimum(cheapest[column], here[column] + np.int8(1), out=here[column + 1])
        higher, above, before = above, here, letter
    found: NDArray[np.int8] = above[lengths, np.arange(len(others))]
    return found

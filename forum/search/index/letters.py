"""By how many letters words differ (Levenshtein, 1965), worked out for thousands of them in one go."""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.str_]
BEGUN = 2


def within(word: str, others: Words, most: int) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """Which of the others differ from the word by `most` letters or fewer, and each by how many.

    No word has more than a hundred letters.
    """
    lengths = np.char.str_len(others)
    alike = np.flatnonzero(np.abs(lengths - len(word)) <= most)
    edits = _distances(word, others[alike], lengths[alike])
    near = edits <= most
    return alike[near], edits[near]


def alike(word: str, others: Words, most: int) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    """As `within`, and besides those that begin with the word: as if BEGUN letters differed."""
    near, edits = within(word, others, most)
    begun = np.setdiff1d(np.flatnonzero(np.char.startswith(others, word)), near)
    return np.concatenate([near, begun]), np.concatenate([edits, np.full(len(begun), BEGUN, np.int8)])


def _distances(word: str, others: Words, lengths: NDArray[np.intp]) -> NDArray[np.int8]:
    """How many letters have to be put in, taken out or exchanged to make the word each of the others."""
    longest = int(lengths.max(initial=0))
    letters = np.ascontiguousarray(others).view(np.uint32).reshape(len(others), others.itemsize // 4)[:, :longest].T
    above = np.repeat(np.arange(longest + 1, dtype=np.int8)[:, None], len(others), axis=1)
    for row, letter in enumerate(word, start=1):
        here = np.empty_like(above)
        here[0] = row
        exchanged = above[:-1] + (letters != ord(letter))
        cheapest = np.minimum(exchanged, above[1:] + np.int8(1))
        for column in range(longest):
            np.minimum(cheapest[column], here[column] + np.int8(1), out=here[column + 1])
        above = here
    found: NDArray[np.int8] = above[lengths, np.arange(len(others))]
    return found

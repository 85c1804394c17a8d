"""Stems of English and Malay words. Nothing says which language a word is of, and threads mix them: both are kept."""

import re
import threading
from functools import lru_cache

import Stemmer

from forum.search.words.malay import STEMS, UNSTEMMED

_PLAIN = re.compile(r"[a-z]{4,30}")
_SHORTEST = 3
_stemmers = threading.local()  # a Snowball stemmer holds the word it works on: one a thread


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The English and the Malay stem of a folded word, without the word itself; empty for what is no plain word."""
    if not _PLAIN.fullmatch(word) or word in UNSTEMMED:
        return ()
    malay = STEMS.get(word) or _stemmer("indonesian").stemWord(word)
    found = dict.fromkeys((_stemmer("english").stemWord(word), malay))
    return tuple(stem for stem in found if stem != word and len(stem) >= _SHORTEST)


def _stemmer(language: str) -> Stemmer.Stemmer:
    made = getattr(_stemmers, language, None)
    if made is None:
        made = Stemmer.Stemmer(language, 0)  # what it found is kept above
        setattr(_stemmers, language, made)
    return made

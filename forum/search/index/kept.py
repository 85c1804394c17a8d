"""What every engine keeps of a document beside its words: texts for passages, and words that may be suggested."""

from collections.abc import Iterable

from forum.search.index.protocol import Document
from forum.search.words.tokens import places

LONGEST_STORED = 20_000  # characters of a thread's texts that passages are cut from
SHORTEST, LONGEST = 4, 24  # letters of a word in which a typing error can be told
MOST_LIKE = 8  # words proposed in place of one


def suggestable(document: Document) -> set[str]:
    """Words of the question that may be suggested: letters only, of a length at which a typing error can be told."""
    found = {place.forms[0] for place in places(f"{document.title}\n{document.tags}\n{document.body}")}
    return {word for word in found if word.isalpha() and SHORTEST <= len(word) <= LONGEST}


def errors_allowed(word: str) -> int:
    """How many letters of a word of this length may be wrong."""
    return 1 if len(word) < 6 else 2


def shortened(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts, together no longer than what is stored."""
    left = LONGEST_STORED
    kept: list[str] = []
    for text in texts:
        if text and left > 0:
            kept.append(text[:left])
            left -= len(text)
    return tuple(kept)

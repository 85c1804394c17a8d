"""What every engine keeps of a document beside its words: texts for passages, and words that may be suggested."""

from collections.abc import Iterable, Mapping, Sequence
from math import log

from forum.search.index.protocol import Document
from forum.search.index.weights import TEXT_FIELDS
from forum.search.words.tokens import forms_in_order

Said = Mapping[str, Sequence[Sequence[str]]]  # field -> the forms of each of its words, in order

LONGEST_STORED = 20_000  # characters of a thread's texts that passages are cut from
SHORTEST, LONGEST = 4, 24  # letters of a word in which a typing error can be told
MOST_LIKE = 8  # words proposed in place of one
_A_LETTER = log(20)


def said_in(document: Document) -> Said:
    """The words of each of the document's fields; slow, so done once."""
    texts = {name: getattr(document, name) for name in TEXT_FIELDS}
    return {name: forms_in_order(text if isinstance(text, str) else "\n".join(text)) for name, text in texts.items()}


def suggestable(said: Said) -> set[str]:
    """Words of the question that may be suggested: letters only, of a length at which a typing error can be told."""
    found = {forms[0] for name in ("title", "tags", "body") for forms in said[name]}
    return {word for word in found if word.isalpha() and SHORTEST <= len(word) <= LONGEST}


def errors_allowed(word: str) -> int:
    """How many letters of a word of this length may be wrong."""
    return 1 if len(word) < 6 else 2


def likeliest(near: Iterable[tuple[str, int, int]]) -> list[str]:
    """Of words with the threads that have them and the letters that are wrong, those that were likely meant come first.

    Others mistype, too: a word that is a letter farther away is meant rather, if twenty times as many threads have it.
    """
    ordered = sorted(near, key=lambda each: (_A_LETTER * each[2] - log(max(1, each[1])), each[0]))
    return [word for word, _, _ in ordered[:MOST_LIKE]]


def shortened(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts at their places, together no longer than what is stored: the last ones may be empty."""
    left = LONGEST_STORED
    kept: list[str] = []
    for text in texts:
        kept.append(text[: max(0, left)])
        left -= len(text)
    return tuple(kept)

"""What every engine stores of a document: its words, those that may be suggested, and texts for passages."""

from collections.abc import Iterable, Mapping, Sequence

from forum.search.index.letters import LONGEST, SHORTEST
from forum.search.index.protocol import Document
from forum.search.index.weights import TEXT_FIELDS
from forum.search.words.people import forms_said

Said = Mapping[str, Sequence[Sequence[str]]]  # field -> the forms of each of its words, in order

LONGEST_STORED = 20_000  # characters of a thread's texts that passages are cut from


def said_in(document: Document) -> Said:
    """The words of each of the document's fields; slow, so done once."""
    texts = {name: getattr(document, name) for name in TEXT_FIELDS}
    return {name: forms_said(text if isinstance(text, str) else "\n".join(text)) for name, text in texts.items()}


def suggestable(said: Said) -> set[str]:
    """Words of the question that may be suggested: letters only, of a length at which a typing error can be told."""
    found = {forms[0] for name in ("title", "tags", "body") for forms in said[name]}
    return {word for word in found if word.isalpha() and SHORTEST <= len(word) <= LONGEST}


def shortened(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts at their places, together no longer than what is stored: the last ones may be empty."""
    left = LONGEST_STORED
    stored: list[str] = []
    for text in texts:
        stored.append(text[: max(0, left)])
        left -= len(text)
    return tuple(stored)

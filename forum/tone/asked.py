"""Whether a draft ends in a question that was answered before it was asked: by a field of the asker's form."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]{4,}")
_LAST_QUESTION = re.compile(r"[^.!?\n]{1,300}\?\W{0,5}$")
_SMALL = frozenset(
    {
        "which", "what", "your", "this", "that", "have", "does", "with", "when", "where",
        "apakah", "yang", "anda", "mana", "bila", "adakah",
    }
)  # fmt: skip


def last_question(text: str) -> str:
    """The sentence that the text ends in, if it is a question and no name or greeting follows; empty otherwise."""
    found = _LAST_QUESTION.search(text.rstrip()[-400:])
    return found[0].strip().lower() if found else ""


def asked_again(question: str, given: Iterable[tuple[str, str]]) -> str:
    """What was given already, as `label: value`, where all words of its label stand in the question; empty if none."""
    said = {word[:6] for word in _WORD.findall(question)}
    for label, value in given:
        asked = {word[:6] for word in _WORD.findall(label.lower()) if word not in _SMALL}
        if asked and asked <= said:
            return f"{label}: {value}"[:120]
    return ""

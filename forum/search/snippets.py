"""The passage of a thread that answers a query best, cut from plain text, with its words marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forum.search.words.tokens import Place, folded, places_with

LENGTH = 220  # characters
_SEARCHED = 8000  # characters of a text that are looked through


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; the template escapes it and marks what is marked."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of one of the texts, and which of them it is, counted from 0."""

    pieces: tuple[Piece, ...] = ()
    text: int = 0


def passage(texts: Iterable[str], forms: frozenset[str]) -> Passage:
    """About two lines around the most of the query's words; the beginning of the first text where there is none."""
    best: tuple[int, int, int, str, list[Place]] | None = None
    first = Passage()
    for number, text in enumerate(texts):
        text = " ".join(text[:_SEARCHED].split())
        first = first if first.pieces else Passage(_cut(text, 0, []), number)
        found = places_with(forms, text)
        count, start = _densest(found, forms)
        if count and (best is None or count > best[0]):
            best = (count, start, number, text, found)
    if best is None:
        return first
    _, start, number, text, found = best
    return Passage(_cut(text, start, found), number)


def marked(text: str, forms: frozenset[str]) -> tuple[Piece, ...]:
    """The whole text with the query's words marked."""
    found = places_with(forms, text)
    return tuple(_pieces(text, 0, len(text), found))


def begun(beginnings: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """The words of the texts that begin like this, folded."""
    begins = "|".join(map(re.escape, beginnings))
    if not begins:
        return frozenset()
    words = re.compile(rf"(?<!\w)(?:{begins})\w*")
    return frozenset(word for text in texts for word in words.findall(folded(text[:_SEARCHED])))


def _densest(found: list[Place], forms: frozenset[str]) -> tuple[int, int]:
    """How many different words the best stretch has, and where its first one stands."""
    best = (0, 0)
    for index, place in enumerate(found):
        near = [other for other in found[index : index + 30] if other.end <= place.start + LENGTH]
        count = len({form for other in near for form in other.forms if form in forms})
        if count > best[0]:
            best = (count, place.start)
    return best


def _cut(text: str, start: int, found: list[Place]) -> tuple[Piece, ...]:
    begin = _word_begin(text, max(0, start - LENGTH // 4))
    end = len(text) if len(text) <= begin + LENGTH else _word_end(text, begin + LENGTH)
    pieces = _pieces(text, begin, end, found)
    before, behind = ("… " if begin else ""), (" …" if end < len(text) else "")
    return tuple(piece for piece in (Piece(before), *pieces, Piece(behind)) if piece.text)


def _pieces(text: str, begin: int, end: int, found: list[Place]) -> list[Piece]:
    pieces: list[Piece] = []
    at = begin
    for place in found:
        if place.start < at or place.end > end:
            continue
        pieces += [Piece(text[at : place.start]), Piece(text[place.start : place.end], is_marked=True)]
        at = place.end
    return [piece for piece in (*pieces, Piece(text[at:end])) if piece.text]


def _word_begin(text: str, at: int) -> int:
    return at if at == 0 else text.find(" ", at, at + 40) + 1 or at


def _word_end(text: str, at: int) -> int:
    found = text.rfind(" ", at - 40, at)
    return at if found < 0 else found

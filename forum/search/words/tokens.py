"""A text as places, each with all the forms under which its word can be found.

The first form is the word itself, folded to lower case without accents; stems, full forms of chat spellings, joined
words and whole identifiers follow. The index keeps every form at its place; a query asks for the same forms.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from forum.search.words.malay import CHAT
from forum.search.words.stems import stems
from forum.search.words.synonyms import JOINS

_MARKS = "".join(chr(code) for code in range(min(sys.maxunicode, 0x3100)) if unicodedata.category(chr(code))[0] == "M")
_LETTER = rf"(?:[^\W_]|[{re.escape(_MARKS)}])"
_CHUNK = re.compile(rf"{_LETTER}+(?:[_.\-:\\/@'’]+{_LETTER}+)*")  # ERR_RESET, C:\Windows, mail.example.com, e-mel
_BETWEEN = re.compile(r"[_.\-:\\/@]+")
_HEX = re.compile(r"0x[0-9a-f]+")
_MIXED = re.compile(r"[^\W\d_]+|\d+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")
_MAY_JOIN = {"x", *(first for first, _ in JOINS)}
_JOINED = {"tidak", *JOINS.values()}  # what two words that follow each other may be together
_LONGEST = 64
_SHORTEST_PIECE = 3  # of a word of letters and digits, to be looked for
LONGEST_TEXT = 200_000  # characters of one field that are indexed


@dataclass(slots=True)
class Place:
    """One word of a text: where it stands in it, and its forms, the word itself first."""

    start: int
    end: int
    forms: list[str]


def places(text: str) -> list[Place]:
    """The words of a text in order, and where they stand."""
    chunks = [(chunk, _forms_of(chunk[0])) for chunk in _CHUNK.finditer(text[:LONGEST_TEXT])]
    said = _with_joins([forms for _, found in chunks for forms in found])
    spans = [chunk.span() for chunk, found in chunks for _ in found]
    return [Place(*span, list(forms)) for span, forms in zip(spans, said, strict=True)]


def places_with(forms: frozenset[str], text: str) -> list[Place]:
    """The words of a text that have one of these forms; much quicker than to look through all of its `places`."""
    if not forms.isdisjoint(_JOINED):
        return list(_met(places(text), forms))
    has_none = forms.isdisjoint
    chunks = [chunk for chunk in _CHUNK.finditer(text[:LONGEST_TEXT]) if not has_none(_any_forms_of(chunk[0]))]
    return [
        Place(*chunk.span(), list(found)) for chunk in chunks for found in _forms_of(chunk[0]) if not has_none(found)
    ]


def _met(said: list[Place], forms: frozenset[str]) -> Iterator[Place]:
    """Those that have one of the forms; two words that are one of them together as one place."""
    for place, after in zip_longest(said, said[1:]):
        if not forms.isdisjoint(place.forms):
            is_joined = after and JOINS.get((place.forms[0], after.forms[0])) in forms
            yield Place(place.start, after.end, place.forms) if is_joined else place


def forms_in_order(text: str) -> list[tuple[str, ...]]:
    """The forms of each word of a text, in order: all that an index has to know of it."""
    return _with_joins([forms for chunk in _CHUNK.findall(text[:LONGEST_TEXT]) for forms in _forms_of(chunk)])


def asked_forms(place: Place) -> list[str]:
    """The forms by which a query asks for a word: of letters and digits mixed ("kb5034441") no piece as short as "kb",
    which says nothing by itself.
    """
    word = place.forms[0]
    if word.isalpha() or word.isdigit():
        return place.forms
    return [form for form in place.forms if form == word or len(form) >= _SHORTEST_PIECE]


def _with_joins(said: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The words with what two that follow each other are together."""
    for number, (first, second) in enumerate(pairwise(said)):
        if first[0] in _MAY_JOIN:
            joined = "tidak" if first[0] == "x" and second[0].isalpha() else JOINS.get((first[0], second[0]))
            said[number] = (*first, joined) if joined else first
    return said


def folded(text: str) -> str:
    """The text in lower case without accents, and compatible forms made one (full-width letters, ligatures)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f")


@lru_cache(maxsize=50_000)
def _forms_of(chunk: str) -> tuple[tuple[str, ...], ...]:
    """The forms of each place of a piece of text without blanks. Words repeat: most of them are known already."""
    whole = folded(chunk).replace("’", "'")
    whole = whole.removesuffix("'s").replace("'", "")
    parts = [part for part in _BETWEEN.split(whole) if part]
    made = [form for part in parts for form in _of_part(part)]
    if len(parts) > 1 and len(whole) <= _LONGEST:
        made[0] += [whole, "".join(parts)]
    return tuple(tuple(dict.fromkeys(forms)) for forms in made)


@lru_cache(maxsize=50_000)
def _any_forms_of(chunk: str) -> tuple[str, ...]:
    """The forms of all of its places."""
    found = _forms_of(chunk)
    return found[0] if len(found) == 1 else tuple(form for forms in found for form in forms)


def _of_part(part: str) -> Iterator[list[str]]:
    """The places of a piece without punctuation: usually one; characters in pairs where words are not spaced."""
    if _HEX.fullmatch(part):
        yield [part[:_LONGEST], part[2:_LONGEST]]
        return
    if not part.isascii() and _UNSPACED.fullmatch(part):
        for index in range(len(part) - 1):
            yield [part[index : index + 2]]
        return
    word = part[:_LONGEST]
    yield [word, *stems(word), *CHAT.get(word, "").split(), *_mixed(word)]


def _mixed(word: str) -> list[str]:
    """The pieces of a word of letters and digits: "kb5034441" is found as "5034441", "soalan2" as "soalan"."""
    if word.isalpha() or word.isdigit():
        return []
    return [piece for piece in _MIXED.findall(word) if len(piece) > 1]

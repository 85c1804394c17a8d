"""People whom texts and queries name. A link to somebody is a word of a kind of its own in an index: "@ana.lim".

No other word begins like this, so only those queries find it that ask for it: of readers who may know who people are.
"""

import re
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from forum.kernel.text.closed import people_apart
from forum.search.words.tokens import LONGEST_TEXT, Place, folded, forms_in_order, places

_HANDLE = re.compile(r"[a-z](?:[a-z0-9]|[._-](?=[a-z0-9])){0,39}")
_LONGEST = 64


def forms_said(signed: str) -> list[tuple[str, ...]]:
    """The forms of each word of a text, in order; of a person the one form alone."""
    said: list[tuple[str, ...]] = []
    for words, person in people_apart(signed[:LONGEST_TEXT]):
        said += forms_in_order(words)
        if person:
            said.append((_form(person),))
    return said


class Asking(NamedTuple):
    """How the words of a query are read, those of a phrase, and the phrases that one leaves out."""

    places: Callable[[str], list[Place]]
    phrase: Callable[[str], list[str]]
    unwanted: Callable[[str], list[list[str]]]


def _words(text: str) -> list[str]:
    return [place.forms[0] for place in places(text)]


def _places_with_people(text: str) -> list[Place]:
    """The words of a handle ("ana.lim", "@ana") ask for whom it names as well."""
    said = places(text)
    for place in said:
        if form := _named(text, place):
            place.forms.append(form)
    return said


def _words_with_people(text: str) -> list[str]:
    """A handle behind an @ is one word, as it is in a text."""
    said: list[str] = []
    for start, together in groupby(places(text), lambda place: place.start):
        chunk = list(together)
        named = _named(text, chunk[0]) if _is_behind_at(text, start) else ""
        said += [named] if named else [place.forms[0] for place in chunk]
    return said


def _unwanted_with_people(text: str) -> list[list[str]]:
    ways = [_words(text), _words_with_people(text)]
    said = places(text)
    if said and said[0].start == said[-1].start and (form := _named(text, said[0])):
        ways.append([form])
    return [list(way) for way in dict.fromkeys(map(tuple, ways)) if way]


def _named(text: str, place: Place) -> str:
    """The form of the person whom a word, or what it is a part of, may name; a bare word only behind an @."""
    typed = folded(text[place.start : place.end])
    may_be = not typed.isalnum() or _is_behind_at(text, place.start)
    return _form(f"@{typed}") if may_be and _HANDLE.fullmatch(typed) else ""


def _is_behind_at(text: str, start: int) -> bool:
    return text.endswith("@", 0, start)


def _form(person: str) -> str:
    return folded(person)[:_LONGEST]


WORDS_ALONE = Asking(places, _words, lambda text: [words] if (words := _words(text)) else [])
WITH_PEOPLE = Asking(_places_with_people, _words_with_people, _unwanted_with_people)

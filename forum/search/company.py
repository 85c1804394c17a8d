"""Words that mean the same in this company: kept as a setting, asked of every query beside the built-in ones."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from forum.accounts.actions.lines import set_lines
from forum.accounts.actors import Actor
from forum.kernel.errors import Invalid
from forum.search.grammar import Part, Wanted
from forum.search.index.terms import STOP_WORDS, lookup_of
from forum.search.settings import SYNONYMS
from forum.search.words.synonyms import BUILT_IN, LONGEST_NAME, Synonyms
from forum.search.words.tokens import places

MOST_LINES, MOST_NAMES, LONGEST_TEXT = 300, 10, 20_000
Names = tuple[tuple[str, ...], ...]  # names that mean the same, each as its folded words


def synonyms_in_force() -> Synonyms:
    """What every query takes as the same."""
    return _made(SYNONYMS())


def set_synonyms(text: str, *, seen: str, by: Actor, at: datetime) -> None:
    """These lines are in force. Conflict and Invalid as `set_lines` says; Invalid names the line."""
    set_lines(SYNONYMS, text, read_lines, act="synonyms changed", seen=seen, by=by, at=at)


def read_lines(text: str) -> list[str]:
    """The lines in order, written alike: "vpn = anyconnect". Invalid, with its number, if a line says nothing."""
    if len(text) > LONGEST_TEXT:
        raise Invalid("This is too long. Keep it below %(most)s characters.", field="words", most=LONGEST_TEXT)
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(numbered) > MOST_LINES:
        raise Invalid("These are too many lines. Up to %(most)s are used.", field="words", most=MOST_LINES)
    return list(dict.fromkeys(_checked(number, line) for number, line in numbered))


def _checked(number: int, line: str) -> str:
    names = list(dict.fromkeys(" ".join(name.split()) for name in line.split("=") if name.strip()))
    if not 2 <= len(names) <= MOST_NAMES:
        raise Invalid(
            "Line %(line)s: write from 2 to %(most)s words with = between them.",
            field="words", line=number, most=MOST_NAMES,
        )  # fmt: skip
    for name in names:
        words = _words(name)
        if not 1 <= len(words) <= LONGEST_NAME or STOP_WORDS.issuperset(words):
            raise Invalid(
                "Line %(line)s: “%(word)s” cannot be searched for. A name has up to %(most)s words.",
                field="words", line=number, word=name[:40], most=LONGEST_NAME,
            )  # fmt: skip
    return " = ".join(names)


@lru_cache(maxsize=8)
def _made(text: str) -> Synonyms:
    sets: Sequence[Names] = [tuple(_words(name) for name in line.split("=")) for line in text.splitlines()]
    return BUILT_IN.with_sets(sets) if sets else BUILT_IN


def _words(name: str) -> tuple[str, ...]:
    return tuple(place.forms[0] for place in places(name))


def forms_of(word: str) -> list[str]:
    """What a query for the word finds besides it, the nearest first."""
    wanted = Wanted(clauses=[(Part(each),) for each in word.split()], synonyms=synonyms_in_force())
    weights = [pair for group in lookup_of(wanted).groups for pair in group.items()]
    asked = set(_words(word))
    return [form for form, _ in sorted(weights, key=lambda pair: -pair[1]) if form not in asked]

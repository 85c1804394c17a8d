"""Watched words: what is not written here, what waits for a moderator, what is masked.

A line says what happens and to what: "hold: casino*". A star at the beginning or end of a word stands for more letters.
There are no other signs, so that looking takes time in step with the text, whatever an administrator writes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from forum.diagnostics.secrets import MASK
from forum.kernel.errors import Invalid

MOST_LINES, LONGEST_LINE, LONGEST_TEXT = 500, 80, 20_000
_TOKEN = re.compile(r"\w+")
_ENTRY = re.compile(r"(\*?)(\w+(?:[ '’-]\w+)*)(\*?)")


class Effect(StrEnum):
    """What happens to a text with such a word, the strictest first."""

    BLOCK = "block"
    HOLD = "hold"
    MASK = "mask"


@dataclass(frozen=True)
class Found:
    """A watched word in a text, from `start` to `end`."""

    start: int
    end: int
    effect: Effect


@dataclass
class Matcher:
    """The lines, made ready: words by themselves, by their beginning, by their end, and rows of several words."""

    words: dict[str, Effect] = field(default_factory=dict)
    beginnings: dict[str, Effect] = field(default_factory=dict)
    ends: dict[str, Effect] = field(default_factory=dict)
    parts: dict[str, Effect] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    rows: defaultdict[str, list[tuple[tuple[str, ...], Effect]]] = field(default_factory=lambda: defaultdict(list))

    def find(self, text: str) -> Iterator[Found]:
        """Watched words in their order; time grows with the length of the text alone."""
        places = [(token[0].casefold(), token.start(), token.end()) for token in _TOKEN.finditer(text)]
        effects = {word: self._effect_of(word) for word in {word for word, *_ in places}}
        for number, (word, start, end) in enumerate(places):
            if effect := effects[word]:
                yield Found(start, end, effect)
            for row, effect in self.rows.get(word, ()):
                there = places[number : number + len(row)]
                if tuple(each[0] for each in there) == row:
                    yield Found(start, there[-1][2], effect)

    def _effect_of(self, word: str) -> Effect | None:
        beginnings = (self.beginnings.get(word[:length]) for length in self.lengths)
        ends = (self.ends.get(word[-length:]) for length in self.lengths)
        parts = (effect for part, effect in self.parts.items() if part in word)
        met = [each for each in (self.words.get(word), *beginnings, *ends, *parts) if each]
        return min(met, key=list(Effect).index) if met else None


def read_lines(text: str) -> list[str]:
    """The lines in order, written alike: "hold: casino*". Invalid, with its number, for what says something else."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES or len(text) > LONGEST_TEXT:
        raise Invalid("These are too many lines. Up to %(most)s are used.", field="words", most=MOST_LINES)
    return list(dict.fromkeys(_checked(number, line) for number, line in lines))


@lru_cache(maxsize=4)
def matcher(text: str) -> Matcher:
    """What looks for the words of these lines, which `read_lines` has checked."""
    made = Matcher()
    for line in text.splitlines():
        name, _, entry = line.partition(": ")
        _add(made, entry, Effect(name))
    return made


def masked(text: str, found: list[Found], effects: tuple[Effect, ...] = (Effect.MASK,)) -> str:
    """The text with dots for what has one of the effects: what is to be masked, unless said otherwise."""
    shown, behind = [], 0
    for each in [each for each in found if each.effect in effects]:
        if each.start >= behind:
            shown += [text[behind : each.start], MASK]
        behind = max(behind, each.end)
    return "".join(shown) + text[behind:]


def _checked(number: int, line: str) -> str:
    name, colon, entry = (part.strip() for part in line.partition(":"))
    if not colon or name.lower() not in set(Effect):
        raise Invalid("Line %(number)s does not begin with block:, hold: or mask:.", field="words", number=number)
    found = _ENTRY.fullmatch(entry)
    if found is None or len(entry) > LONGEST_LINE or (len(found[2]) < 3 and (found[1] or found[3])):
        raise Invalid(
            "Line %(number)s: write words, with a star at most at the beginning or end of one word of three letters or "
            "more. There are no other signs.",
            field="words",
            number=number,
        )
    if (found[1] or found[3]) and len(_TOKEN.findall(entry)) > 1:
        raise Invalid("Line %(number)s: a star stands at one word, not at several.", field="words", number=number)
    return f"{name.lower()}: {entry}"


def _add(made: Matcher, entry: str, effect: Effect) -> None:
    words = tuple(word.casefold() for word in _TOKEN.findall(entry))
    if len(words) > 1:
        made.rows[words[0]].append((words, effect))
        return
    begins, ends = entry.endswith("*"), entry.startswith("*")
    place = made.parts if begins and ends else made.beginnings if begins else made.ends if ends else made.words
    place[words[0]] = effect
    made.lengths.add(len(words[0]))

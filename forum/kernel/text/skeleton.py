"""Names that look alike (Unicode Technical Standard 39): one skeleton for all of them.

Two names are taken for each other when their skeletons are equal. Ours goes further than the standard's, since a
person glances at a name: case, accents, blanks, punctuation and digits that stand for letters make no difference.
The table of look-alikes is the Unicode Consortium's, as the library confusable-homoglyphs ships it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from forum.kernel.text.reserved import ROLES

_DIGITS = str.maketrans("0134578!|@$€", "oleastbilase")
_ENCLOSED = re.compile(r"(?:REGIONAL INDICATOR SYMBOL|NEGATIVE (?:CIRCLED|SQUARED)|CIRCLED|SQUARED) .*LETTER ([A-Z])$")
_ENCLOSED_FROM, _ENCLOSED_TO = 0x1F100, 0x1F1FF
_WORD_BREAK = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9]+(?:\W|_|$))")
_LONGEST = 200


def skeleton(name: str) -> str:
    """A string that is equal for all names that look alike: ASCII letters where there are any, no blanks."""
    return "".join(character for character in _looks(name) if character.isalnum())


def resembles(name: str, reserved: Iterable[str]) -> str | None:
    """The first reserved name that this one looks like, or None.

    Names of `reserved.ROLES` are also found as neighbouring words within the name; all others only as the whole.
    """
    whole = skeleton(name)
    if not whole:
        return None
    parts = _runs_of_words(name)
    for other in reserved:
        look = skeleton(other)
        if look == whole or (other in ROLES and look in parts):
            return other
    return None


def is_made_of(name: str, others: Iterable[str]) -> bool:
    """Whether the name looks like some of these names, one after the other, and nothing else."""
    whole, looks = skeleton(name), {skeleton(other) for other in others} - {""}
    ends = {0}
    for start in range(len(whole)):
        if start in ends:
            ends |= {start + len(look) for look in looks if whole.startswith(look, start)}
    return bool(whole) and len(whole) in ends


def has_within(name: str, look: str) -> bool:
    """Whether neighbouring words of the name look like this skeleton."""
    return look in _runs_of_words(name)


def _looks(name: str) -> str:
    """The name with every character replaced by what it looks like, in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", name[:_LONGEST].translate(_letters_in_frames()))
    folded = "".join(_look_of(character) for character in plain)
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c)[0] not in "MC")
    return bare.translate(_DIGITS).replace("i", "l").replace("vv", "w").replace("rn", "m")


@cache
def _look_of(character: str) -> str:
    """The look-alike of the character or of its capital, whichever is a Latin letter, in lower case."""
    table = _confusables()
    for candidate in (character, character.upper()):
        look = table.get(candidate, candidate)
        if look.isascii():
            return look.casefold()
    return table.get(character, character).casefold()


@lru_cache(maxsize=64)  # one name is compared with many
def _runs_of_words(name: str) -> frozenset[str]:
    """The skeletons of all runs of up to 24 neighbouring words, so that spaced-out letters are found too."""
    words = [look for word in _WORD_BREAK.split(name[:_LONGEST]) if (look := skeleton(word))]
    starts = range(len(words))
    return frozenset("".join(words[start : start + count]) for start in starts for count in range(1, 25))


@cache
def _confusables() -> dict[str, str]:
    """Each character's prototype: an ASCII one of its class where there is one.

    The library's table links characters both ways; the classes it describes are stars around one prototype.
    """
    raw = json.loads((files("confusable_homoglyphs") / "confusables.json").read_text("utf-8"))
    linked = {source: [_bare(entry["c"]) for entry in entries] for source, entries in raw.items()}
    prototypes: dict[str, str] = {}
    for source, others in linked.items():
        if len(source) == 1 and not source.isascii():
            latin = sorted(other for other in others if other.isascii())
            prototypes[source] = latin[0] if latin else min([source, *others])
    return prototypes


def _bare(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


@cache
def _letters_in_frames() -> dict[int, str]:
    """Letters in circles, squares and flags, which Unicode does not decompose: each with its plain letter."""
    names = ((code, unicodedata.name(chr(code), "")) for code in range(_ENCLOSED_FROM, _ENCLOSED_TO + 1))
    return {code: found[1] for code, name in names if (found := _ENCLOSED.search(name))}

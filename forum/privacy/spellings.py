"""The ways in which one text may stand in the database, and what is put in its place. Pure.

A mail quotes a text on one line and cuts it, a page escapes it, an address is made of a title: whoever takes a text
out has to know all of these.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, quote_plus

from forum.diagnostics.secrets import MASK
from forum.kernel.text.shapes import slugify

_SHORTEST_PART = 6  # characters of a text cut short that still betray something
_LONGEST_EXCERPT = 200  # characters


@dataclass(frozen=True)
class Taking:
    """What is taken out: a row is looked at if it holds one of the `needles`, and `clean` says what a text becomes."""

    needles: tuple[str, ...]
    clean: Callable[[str], str]

    def finds(self, text: str) -> bool:
        """Whether anything of this text would go."""
        return self.clean(text) != text


def secret(text: str) -> Taking:
    """Every spelling of the text becomes MASK; in a piece of an address, which has letters and digits only, an x."""
    spelled = dict.fromkeys(_spellings(text), MASK)
    taking = _taking({each: re.escape(each) for each in spelled}, spelled)
    piece = slugify(text)
    if len(piece) < _SHORTEST_PART:
        return taking
    in_address = re.compile(rf"(?<=[/-]){re.escape(piece)}(?!\w)|(?<!\w){re.escape(piece)}(?=-)", re.IGNORECASE)
    anywhere = re.compile(re.escape(piece), re.IGNORECASE)
    return Taking((*taking.needles, piece), lambda words: anywhere.sub("x", taking.clean(in_address.sub("x", words))))


def person(names: Mapping[str, str]) -> Taking:
    """Each name (a handle with its @, an address, a full name) becomes what stands behind it, where it stands alone.

    `@ana.lim` is not found in `@ana.lim2` or `@ana.lim.b`, but at the end of a sentence; a path after any address.
    """
    after = r"(?![\w@-])(?!\.\w)"
    patterns = {name: ("" if name.startswith("/") else r"(?<![\w.+-])") + re.escape(name) + after for name in names}
    return _taking(patterns, names)


def _taking(patterns: Mapping[str, str], spelled: Mapping[str, str]) -> Taking:
    """In whatever case of letters; the longer of two that begin alike goes first."""
    longest_first = sorted(patterns, key=len, reverse=True)
    pattern = re.compile("|".join(patterns[each] for each in longest_first), re.IGNORECASE)
    new = {each.casefold(): text for each, text in spelled.items()}
    return Taking(tuple(spelled), lambda text: pattern.sub(lambda found: new[found[0].casefold()], text))


def _spellings(text: str) -> Iterator[str]:
    for plain in dict.fromkeys([text, " ".join(text.split())]):
        yield from (plain, escape(plain), escape(plain, quote=False), quote(plain), quote_plus(plain))
    yield from _cut_short(text.split())


def _cut_short(words: list[str]) -> Iterator[str]:
    """An excerpt ends at a word, without its last signs: see `kernel.text.shapes.excerpt`."""
    for count in range(1, len(words)):
        part = " ".join(words[:count])
        if len(part) > _LONGEST_EXCERPT:
            return
        if len(part) >= _SHORTEST_PART:
            yield f"{part.rstrip(' ,;:.-–—')}…"

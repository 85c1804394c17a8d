"""Queries that somebody made up to make a search slow: many phrases, beginnings and frequent words."""

import re
from itertools import product

_FREQUENT = re.findall(r"\w+", "the to a i is and in it of on my firefox this that not have for you with can when but")
_COMMON = re.findall(
    r"\w+",
    """
    problem when other from there page your open help thank browser click support what using about will then like just
    only time issue file site chang also some does start version after show want would need option make check which
    button still please should link tried same cant address back more download know bookmark search security websites
    look find could menu settings right mode again them save happen they appear default user bookmarks update addons
    been data close profile type list these here safe computer change remove down privacy sure error select into works
    """,
)
_PAIRS = [f'"{first} {second}"' for first, second in product(_FREQUENT[:7], _FREQUENT[:6])]
_BEGINNINGS = [f"{first}{second}*" for first, second in product("swrtcmpb", "aeiou")]

HARD = {
    "beginnings left out": "-th* -fi*",
    "many beginnings left out": " ".join(f"-{each}" for each in _BEGINNINGS),
    "many beginnings": " ".join(_BEGINNINGS),
    "a phrase of frequent words": '"to the"',
    "a frequent word twice": '"the the"',
    "many phrases": " ".join(_PAIRS),
    "many phrases left out": " ".join(f"-{each}" for each in _PAIRS),
    "a long phrase": f'"{" ".join(_FREQUENT * 5)}"',
    "sixty frequent words": " ".join(_FREQUENT * 3),
    "two hundred OR": " OR ".join(_FREQUENT * 9),
    "a hundred words with OR between them": " OR ".join(_COMMON),
    "five times two words of which one is enough": " ".join(
        f"{a} OR {b}" for a, b in zip(_COMMON[:5], _COMMON[5:10], strict=True)
    ),
    "phrases of common words with others": f'"firefox is" "the page" {" ".join(_COMMON[20:30])}',
    "common words and what all have left out": f'{" ".join(_COMMON[:8])} -"of the" -"in the" -th* -fi*',
    "nothing is left": f'-th* -fi* -wi* -"a to" {" ".join(f"-{each}" for each in _FREQUENT)}',
    "frequent words left out": " ".join(f"-{each}" for each in _FREQUENT),
}

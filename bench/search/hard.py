"""Queries that somebody made up to make a search slow: many phrases, beginnings and frequent words."""

import re
from itertools import product

_FREQUENT = re.findall(r"\w+", "the to a i is and in it of on my firefox this that not have for you with can when but")
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
    "frequent words left out": " ".join(f"-{each}" for each in _FREQUENT),
}

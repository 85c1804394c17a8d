"""Filters beside the results that one click adds to the query or takes away."""

from dataclasses import dataclass
from urllib.parse import urlencode

from forum.kernel.words import N_

_OFFERED = (
    ("is:solved", N_("Solved only")),
    ("is:unanswered", N_("Unanswered")),
    ("staff:yes", N_("With staff answer")),
    ("has:ticket", N_("With a ticket")),
    ("lang:en", N_("In English")),
    ("lang:ms", N_("In Malay")),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: what it is called (translated where it is shown), whether it is on, where a click leads."""

    label: str
    is_on: bool
    address: str


def chips(typed: str) -> list[Chip]:
    """The filters that are offered, as the query stands."""
    words = typed.split()
    return [
        Chip(label, name in words, _address([word for word in words if word != name] + [name] * (name not in words)))
        for name, label in _OFFERED
    ]


def _address(words: list[str]) -> str:
    return f"/search?{urlencode({'q': ' '.join(words)})}"

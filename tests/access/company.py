"""What the tests of this folder share: people, the things in the company by name, and the words that mark secrets.

Whatever outsiders must not meet carries a word that begins with `zq` and says what leaked, beside the harmless word
"bait" that anybody may search for.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from forum.app import Tanya
from tests.conftest import NOON

EARLIER = NOON - timedelta(days=10)
PASSWORD = "nine-green-bottles"


MARKS: set[str] = set()
"""Every marking word in the company."""


def mark(what: str) -> str:
    """One word that no outsider may see."""
    MARKS.add(f"zq{what}")
    return f"zq{what}"


def secret(what: str) -> str:
    """Words of which no outsider may see the first, and that anybody may search for by the second."""
    return f"{mark(what)} bait"


@dataclass
class World:
    """The people, their ids by name, what addresses and forms name (ids, labels, slugs, secrets), and the cookies of
    visitors who have come before."""

    app: Tanya
    people: SimpleNamespace
    names: dict[str, object] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

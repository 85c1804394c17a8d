"""How many threads a query finds, by what one could ask besides: counted only among those the reader may see listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.search.asking import Asker
from forum.search.grammar import Typed, Wanted, without_filter
from forum.search.index.protocol import Enquiry
from forum.search.place import index

STATES = ("is:solved", "is:open", "is:unanswered", "is:duplicate", "is:locked")
_FACTS = (*STATES, "staff:yes", "has:ticket", "lang:en", "lang:ms")
_KINDS = ("category", "tag")
_MOST_RELAXED = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """The threads that a query finds, and of how many of them each fact holds."""

    threads: int
    facts: Mapping[str, int]
    mine: int

    def of_kind(self, kind: str, *, most: int) -> list[str]:
        """The facts of a kind that hold of the most threads, by name among equals."""
        named = [fact for fact in self.facts if fact.startswith(f"{kind}:")]
        return sorted(named, key=lambda fact: (-self.facts[fact], fact))[:most]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A query without one of its filters, and how many threads it finds."""

    without: str
    typed: str
    threads: int


def counted(enquiry: Enquiry, asker: Asker) -> Counted | None:
    """The counts of what was asked; None while more has been hidden than can be told apart, or more is found than the
    engine counts. Raises IndexUnusable.
    """
    if not asker.may_count:
        return None
    mine = f"by:{asker.reader.id}" if asker.reader.is_authenticated else ""
    found = index().count(enquiry, facts=[*_FACTS, mine] if mine else _FACTS, kinds=_KINDS)
    return Counted(found.threads, found.facts, found.facts.get(mine, 0)) if found else None


def relaxed(typed: str, wanted: Wanted, asker: Asker) -> Sequence[Relaxed]:
    """What would be found without one of the filters, where that is anything. Raises IndexUnusable."""
    if not asker.may_count:
        return ()
    tried = (_without(typed, which, asker) for which in wanted.filters[:_MOST_RELAXED])
    return [each for each in tried if each.threads]


def _without(typed: str, which: Typed, asker: Asker) -> Relaxed:
    shorter = without_filter(typed, which)
    wanted = asker.wanted(shorter)
    found = None if wanted.is_empty else index().count(asker.enquiry(wanted), facts=(), kinds=())
    return Relaxed(which.text, shorter, found.threads if found else 0)

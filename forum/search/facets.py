"""How many threads a query finds, by what one could ask besides: counted only among those the reader may see listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.search.asking import Asker
from forum.search.grammar import Kind, Wanted, loosened, without_filter
from forum.search.index.protocol import Enquiry, Hit
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
    """A query without one of its filters, or (`without` is empty) with the words of its phrases each by itself; and how
    many threads it finds, None if more than the engine counts.
    """

    without: str
    typed: str
    threads: int | None


def found_and_counted(enquiry: Enquiry, asker: Asker, *, most: int) -> tuple[Sequence[Hit], Counted | None]:
    """The best threads, and the counts; None while more has been hidden than can be told apart, or more is found than
    the engine counts. Raises IndexUnusable.
    """
    if not asker.may_count:
        return index().find(enquiry, skip=0, most=most), None
    mine = f"by:{asker.reader.id}" if asker.reader.is_authenticated else ""
    facts = [*_FACTS, mine] if mine else _FACTS
    hits, found = index().find_counted(enquiry, most=most, facts=facts, kinds=_KINDS)
    return hits, Counted(found.threads, found.facts, found.facts.get(mine, 0)) if found else None


def relaxed(typed: str, wanted: Wanted, asker: Asker) -> Sequence[Relaxed]:
    """What would be found without one of the filters, or the phrases, where that is anything. Raises IndexUnusable."""
    if not asker.may_count:
        return ()
    ways = [(which.text, without_filter(typed, which)) for which in wanted.filters[:_MOST_RELAXED]]
    if any(part.kind is Kind.PHRASE for clause in wanted.clauses for part in clause):
        ways.append(("", loosened(typed)))
    tried = (Relaxed(without, other, _threads(other, asker)) for without, other in ways)
    return [each for each in tried if each.threads != 0]


def _threads(typed: str, asker: Asker) -> int | None:
    wanted = asker.wanted(typed)
    if wanted.is_empty:
        return 0
    found = index().count(asker.enquiry(wanted), facts=(), kinds=())
    return found.threads if found else None

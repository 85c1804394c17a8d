"""What may make a question unnecessary: known issues first, then FAQ entries, solved threads, open ones to join."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from forum.kernel import clock
from forum.search.asking import Asker
from forum.search.queries import Found
from forum.search.shelf.faq import entries_like
from forum.search.shelf.finding import FoundCard
from forum.search.shelf.known import issues_like
from forum.search.similar import beginning_of, suggested
from forum.web.session import reader
from forum.web.words import language, zone

_MOST = 6


@dataclass(frozen=True, slots=True)
class Suggested:
    """At most six in all, each kind by how well it matches."""

    issues: Sequence[FoundCard] = ()
    entries: Sequence[FoundCard] = ()
    threads: Sequence[Found] = ()

    @property
    def category(self) -> str:
        """The slug of the category that more of the threads stand in than in any other; empty if there is none."""
        most = [*Counter(each.row.category_slug for each in self.threads).most_common(2), ("", 0), ("", 0)]
        return str(most[0][0]) if most[0][1] > most[1][1] else ""


def suggestions_for(title: str, source: str, *, but_id: int | None = None) -> Suggested:
    """What is like a title and the beginning of a text, without the thread `but_id` that they come from."""
    text = beginning_of(title, source)
    asker = Asker(reader(), at=clock.now(), zone=zone())
    issues = issues_like(text, asker, language=language())
    entries = entries_like(text, asker, language=language())
    left = _MOST - len(entries) - len(issues)
    threads = [each for each in suggested(text, asker, most=left + 1) if each.row.id != but_id]
    return Suggested(issues, entries, threads[:left])

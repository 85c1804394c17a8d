"""python -m bench.search.shared FOLDER: which share of its words a question has in common with what it finds, on the
Firefox set.

Judged repeats say what is about the same; what threads of the sample company find there is about something else.
"""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.search.short import documents
from bench.texts import texts
from forum.kernel.text.html import plain_text
from forum.search.evaluation.judged import read_judgements
from forum.search.index.protocol import Document, Enquiry
from forum.search.index.terms import lookup_of
from forum.search.index.whoosh.engine import WhooshIndex
from forum.search.similar import beginning_of, share, wanted_of

_ROOM = frozenset({1})
_BEST = 7  # of which a thread's page shows six: it may be among them itself
_SHARES = (0.2, 0.3, 0.4)


class Found:
    """An index of the threads, and what is asked of it."""

    def __init__(self, place: Path, threads: list[Document]) -> None:
        self._by_id = {each.question_id: each for each in threads}
        self._index = WhooshIndex(place)
        self._index.make_again(threads, before_exchange=lambda: None)

    def shares(self, title: str, body: str, at: datetime) -> dict[int, float]:
        """The threads most like this, each with the share of the words that it has."""
        wanted = wanted_of(beginning_of(title, body))
        hits = self._index.find(Enquiry(wanted, _ROOM, at), skip=0, most=_BEST)
        groups = lookup_of(wanted).groups
        return {hit.question_id: share(groups, *self._said(hit.question_id), *hit.texts) for hit in hits}

    def of_repeats(self, judgements: Path) -> Iterator[float]:
        """The shares of relevant threads."""
        for number, relevant in read_judgements(judgements).items():
            if asked := self._by_id.get(number):
                found = self.shares(asked.title, asked.body, asked.created_at)
                yield from (found[each] for each in found.keys() & set(relevant) - {number})

    def of_strangers(self) -> Iterator[float]:
        """The shares of whatever the sample company's threads find, asked after all others."""
        last = max(each.created_at for each in self._by_id.values())
        for said in texts():
            yield from self.shares(said.title, plain_text(said.body), last).values()

    def _said(self, number: int) -> tuple[str, str]:
        return self._by_id[number].title, self._by_id[number].tags


def main() -> None:
    """How many of either share at least so much, in Markdown."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    with TemporaryDirectory(prefix="tanya-bench-") as place:
        found = Found(Path(place), documents(folder))
        repeats, strangers = list(found.of_repeats(folder / "qrels.tsv")), list(found.of_strangers())
    print(f"| share of the words | {len(repeats)} repeats | {len(strangers)} of the sample company's |\n|---|---|---|")
    for least in _SHARES:
        print(f"| {least} | {_percent(repeats, least)} | {_percent(strangers, least)} |")


def _percent(shares: list[float], least: float) -> str:
    return f"{sum(each >= least for each in shares) / len(shares):.0%}"


if __name__ == "__main__":
    main()

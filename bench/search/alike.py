"""python -m bench.search.alike FOLDER: how like what a question finds is to it, on the Firefox set.

Judged repeats say what is about the same; what threads of the sample company find there is about something else. A
likeness is chosen on even numbers of questions: look at the odd ones.
"""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.search.short import documents
from bench.search.threads import named_folder
from bench.texts import texts
from forum.kernel.text.html import plain_text
from forum.search.evaluation.judged import read_judgements
from forum.search.index.protocol import Document, Enquiry
from forum.search.index.whoosh.engine import WhooshIndex
from forum.search.similar import beginning_of, wanted_of

_ROOM = frozenset({1})
_BEST = 7  # of which a thread's page shows six: it may be among them itself
_LEAST = (0.7, 0.8, 0.85, 0.9, 1.0, 1.1, 1.2)
_HALVES = {"all": (0, 1), "even": (0,), "odd": (1,)}
Numbered = tuple[int, float]  # a question, and how like something is that it finds


class Found:
    """An index of the threads, and what is asked of it: titles with the text below them, or alone."""

    def __init__(self, place: Path, threads: list[Document]) -> None:
        self._by_id = {each.question_id: each for each in threads}
        self._index = WhooshIndex(place)
        self._index.make_again(threads, before_exchange=lambda: None)

    def likeness(self, title: str, body: str, at: datetime) -> dict[int, float]:
        """The threads that come first, each with how like it is."""
        hits = self._index.find(Enquiry(wanted_of(beginning_of(title, body)), _ROOM, at), skip=0, most=_BEST)
        return {hit.question_id: hit.likeness for hit in hits}

    def of_repeats(self, judgements: Path, *, is_whole: bool) -> Iterator[Numbered]:
        """Of relevant threads."""
        for number, relevant in read_judgements(judgements).items():
            if asked := self._by_id.get(number):
                found = self.likeness(asked.title, asked.body if is_whole else "", asked.created_at)
                yield from ((number, found[each]) for each in found.keys() & set(relevant) - {number})

    def of_strangers(self, *, is_whole: bool) -> Iterator[Numbered]:
        """Of whatever the sample company's threads find, asked after all others."""
        last = max(each.created_at for each in self._by_id.values())
        for number, said in enumerate(texts()):
            found = self.likeness(said.title, plain_text(said.body) if is_whole else "", last)
            yield from ((number, each) for each in found.values())


def main() -> None:
    """How many of either are at least so like, in Markdown."""
    folder = named_folder(sys.argv, __doc__)
    with TemporaryDirectory(prefix="tanya-bench-") as place:
        found = Found(Path(place), documents(folder))
        columns = [
            list(some)
            for is_whole in (True, False)
            for some in (
                found.of_repeats(folder / "qrels.tsv", is_whole=is_whole),
                found.of_strangers(is_whole=is_whole),
            )
        ]
    for name, remainders in _HALVES.items():
        _print(name, [[each for number, each in column if number % 2 in remainders] for column in columns])


def _print(name: str, columns: list[list[float]]) -> None:
    repeats, strangers, of_titles, strange_titles = map(len, columns)
    print(
        f"| {name} | {repeats} repeats | {strangers} strangers | {of_titles} by titles | {strange_titles} strangers |"
    )
    print("|---" * (len(columns) + 1) + "|")
    for least in _LEAST:
        print(f"| {least} | {' | '.join(_percent(column, least) for column in columns)} |")


def _percent(some: list[float], least: float) -> str:
    return f"{sum(each >= least for each in some) / len(some):.0%}"


if __name__ == "__main__":
    main()

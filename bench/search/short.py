"""python -m bench.search.short FOLDER: short queries with typing errors and parts of words, on the Firefox set.

Words as they are, words that may have been meant by them (`index/near.py`), and trigrams of titles as a scorer beside
them. An error "as others make it" is a word of some thread that a letter keeps apart from one that IN_USE.rather times
as many have.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

from bench.firefox_to_jsonl import moment, rows
from bench.search.threads import named_folder, threads_of
from forum.search.evaluation.judged import read_judgements
from forum.search.evaluation.measures import DEPTH, Measured, mean, measured
from forum.search.grammar import read_query
from forum.search.index.letters import within
from forum.search.index.near import may_be_mistaken
from forum.search.index.protocol import Document, Enquiry
from forum.search.index.scorers import taking_part
from forum.search.index.scoring import Scores, Shelf
from forum.search.index.terms import STOP_WORDS
from forum.search.index.weights import IN_USE, Weights
from forum.search.index.whoosh.engine import WhooshIndex
from forum.search.words.tokens import places

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BODY = 2000  # characters in which the frequency of words is counted
_ROOM = frozenset({1})
Change = Callable[[str, Random], str]


@dataclass(frozen=True, slots=True)
class Short:
    """A short query: what it is made of decides what is relevant, and what may not be found."""

    typed: str
    own_id: int
    relevant: frozenset[int]
    at: datetime
    is_earlier_only: bool


class Trigrams:
    """The share of a short query's trigrams that a title has."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._titles = {each.question_id: _trigrams(each.title) for each in documents}
        self._with: dict[str, np.ndarray] = {}

    def scores(self, shelf: Shelf, enquiry: Enquiry) -> Scores:
        """From 0 to 1 for each document of the one shelf there is."""
        if not self._with:
            self._with = _by_trigram([self._titles[int(number)] for number in shelf.questions])
        asked = _trigrams(enquiry.wanted.words)
        shares = np.zeros(shelf.size, np.float32)
        for each in asked & self._with.keys():
            shares[self._with[each]] += np.float32(1 / len(asked))
        return shares

    def proposed(self, enquiry: Enquiry, *, most: int) -> tuple[int, ...]:
        """Nothing: every document is looked at."""
        return ()


def documents(folder: Path) -> list[Document]:
    """The threads with their own numbers and moments."""
    asked = [
        (int(row["id"]), datetime.fromisoformat(moment(row["created"]))) for row in rows(folder / "questions.csv.gz")
    ]
    return [
        Document(number, 1, at, frozenset({"room:1"}), each.title, each.tags, each.body, "", each.answers, "", True)
        for (number, at), each in zip(asked, threads_of(folder), strict=True)
    ]


def queries(folder: Path, threads: Sequence[Document], size: int) -> dict[str, list[Short]]:
    """Of each judged thread's title the rarest words: right, with one mistyped, with a part of one, with an error that
    others make.
    """
    by_id, chance, of_others = {each.question_id: each for each in threads}, Random(5), Random(6)
    often = Counter(word for each in threads for word in {*_words(f"{each.title} {each.body[:_BODY]}")})
    errors = _errors(often)
    last = max(each.created_at for each in threads)
    mistyped: dict[str, Change | None] = {"": None, ", one mistyped": _mistyped}
    found: defaultdict[str, list[Short]] = defaultdict(list)
    for number, relevant in sorted(read_judgements(folder / "qrels.tsv").items()):
        older = frozenset(each for each in relevant if each < number and each in by_id)
        words = _rarest(by_id[number].title, often, size) if older and number in by_id else []
        if len(words) < 2:
            continue
        asked_at, own = by_id[number].created_at, frozenset({number})
        for how, change in mistyped.items():
            found[f"repeat{how}"].append(Short(_with(words, change, chance), number, older, asked_at, True))
        for how, change in {**mistyped, ", one in part": _in_part}.items():
            found[f"own{how}"].append(Short(_with(words, change, chance), 0, own, last, False))
        if typed := _as_others(by_id[number].title, errors, often, size, of_others):
            found["repeat, an error as others make it"].append(Short(typed, number, older, asked_at, True))
            found["own, an error as others make it"].append(Short(typed, 0, own, last, False))
    return found


def _errors(often: Counter[str]) -> dict[str, list[str]]:
    """Frequent words, and the rare ones that a letter keeps apart from each."""
    words = sorted(word for word in often if word.isalpha() and may_be_mistaken(word))
    by_letter = {letter: np.array(list(some)) for letter, some in groupby(words, key=lambda word: word[0])}
    frequent = [word for word in words if often[word] >= IN_USE.rather]
    near = {word: by_letter[word[0]][within(word, by_letter[word[0]], 1)[0]].tolist() for word in frequent}
    return {word: [each for each in some if often[each] * IN_USE.rather <= often[word]] for word, some in near.items()}


def _as_others(title: str, errors: dict[str, list[str]], often: Counter[str], size: int, chance: Random) -> str:
    """A word of the title as somebody has mistyped it, with the rarest ones beside it; empty if nobody has."""
    wrong = next((word for word in _words(title) if errors.get(word)), "")
    beside = [word for word in _rarest(title, often, size) if word != wrong][: size - 1]
    return " ".join([chance.choice(errors[wrong]), *beside]) if wrong and beside else ""


def tried(index: WhooshIndex, some: Sequence[Short], weights: Weights) -> str:
    """MRR and recall of these queries."""
    each = [_asked(index, short, weights) for short in some]
    return f"{mean([one.reciprocal_rank for one in each]):.3f} / {mean([one.recall for one in each]):.3f}"


def _asked(index: WhooshIndex, short: Short, weights: Weights) -> Measured:
    spans = ((float("-inf"), short.at.timestamp(), False),) if short.is_earlier_only else ()
    wanted = read_query(short.typed, today=short.at.date())
    hits = index.find(Enquiry(wanted, _ROOM, short.at, spans, weights), skip=0, most=DEPTH + 1)
    return measured([hit.question_id for hit in hits if hit.question_id != short.own_id], short.relevant)


def _words(text: str) -> list[str]:
    return [place.forms[0] for place in places(text)]


def _rarest(title: str, often: Counter[str], size: int) -> list[str]:
    words = [
        word for word in dict.fromkeys(_words(title)) if word not in STOP_WORDS and word.isalpha() and len(word) > 2
    ]
    kept = set(sorted(words, key=lambda word: often[word])[:size])
    return [word for word in words if word in kept]


def _with(words: Sequence[str], change: Change | None, chance: Random) -> str:
    longest = max(words, key=len)
    return " ".join(change(word, chance) if change and word == longest else word for word in words)


def _mistyped(word: str, chance: Random) -> str:
    if len(word) < 4:
        return word
    place, kind, other = chance.randrange(1, len(word) - 1), chance.choice("dsti"), chance.choice(_LETTERS)
    changed = {"d": "", "t": word[place + 1] + word[place], "s": other, "i": other + word[place]}[kind]
    return word[:place] + changed + word[place + (2 if kind == "t" else 1) :]


def _in_part(word: str, _: Random) -> str:
    return word if len(word) < 6 else word[: max(4, len(word) * 2 // 3)]


def _trigrams(text: str) -> set[str]:
    padded = [f"  {word} " for word in _words(text)]
    return {each[place : place + 3] for each in padded for place in range(len(each) - 2)}


def _by_trigram(titles: Sequence[set[str]]) -> dict[str, np.ndarray]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, title in enumerate(titles):
        for each in title:
            found[each].append(number)
    return {each: np.array(numbers) for each, numbers in found.items()}


def table(index: WhooshIndex, folder: Path, threads: Sequence[Document]) -> Iterator[str]:
    """The figures in Markdown."""
    off, trigrams = replace(IN_USE, near=0.0), Trigrams(threads)
    ways = {"words alone": (off, 0.0), "words like": (IN_USE, 0.0), "trigrams 0.2": (off, 0.2), "both": (IN_USE, 0.2)}
    yield f"| | {' | '.join(ways)} |"
    yield "|---" * (len(ways) + 1) + "|"
    for size in (2, 3, 4, 6):
        for name, some in queries(folder, threads, size).items():
            figures = []
            for weights, weight in ways.values():
                with taking_part("trigrams", trigrams, weight=weight) if weight else nullcontext():
                    figures.append(tried(index, some, weights))
            yield f"| {name}, {size} words | {' | '.join(figures)} |"


def main() -> None:
    """An index of the set is made and asked."""
    folder = named_folder(sys.argv, __doc__)
    threads = documents(folder)
    with TemporaryDirectory(prefix="tanya-bench-") as place:
        index = WhooshIndex(Path(place))
        index.make_again(threads, before_exchange=lambda: None)
        print(*table(index, folder, threads), sep="\n", flush=True)


if __name__ == "__main__":
    main()

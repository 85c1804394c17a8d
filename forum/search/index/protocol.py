"""What an engine promises. `queries` asks it, `jobs` and `rebuild` fill it; neither knows which engine it is."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forum.search.grammar import Wanted
from forum.search.index.weights import IN_USE, Weights

NO_INDEX = "there is no index yet"
ACCEPTED = 1  # the place of the accepted answer in Document.texts; the other answers follow it


class IndexUnusable(Exception):
    """The index is missing, damaged or of another version: it has to be made again. The text says which."""


class IndexSilent(IndexUnusable):
    """The index does not answer at this moment. Nothing is known to be wrong with it."""


class RebuildUnderWay(RuntimeError):
    """Somebody is making the index again already."""


def found_wrong(look: Callable[[], object]) -> str:
    """Why an index cannot be used, if a look at it says so; else empty. Raises IndexSilent."""
    try:
        look()
    except IndexSilent:
        raise
    except IndexUnusable as reason:
        return str(reason)
    return ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thread as the index keeps it. `facts` are what filters ask for ("tag:vpn", "is:solved", "room:3")."""

    question_id: int
    version: int
    created_at: datetime
    facts: frozenset[str]
    title: str
    tags: str
    body: str
    accepted: str
    answers: tuple[str, ...]
    comments: str
    is_for_everyone: bool  # its words may be suggested to anybody

    @property
    def texts(self) -> tuple[str, ...]:
        """What passages are cut from."""
        return (self.body, self.accepted, *self.answers, self.comments)

    @property
    def digest(self) -> str:
        """The same for the same words and facts, whatever the version is: a vote or a claim changes nothing here."""
        facts = (sorted(self.facts), self.title, self.tags, *self.texts, self.is_for_everyone)
        return hashlib.blake2b(repr(facts).encode("utf-8", "replace"), digest_size=9).hexdigest()


@dataclass(frozen=True, slots=True)
class Hit:
    """A thread that was found, and the texts its passage is cut from as they were at this version.

    `likeness` compares it with the query itself, whatever else is there and however old it is: see `scoring`.
    """

    question_id: int
    version: int
    score: float
    likeness: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What to find for whom: a query, the categories ("rooms") its reader may read, and bounds of `created`.

    `at` is the moment near which a thread counts more: now, or that of a thread to which others are compared.
    """

    wanted: Wanted
    rooms: frozenset[int]
    at: datetime
    spans: tuple[tuple[float, float, bool], ...] = ()  # seconds since 1970: from, before, outside of them
    weights: Weights = IN_USE
    lowered: frozenset[int] = frozenset()  # threads that are not to be found, whatever the index still says
    only: frozenset[int] | None = None  # the threads among which to look; None: all


@dataclass(frozen=True, slots=True)
class Counts:
    """How many threads an enquiry finds, and of how many of them a fact holds; facts of none are left out."""

    threads: int
    facts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Status:
    """How an index stands."""

    threads: int
    segments: int
    bytes: int
    format: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a thread stands where it does: score = words x presence x facts + recency + title + others."""

    question_id: int
    score: float
    words: tuple[tuple[str, float], ...]  # the form that counted, and what it gave
    presence: float
    facts: tuple[tuple[str, float], ...]
    recency: float
    title: float
    others: tuple[tuple[str, float], ...]  # registered scorers, and what each gave


Reading = Callable[[Sequence[int]], Sequence[Document]]  # those of the threads that the index may hold


class Searching(Protocol):
    """Reading an index. Safe to call from many threads; raises IndexUnusable."""

    def find(self, enquiry: Enquiry, *, skip: int, most: int) -> Sequence[Hit]:
        """The best threads of the rooms, from place `skip`, at most `most`."""

    def count(self, enquiry: Enquiry, *, facts: Sequence[str], kinds: Sequence[str]) -> Counts | None:
        """Threads that `find` finds, all together and by these facts and every fact of these kinds ("tag").

        None where they are more than the engine counts in a moment.
        """

    def find_counted(
        self, enquiry: Enquiry, *, most: int, facts: Sequence[str], kinds: Sequence[str]
    ) -> tuple[Sequence[Hit], Counts | None]:
        """What `find` and `count` say, for hardly more than one of them costs."""

    def explain(self, enquiry: Enquiry, *, most: int) -> Sequence[Explanation]:
        """The best threads, and how each came by its score."""

    def words_like(self, word: str) -> Sequence[str]:
        """Known words of threads that everyone may read, like `word`: other by a letter or two, or begun by it.

        None of a word that is known itself.
        """

    def words_meant_rather(self, word: str) -> Sequence[str]:
        """As `words_like`, of a word that is known: those a letter different that very many more threads have.

        See `rather` in the table of weights.
        """

    def threads_with(self, word: str, *, most: int) -> Sequence[int]:
        """Up to `most` threads for everyone with this word."""

    def digests(self) -> Sequence[tuple[int, str]]:
        """Each thread that is there, with the digest of the document it was indexed from."""

    def status(self) -> Status:
        """Counts of what is there."""

    def close(self) -> None:
        """Nothing is held open; the next use opens it again."""


class Filling(Protocol):
    """Writing an index. One writer at a time, held by the engine's own lock."""

    def what_is_wrong(self) -> str:
        """Why the index cannot be used, in a few words; empty if it can. Raises IndexSilent."""

    def look_through(self) -> str:
        """The same after reading all of it, for which nobody should wait. What is found damaged is made again.

        Raises IndexSilent.
        """

    def change(self, question_ids: Sequence[int], read: Reading) -> None:
        """These threads stand as `read` finds them while nobody else writes, or not at all; durable when this returns.

        Raises IndexUnusable; OSError (a full disk) harms nothing that was there.
        """

    def make_again(self, documents: Iterable[Document], *, before_exchange: Callable[[], None]) -> None:
        """A new index of the documents is the one in use; the old one was until then. Raises RebuildUnderWay.

        `before_exchange` runs while nobody writes. Whatever fails, the old index stays and nothing is left over.
        """


class Index(Searching, Filling, Protocol):
    """What an engine is."""

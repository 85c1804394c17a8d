"""What the one who runs the forum asks of the index: does it say what the database says, and why this rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forum.search.asking import every_room, seconds_of, with_names
from forum.search.company import synonyms_in_force
from forum.search.documents import documents_of
from forum.search.grammar import read_query
from forum.search.index.protocol import Enquiry, Explanation
from forum.search.place import index
from forum.search.rebuild import batches_of_threads


@dataclass(frozen=True, slots=True)
class Difference:
    """How many threads the index lacks, has too many, or knows by other words."""

    missing: int
    left_over: int
    stale: int


def difference() -> Difference:
    """Every thread of the database compared with what the index keeps of it. Raises IndexUnusable."""
    indexed = dict(index().digests())
    there = {document.question_id: document.digest for ids in batches_of_threads() for document in documents_of(ids)}
    return Difference(
        missing=len(there.keys() - indexed.keys()),
        left_over=len(indexed.keys() - there.keys()),
        stale=sum(1 for question_id in there.keys() & indexed.keys() if there[question_id] != indexed[question_id]),
    )


def explanations(typed: str, *, at: datetime, most: int) -> Sequence[Explanation]:
    """The best threads of all categories for a query, and how each came by its score. Raises IndexUnusable."""
    wanted = with_names(read_query(typed, today=at.date(), synonyms=synonyms_in_force()))
    spans = tuple(seconds_of(span, UTC) for span in wanted.spans)
    return index().explain(Enquiry(wanted, every_room(), at, spans), most=most)

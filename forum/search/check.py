"""Whether the index says what the database says."""

from dataclasses import dataclass

from forum.search.documents import documents_of
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

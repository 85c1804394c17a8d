"""Whether the index says what the database says."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.kernel.db import session
from forum.questions.models import Question, Visibility
from forum.questions.visibility import unrestricted
from forum.search.place import index


@dataclass(frozen=True, slots=True)
class Difference:
    """How many threads the index lacks, has too many, or knows as they were."""

    missing: int
    left_over: int
    stale: int


def difference() -> Difference:
    """Every thread of the database compared with the index by its version. Raises IndexUnusable."""
    public = select(Question.id, Question.version).where(unrestricted(), Question.visibility == Visibility.PUBLIC)
    there = {question_id: version for question_id, version in session.execute(public)}
    indexed = dict(index().versions())
    return Difference(
        missing=len(there.keys() - indexed.keys()),
        left_over=len(indexed.keys() - there.keys()),
        stale=sum(1 for question_id in there.keys() & indexed.keys() if there[question_id] != indexed[question_id]),
    )

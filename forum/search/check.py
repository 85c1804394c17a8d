"""What the one who runs the forum asks of the index: does it say what the database says, and why this rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from forum.kernel.db import read
from forum.kernel.errors import Invalid
from forum.questions.models import Question
from forum.questions.visibility import listed_to, reader_params, unrestricted
from forum.search.asking import Asker, every_room, seconds_of, with_names
from forum.search.company import synonyms_in_force
from forum.search.documents import documents_of
from forum.search.grammar import Wanted, read_query
from forum.search.index.protocol import Enquiry, Explanation
from forum.search.place import index
from forum.search.rebuild import batches_of_threads

_TITLES = select(Question.id, Question.title).where(unrestricted(), Question.id.in_(bindparam("ids", expanding=True)))
_LISTED_TITLES = _TITLES.where(listed_to())


@dataclass(frozen=True, slots=True)
class Explained:
    """A thread that is found, and how it came by its score."""

    title: str
    explanation: Explanation


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


def explanations(typed: str, *, at: datetime, most: int) -> list[Explained]:
    """The best threads of all categories for a query, and how each came by its score.

    Invalid if nothing is asked for; raises IndexUnusable.
    """
    wanted = _asked(read_query(typed, today=at.date(), synonyms=synonyms_in_force()))
    wanted = replace(wanted, knows_people=True)
    spans = tuple(seconds_of(span, UTC) for span in wanted.spans)
    found = index().explain(Enquiry(with_names(wanted), every_room(), at, spans), most=most)
    return _titled(found, _TITLES, {})


def explanations_for(asker: Asker, typed: str, *, most: int) -> list[Explained]:
    """The same of what somebody finds: nothing that he may not see listed at this moment is among it."""
    found = index().explain(asker.enquiry(_asked(asker.wanted(typed))), most=most)
    return _titled(found, _LISTED_TITLES, reader_params(asker.reader))


def _asked(wanted: Wanted) -> Wanted:
    if wanted.is_empty:
        raise Invalid("This asks for nothing yet. Type a word, or a filter that is understood.", field="q")
    return wanted


def _titled(found: Sequence[Explanation], titles: Select[int, str], params: Mapping[str, Any]) -> list[Explained]:
    ids = [each.question_id for each in found]
    known = {row.id: row.title for row in read(titles, {"ids": ids, **params})} if ids else {}
    return [Explained(known[each.question_id], each) for each in found if each.question_id in known]

"""What the index proposes, as the database has it now: only what the reader may see, duplicates in their original."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.kernel.lists import among
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import listed_to, reader_params
from forum.search.index.protocol import Hit
from forum.topics.models import Category

_COLUMNS = (
    Question.id, Question.title, Question.slug, Question.tags, Question.version, Question.created_at,
    Question.solved_at, Question.locked_at, Question.duplicate_of_id, Question.answer_count, Question.affected_count,
    Question.visibility, Question.ticket_label, Question.has_staff_answer, Category.slug.label("category_slug"),
    Category.name.label("category_name"), Category.name_ms.label("category_name_ms"), Person.name, Person.handle,
    Person.photo, Person.is_it_staff, Person.badge,
)  # fmt: skip
ROWS = (
    select(*_COLUMNS)
    .join(Category, Category.id == Question.category_id)
    .join(Person, Person.id == Question.author_id, isouter=True)
    .where(listed_to())
)
_HITS = ROWS.where(among(Question.id, "ids", BigId))


@dataclass(frozen=True, slots=True)
class Place:
    """A thread's place among the results. `duplicate` is the row of the thread that led to it, if another did."""

    row: Row[Any]
    hit: Hit | None  # none where only a duplicate was found
    duplicate: Row[Any] | None = None


def rows_of(question_ids: Collection[int], reader: Actor) -> dict[int, Row[Any]]:
    """The rows of those threads that the reader may see listed at this moment."""
    if not question_ids:
        return {}
    params = {"ids": list(question_ids), **reader_params(reader)}
    return {row.id: row for row in read(_HITS, params)}


def listed(hits: Sequence[Hit], reader: Actor) -> list[Place]:
    """The hits that the reader may see, in their order, each for itself."""
    rows = rows_of([hit.question_id for hit in hits], reader)
    return [Place(rows[hit.question_id], hit) for hit in hits if hit.question_id in rows]


def folded(hits: Sequence[Hit], reader: Actor) -> list[Place]:
    """The hits that the reader may see; a duplicate gives its place to its original, if he may see that, too."""
    there = listed(hits, reader)
    originals = {place.row.duplicate_of_id for place in there} - {None}
    rows = rows_of(originals - {place.row.id for place in there}, reader)
    found = {place.row.id: place for place in there}
    found |= {question_id: Place(row, None) for question_id, row in rows.items()}
    taken: dict[int, Place] = {}
    for place in there:
        original = found.get(place.row.duplicate_of_id)
        into = original or place
        taken.setdefault(into.row.id, Place(into.row, into.hit, place.row if original else None))
    return list(taken.values())

"""What connects imported posts: authors, votes of known people, acceptance, duplicates."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from forum.answers.models import Acceptance, Answer
from forum.answers.visibility import unrestricted as any_answer
from forum.importers.models import ImportedPerson
from forum.importers.records import VoteRecord
from forum.kernel.db import BigId, UtcDateTime, session
from forum.kernel.races import insert_new
from forum.people.models import SYSTEM_PERSON_ID
from forum.questions.actions.duplicates import root_of
from forum.questions.models import DuplicateMark, Question
from forum.questions.visibility import unrestricted
from forum.votes.models import Vote

_SOLVED = (
    update(Question)
    .where(unrestricted(), Question.id == bindparam("solved", type_=BigId))
    .values(solved_at=bindparam("since", type_=UtcDateTime))
)


def people_with(keys: Sequence[str], source: str) -> dict[str, int]:
    """The ids of the people behind these keys."""
    stored = {f"{source}:{key}" for key in keys}
    if not stored:
        return {}
    columns = select(ImportedPerson.key, ImportedPerson.person_id)
    rows = session.execute(columns.where(ImportedPerson.key.in_(stored)))
    return {row.key.removeprefix(f"{source}:"): row.person_id for row in rows}


def add_vote(record: VoteRecord, person_id: int, question_id: int | None, answer_id: int | None) -> bool:
    """The person's vote counts on the post; False if it did already."""
    value = 1 if question_id is not None else (1 if record.value > 0 else -1)
    facts = {"person_id": person_id, "question_id": question_id, "answer_id": answer_id}
    return insert_new(Vote, value=value, at=record.at, **facts)


def accept(chosen: Mapping[int, int]) -> int:
    """Each question's chosen answer is the accepted one and the question solved since it came; how many are new.

    An answer to another question is left alone, and so is a question that has an accepted answer.
    """
    there = set(session.scalars(select(Acceptance.question_id).where(Acceptance.question_id.in_(chosen))))
    answers = select(Answer.id, Answer.question_id, Answer.created_at).where(
        any_answer(), Answer.id.in_(chosen.values())
    )
    new = [
        row
        for row in session.execute(answers)
        if chosen.get(row.question_id) == row.id and row.question_id not in there
    ]
    if new:
        facts = [{"question_id": row.question_id, "answer_id": row.id, "at": row.created_at} for row in new]
        session.execute(insert(Acceptance), [{**each, "by_id": None, "as_staff": False} for each in facts])
        session.connection().execute(_SOLVED, [{"solved": row.question_id, "since": row.created_at} for row in new])
    return len(new)


def mark_duplicate(question_id: int, original_id: int, *, at: datetime) -> bool:
    """The question leads to the original; False if it does already or a circle would come of it."""
    root_id = root_of(original_id)
    mine = select(Question.duplicate_of_id).where(unrestricted(), Question.id == question_id)
    if root_id == question_id or session.scalar(mine) is not None:
        return False
    session.execute(update(Question).where(unrestricted(), Question.id == question_id).values(duplicate_of_id=root_id))
    session.add(DuplicateMark(question_id=question_id, original_id=root_id, by_id=SYSTEM_PERSON_ID, at=at))
    session.flush()
    return True

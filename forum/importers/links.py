"""What connects imported posts: authors, votes of known people, acceptance, duplicates."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from forum.answers.models import Acceptance, Answer
from forum.answers.visibility import unrestricted as any_answer
from forum.importers.models import ImportedPerson
from forum.importers.records import VoteRecord
from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.people.models import SYSTEM_PERSON_ID
from forum.questions.actions.duplicates import root_of
from forum.questions.models import DuplicateMark, Question
from forum.questions.visibility import unrestricted
from forum.votes.models import Vote


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


def accept(question_id: int, answer_id: int) -> bool:
    """The answer is the accepted one and the question solved since the answer came; False if it was."""
    answered = select(Answer.created_at).where(any_answer(), Answer.id == answer_id, Answer.question_id == question_id)
    at = session.scalar(answered)
    facts = {"question_id": question_id, "answer_id": answer_id, "by_id": None, "as_staff": False}
    if at is None or not insert_new(Acceptance, at=at, **facts):
        return False
    session.execute(update(Question).where(unrestricted(), Question.id == question_id).values(solved_at=at))
    return True


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

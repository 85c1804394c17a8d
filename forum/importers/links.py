"""What connects imported posts: authors, votes of known people, acceptance, duplicates."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from forum.answers.models import Acceptance, Answer
from forum.answers.visibility import unrestricted as any_answer
from forum.importers.models import ImportedPerson
from forum.importers.records import AcceptanceRecord, DuplicateRecord, VoteRecord
from forum.importers.report import Report
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
    facts = {"person_id": person_id, "question_id": question_id, "answer_id": answer_id}
    return insert_new(Vote, value=record.value, at=record.at, **facts)


def accept(
    records: Sequence[AcceptanceRecord],
    questions: Mapping[str, int],
    answers: Mapping[str, tuple[int, int]],
    report: Report,
) -> int:
    """Each question has its accepted answer, of several the first, and is solved since that came; how many are new.

    `questions` are ids by key, `answers` those of the answer and of its question. What is accepted already stays.
    """
    held = select(Acceptance.question_id, Acceptance.answer_id).where(Acceptance.question_id.in_(questions.values()))
    accepted = {row.question_id: row.answer_id for row in session.execute(held)}
    new: dict[int, int] = {}
    for record in records:
        question_id, (answer_id, thread_id) = questions[record.question], answers[record.answer]
        where = f"accepted of {record.question}"
        if report.holds(thread_id == question_id, where, f"{record.answer} answers another question"):
            if question_id not in accepted:
                accepted[question_id] = new[question_id] = answer_id
            report.holds(accepted[question_id] == answer_id, where, f"another answer than {record.answer} is accepted")
    _solve(new)
    return len(new)


def _solve(chosen: Mapping[int, int]) -> None:
    answers = select(Answer.id, Answer.question_id, Answer.created_at)
    rows = session.execute(answers.where(any_answer(), Answer.id.in_(chosen.values()))).all()
    if rows:
        facts = [{"question_id": row.question_id, "answer_id": row.id, "at": row.created_at} for row in rows]
        session.execute(insert(Acceptance), [{**each, "by_id": None, "as_staff": False} for each in facts])
        session.connection().execute(_SOLVED, [{"solved": row.question_id, "since": row.created_at} for row in rows])


def mark_duplicate(
    record: DuplicateRecord, question_id: int, original_id: int, report: Report, *, at: datetime
) -> bool:
    """The question leads to the root of its original; False if it leads somewhere already, or would in a circle."""
    where = f"duplicate {record.question}"
    leads_to, root_id = root_of(question_id), root_of(original_id, stop_at=question_id)
    if not report.holds(root_id != question_id, where, f"{record.original} leads back to it"):
        return False
    if leads_to == root_id:
        return False
    if not report.holds(leads_to == question_id, where, f"it leads elsewhere than to {record.original}"):
        return False
    session.execute(update(Question).where(unrestricted(), Question.id == question_id).values(duplicate_of_id=root_id))
    session.add(DuplicateMark(question_id=question_id, original_id=root_id, by_id=SYSTEM_PERSON_ID, at=at))
    session.flush()
    return True

"""What goes with a thread into another, row by row; what was moved is kept, so that it can go back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from forum.answers.models import Acceptance, Answer, Claim, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.visibility import unrestricted as any_entry
from forum.knowledge.known.models import IssueThread
from forum.questions.actions import asker_id
from forum.questions.models import Affected, Bookmark, Follow, Question, QuestionFile, Visibility
from forum.questions.visibility import unrestricted as any_question
from forum.tickets.models import Ticket
from forum.tickets.visibility import unrestricted as any_ticket
from forum.votes.models import Vote

Moved = dict[str, Any]
"""By kind the ids, or the persons' ids, of what was moved."""


def carry(one: Question, into: Question, *, at: datetime) -> Moved:
    """All of `one` stands with `into`. Of two rows of one person that of `into` stays, so nothing counts twice."""
    moved: Moved = {
        "answers": _ids(Answer.id, any_answer(), Answer.question_id == one.id),
        "comments": _ids(Comment.id, any_answer(), Comment.thread_id == one.id),
        "remarks": _ids(Comment.id, any_answer(), Comment.question_id == one.id),
        "votes": _votes(one, into),
        "duplicates": _ids(Question.id, any_question(), Question.duplicate_of_id == one.id, Question.id != into.id),
        "tickets": _ids(Ticket.id, any_ticket(), Ticket.question_id == one.id),
        "entries": _ids(FaqEntry.id, any_entry(), FaqEntry.source_question_id == one.id),
        "accepted": _accepted(one, into),
        "issue": _issue(one, into),
    }
    for name, table in (("follows", Follow), ("affected", Affected), ("bookmarks", Bookmark)):
        moved[name] = _people(table, one, into)
    _point(moved, into.id)
    moved["joined"] = _join_asker(one, into, at=at)
    moved["files"] = _show_files(one, into)
    session.execute(delete(Claim).where(Claim.question_id == one.id))
    return moved


def carry_back(moved: Moved, one_id: int, into_id: int) -> None:
    """What was moved stands with `one` again, as far as it still stands with `into`."""
    _point(moved, one_id, only_from=into_id)
    for name, table in (("follows", Follow), ("affected", Affected), ("bookmarks", Bookmark)):
        rows = table.question_id == into_id, table.person_id.in_(moved[name])
        _update(table, rows, question_id=one_id)
    session.execute(delete(Affected).where(Affected.question_id == into_id, Affected.person_id.in_(moved["joined"])))
    shown = QuestionFile.file_id.in_(moved.get("files", ()))  # a merge of yesterday kept none
    session.execute(delete(QuestionFile).where(QuestionFile.question_id == into_id, shown))
    _accept_back(moved["accepted"], one_id)
    if moved["issue"]:
        _update(IssueThread, (IssueThread.question_id == into_id,), question_id=one_id)


def _point(moved: Moved, to_id: int, *, only_from: int | None = None) -> None:
    """The rows named by id belong to this thread."""
    columns: Iterable[tuple[str, Any, Any]] = (
        ("answers", Answer, Answer.question_id),
        ("comments", Comment, Comment.thread_id),
        ("remarks", Comment, Comment.question_id),
        ("votes", Vote, Vote.question_id),
        ("duplicates", Question, Question.duplicate_of_id),
        ("tickets", Ticket, Ticket.question_id),
        ("entries", FaqEntry, FaqEntry.source_question_id),
    )
    for name, table, column in columns:
        where = (table.id.in_(moved[name]), *((column == only_from,) if only_from else ()))
        _update(table, where, **{column.key: to_id})


def _votes(one: Question, into: Question) -> list[int]:
    """The votes on the question of people who have not voted for the other, nor asked it."""
    voted = select(Vote.person_id).where(Vote.question_id == into.id)
    mine = Vote.person_id != (asker_id(into) or 0)
    return _ids(Vote.id, Vote.question_id == one.id, Vote.person_id.not_in(voted), mine)


def _people(table: Any, one: Question, into: Question) -> list[int]:
    """Who stands with `one` alone: moved. Of an asker no "affects me too" of his own thread."""
    there = select(table.person_id).where(table.question_id == into.id)
    mine = [table.person_id != (asker_id(into) or 0)] if table is Affected else []
    people = _ids(table.person_id, table.question_id == one.id, table.person_id.not_in(there), *mine)
    _update(table, (table.question_id == one.id, table.person_id.in_(people)), question_id=into.id)
    return people


def _join_asker(one: Question, into: Question, *, at: datetime) -> list[int]:
    """Who asked the other thread has the problem too."""
    person_id = asker_id(one)
    if person_id is None or person_id == asker_id(into):
        return []
    is_new = insert_new(Affected, question_id=into.id, person_id=person_id, at=at, device="")
    return [person_id] if is_new else []


def _show_files(one: Question, into: Question) -> list[int]:
    """The other thread shows the words of `one`, so it carries their files, too."""
    files = session.scalars(select(QuestionFile.file_id).where(QuestionFile.question_id == one.id))
    return [each for each in sorted(files) if insert_new(QuestionFile, question_id=into.id, file_id=each)]


def _accepted(one: Question, into: Question) -> Moved | None:
    """The accepted answer of `one`: it is accepted in `into` where none is yet. Kept as it was, for the way back."""
    held = session.get(Acceptance, one.id)
    if held is None:
        return None
    kept = {"answer": held.answer_id, "by": held.by_id, "at": held.at.isoformat(), "as_staff": held.as_staff}
    is_free = session.get(Acceptance, into.id) is None
    session.delete(held)
    session.flush()
    if is_free:
        session.add(_acceptance(kept, into.id))
        session.flush()
    return kept


def _accept_back(kept: Moved | None, one_id: int) -> None:
    stands = Answer.question_id == one_id, Answer.visibility != Visibility.MERGED  # not split off since
    if (
        kept is None
        or session.scalar(select(Answer.id).where(any_answer(), Answer.id == kept["answer"], *stands)) is None
    ):
        return
    session.execute(delete(Acceptance).where(Acceptance.answer_id == kept["answer"]))
    session.add(_acceptance(kept, one_id))
    session.flush()


def _acceptance(kept: Moved, question_id: int) -> Acceptance:
    at = datetime.fromisoformat(kept["at"])
    return Acceptance(
        question_id=question_id, answer_id=kept["answer"], by_id=kept["by"], at=at, as_staff=kept["as_staff"]
    )


def _issue(one: Question, into: Question) -> bool:
    """Whether the known issue that `one` is about is now that of `into`, which had none."""
    if session.get(IssueThread, one.id) is None or session.get(IssueThread, into.id) is not None:
        return False
    _update(IssueThread, (IssueThread.question_id == one.id,), question_id=into.id)
    return True


def _ids(column: Any, *conditions: ColumnElement[bool]) -> list[int]:
    return list(session.scalars(select(column).where(*conditions).order_by(column)))


def _update(table: Any, where: Iterable[ColumnElement[bool]], **values: Any) -> None:
    session.execute(update(table).where(*where).values(**values), execution_options={"synchronize_session": False})
    session.expire_all()

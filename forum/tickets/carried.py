"""What a ticket took from its thread: the form's fields, the files, the answers tried so far; and whom it concerns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from forum.accounts.actors import Actor
from forum.answers.models import Acceptance, Answer
from forum.answers.visibility import visible_to as answer_visible_to
from forum.files.models import StoredFile
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.text.html import plain_text
from forum.kernel.text.shapes import excerpt
from forum.people.models import Person
from forum.questions.models import Affected, Question, QuestionOnBehalf
from forum.tickets.models import TicketFile
from forum.topics.visibility import reader_params

_MOST_TRIED = 20
_LONGEST_LINE = 160
_QUESTION_ID = bindparam("question_id", type_=BigId)
_TRIED = (
    select(
        Answer.id, Answer.html, Answer.score, Answer.failed_count, Person.name, Acceptance.answer_id.label("accepted")
    )
    .join(Question, Question.id == Answer.question_id)
    .outerjoin(Person, Person.id == Answer.author_id)
    .outerjoin(Acceptance, Acceptance.answer_id == Answer.id)
    .where(
        answer_visible_to(),
        Answer.question_id == _QUESTION_ID,
        Answer.created_at <= bindparam("until", type_=UtcDateTime),
    )
    .order_by(Answer.id)
    .limit(_MOST_TRIED)
)
_FILES = (
    select(StoredFile.token, StoredFile.name, StoredFile.size, TicketFile.for_staff)
    .join(TicketFile, TicketFile.file_id == StoredFile.id)
    .where(TicketFile.ticket_id == bindparam("ticket_id", type_=BigId), StoredFile.width.is_(None))
    .order_by(StoredFile.id)
)
_OTHERS_AFFECTED = select(func.count()).where(
    Affected.question_id == _QUESTION_ID, Affected.person_id != bindparam("asker_id", type_=BigId)
)
_ASKER = (
    select(Person.id, Person.name)
    .join(Question, Question.id == _QUESTION_ID)
    .outerjoin(QuestionOnBehalf, QuestionOnBehalf.question_id == Question.id)
    .where(Person.id == func.coalesce(Question.author_id, QuestionOnBehalf.person_id))
)

_AUTHOR = select(Person.id, Person.name).where(Person.id == bindparam("person_id", type_=BigId))


def tried_before(ticket: Row[Any], reader: Actor) -> list[dict[str, Any]]:
    """The thread's answers of before the ticket was made, each with its first words and how it went."""
    if ticket.question_id is None or ticket.answer_id or ticket.comment_id:
        return []
    params = {**reader_params(reader), "question_id": ticket.question_id, "until": ticket.created_at}
    return [
        {**row, "words": excerpt(plain_text(row["html"]), _LONGEST_LINE)} for row in read(_TRIED, params).mappings()
    ]


def files_of(ticket_id: int) -> Sequence[Row[Any]]:
    """The ticket's files that are no pictures in its text; with `for_staff` those of notes. Only for staff's page."""
    return read(_FILES, {"ticket_id": ticket_id}).all()


def asker_of(question_id: int) -> Row[Any] | None:
    """Who asked, also without a name: for staff. None for an imported question without anybody."""
    return read(_ASKER, {"question_id": question_id}).first()


def author_of(post: Row[Any], thread_id: int) -> Row[Any] | None:
    """Who wrote an answer or comment of the thread; its asker, where that has no name."""
    return read(_AUTHOR, {"person_id": post.author_id}).first() if post.author_id else asker_of(thread_id)


def others_affected(question_id: int, asker_id: int) -> int:
    """How many colleagues, the asker aside, will hear of the ticket."""
    return int(read(_OTHERS_AFFECTED, {"question_id": question_id, "asker_id": asker_id}).scalar_one())

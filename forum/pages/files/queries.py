"""Whether the reader may see a stored file: where any post or ticket that refers to it is visible to him."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, or_, select

from forum.accounts.actors import Actor, may_see_people
from forum.accounts.models import Profile
from forum.answers.models import Answer, AnswerFile
from forum.answers.visibility import visible_to as answer_visible_to
from forum.files.models import StoredFile
from forum.kernel.db import read
from forum.knowledge.faq.models import FaqEntry, FaqFile
from forum.knowledge.faq.visibility import visible_to as entry_visible_to
from forum.questions.models import Question, QuestionFile
from forum.questions.visibility import reader_params
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket, TicketFile
from forum.tickets.visibility import file_visible_to as ticket_file_visible_to
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import READER_ID

_in_question = exists().where(
    QuestionFile.file_id == StoredFile.id, Question.id == QuestionFile.question_id, question_visible_to()
)
_in_answer = exists().where(
    AnswerFile.file_id == StoredFile.id,
    Answer.id == AnswerFile.answer_id,
    Question.id == Answer.question_id,
    answer_visible_to(),
)
_in_ticket = exists().where(
    TicketFile.file_id == StoredFile.id,
    Ticket.id == TicketFile.ticket_id,
    ticket_visible_to(),
    ticket_file_visible_to(),
)
_in_entry = exists().where(FaqFile.file_id == StoredFile.id, FaqEntry.id == FaqFile.entry_id, entry_visible_to())
_is_photo = exists().where(Profile.photo_file_id == StoredFile.id)
_own = and_(StoredFile.by_id == READER_ID, READER_ID != 0)
_FILE = select(StoredFile.token, StoredFile.name, StoredFile.content_type, StoredFile.size, StoredFile.width).where(
    StoredFile.token == bindparam("token"), or_(_own, _in_question, _in_answer, _in_ticket, _in_entry, _is_photo)
)


def file_shown(token: str, reader: Actor) -> Row[Any] | None:
    """The file with this token, if the reader may see it. Who is not signed in needs a second setting besides."""
    if not may_see_people(reader):
        return None
    return read(_FILE, {"token": token, **reader_params(reader)}).one_or_none()

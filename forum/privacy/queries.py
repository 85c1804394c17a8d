"""Where a text stands: in the thread or ticket at hand, and elsewhere as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal, or_, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.models import Answer, AnswerFile, AnswerRevision, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.files.models import StoredFile
from forum.kernel.db import BigId, is_sqlite, read
from forum.kernel.errors import NotFound
from forum.moderation.merging.queries import merged_into
from forum.people.models import Person
from forum.privacy.models import Removal
from forum.privacy.rules import MOST_POSTS
from forum.questions.models import Question, QuestionField, QuestionFile, QuestionRevision
from forum.questions.visibility import unrestricted as any_question
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket, TicketChange, TicketFile, TicketMissing, TicketNote, TicketReply
from forum.tickets.visibility import unrestricted as any_ticket
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import reader_params

_SHOWN = 40  # texts and posts that a page lists
_ID = bindparam("id", type_=BigId)
_OF_ANSWER = select(Answer.id).where(any_answer(), Answer.question_id == _ID)


@dataclass(frozen=True)
class Text:
    """One text of a thread or ticket: what it is ("question", "answer revision"), whose number, and its words."""

    kind: str
    id: int
    words: str


def _kinds(*kinds: tuple[str, Any, Any, ColumnElement[bool]]) -> tuple[Select[Any], ...]:
    return tuple(
        select(literal(kind).label("kind"), id_column.label("id"), words.label("words"))
        .where(which)
        .order_by(id_column)
        for kind, id_column, words, which in kinds
    )


_OF_THREAD = _kinds(
    ("question", Question.id, Question.title + "\n\n" + Question.source, Question.id == _ID),
    ("question revision", QuestionRevision.number, QuestionRevision.title + "\n\n" + QuestionRevision.source,
     QuestionRevision.question_id == _ID),
    ("field", QuestionField.field_id, QuestionField.value, QuestionField.question_id == _ID),
    ("answer", Answer.id, Answer.source, Answer.question_id == _ID),
    ("answer revision", AnswerRevision.number, AnswerRevision.source, AnswerRevision.answer_id.in_(_OF_ANSWER)),
    ("comment", Comment.id, Comment.source, Comment.thread_id == _ID),
)  # fmt: skip
_OF_TICKET = _kinds(
    ("ticket", Ticket.id, Ticket.title + "\n\n" + Ticket.source, Ticket.id == _ID),
    ("reply", TicketReply.id, TicketReply.source, TicketReply.ticket_id == _ID),
    ("note", TicketNote.id, TicketNote.source, TicketNote.ticket_id == _ID),
    ("missing", TicketMissing.id, TicketMissing.label, TicketMissing.ticket_id == _ID),
)  # fmt: skip
_CHANGES = select(TicketChange.id, TicketChange.facts).where(TicketChange.ticket_id == _ID)
_FILE = select(StoredFile.token, StoredFile.name).order_by(StoredFile.id)
_FILES_OF_THREAD = _FILE.where(
    or_(
        StoredFile.id.in_(select(QuestionFile.file_id).where(QuestionFile.question_id == _ID)),
        StoredFile.id.in_(select(AnswerFile.file_id).where(AnswerFile.answer_id.in_(_OF_ANSWER))),
    )
)
_FILES_OF_TICKET = _FILE.where(StoredFile.id.in_(select(TicketFile.file_id).where(TicketFile.ticket_id == _ID)))


def texts_of_thread(question_id: int) -> list[Text]:
    """Every text of the thread and of what was merged into it, also of earlier revisions.

    Who may see the thread is asked before.
    """
    threads = [question_id, *(each.question_id for each in merged_into(question_id))]
    rows = (row for number in threads for each in _OF_THREAD for row in read(each, {"id": number}))
    return [Text(row.kind, row.id, row.words) for row in rows]


def texts_of_ticket(ticket_id: int) -> list[Text]:
    """Every text of the ticket; who may see it is asked before."""
    texts = [Text(row.kind, row.id, row.words) for each in _OF_TICKET for row in read(each, {"id": ticket_id})]
    return texts + [Text("change", row.id, str(row.facts)) for row in read(_CHANGES, {"id": ticket_id})]


def files_of_thread(question_id: int) -> Sequence[Row[Any]]:
    """`token` and `name` of the files that the thread's posts use."""
    return read(_FILES_OF_THREAD, {"id": question_id}).all()


def files_of_ticket(ticket_id: int) -> Sequence[Row[Any]]:
    """`token` and `name` of the files that the ticket uses."""
    return read(_FILES_OF_TICKET, {"id": ticket_id}).all()


def posts_with(text: str, reader: Actor) -> list[tuple[str, str]]:
    """Title and address of up to 40 threads and tickets with this text that the reader may see."""
    params = reader_params(reader)
    threads = or_(
        _has(text, Question.title, Question.source),
        Question.id.in_(select(Answer.question_id).where(_has(text, Answer.source))),
        Question.id.in_(select(Comment.thread_id).where(_has(text, Comment.source))),
    )
    question = select(Question.id, Question.title).where(question_visible_to(), threads)
    found = [(row.title, f"/questions/{row.id}") for row in read(question.order_by(Question.id).limit(_SHOWN), params)]
    tickets = or_(
        _has(text, Ticket.title, Ticket.source),
        Ticket.id.in_(select(TicketReply.ticket_id).where(_has(text, TicketReply.source))),
    )
    ticket = select(Ticket.label, Ticket.title).where(ticket_visible_to(), tickets).order_by(Ticket.id).limit(_SHOWN)
    return found + [(f"{row.label} {row.title}", f"/tickets/{row.label}") for row in read(ticket, params)]


def count_posts_with(text: str) -> int:
    """In how many questions, answers, comments, tickets and replies the text stands; counted no further than needed."""
    kinds = (
        (Question.id, any_question(), (Question.title, Question.source)), (Answer.id, any_answer(), (Answer.source,)),
        (Comment.id, any_answer(), (Comment.source,)), (Ticket.id, any_ticket(), (Ticket.title, Ticket.source)),
        (TicketReply.id, any_ticket(), (TicketReply.source,)),
    )  # fmt: skip
    found = 0
    for key, which, columns in kinds:
        some = select(key).where(which, _has(text, *columns)).limit(MOST_POSTS + 1).subquery()
        found += read(select(func.count()).select_from(some)).scalar_one()
    return found


def removal_shown(removal_id: int, reader: Actor) -> Row[Any]:
    """How far a removal is, for whoever asked for it and for administrators; NotFound for everybody else."""
    columns = Removal.id, Removal.stage, Removal.counts, Removal.at, Removal.done_at, Removal.parked_at, Removal.by_id
    about = Removal.question_id, Removal.person_id, Ticket.label, Person.name, Person.handle
    wanted = select(*columns, *about).outerjoin(Ticket, Ticket.id == Removal.ticket_id)
    row = read(wanted.join(Person, Person.id == Removal.by_id).where(Removal.id == removal_id)).one_or_none()
    if row is None or (row.by_id != reader.id and not reader.may(Permission.ADMINISTER)):
        raise NotFound
    return row


def _has(text: str, *columns: Any) -> ColumnElement[bool]:
    place = func.instr if is_sqlite() else func.strpos
    return or_(*(place(column, text) > 0 for column in columns))

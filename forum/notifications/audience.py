"""Who hears of an event: the kind of notice for each person, asked of the database when the event is expanded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.kernel.text.html import plain_text
from forum.kernel.text.shapes import excerpt, mentions
from forum.notifications.models import EventPending
from forum.people.models import Person, PersonState
from forum.questions.models import Follow, Question, QuestionOnBehalf, Visibility
from forum.questions.visibility import unrestricted as any_question
from forum.tickets.models import Ticket, TicketReply, TicketState, TicketWatcher
from forum.tickets.visibility import unrestricted as any_ticket


@dataclass(frozen=True)
class News:
    """What happened, and what each person is told of it. `author_id` is whose name is shown: None for nobody's."""

    author_id: int | None
    path: str
    title: str
    told: dict[int, str]
    question_id: int | None = None
    ticket_id: int | None = None
    label: str = ""
    text: str = ""


def news_of(event: EventPending) -> News | None:
    """The news that an event makes; None if what it was about can no longer be seen."""
    return _NEWS[event.kind](event.facts)


def _asked(facts: dict[str, Any]) -> News | None:
    question = _question(facts["question"])
    if question is None:
        return None
    told = dict.fromkeys(_mentioned(question.source), "mention")
    return _in_thread(question, question.author_id, f"/questions/{question.id}/{question.slug}", told)


def _answered(facts: dict[str, Any]) -> News | None:
    question = _question(facts["question"])
    answer = session.scalars(select(Answer).where(unrestricted(), Answer.id == facts["answer"])).one()
    if question is None or answer.visibility != Visibility.PUBLIC:
        return None
    told = {**dict.fromkeys(_followers(question.id), "answer"), **dict.fromkeys(_mentioned(answer.source), "mention")}
    return _in_thread(question, answer.author_id, f"/answers/{answer.id}", told, answer.html)


def _commented(facts: dict[str, Any]) -> News | None:
    question = _question(facts["question"])
    comment = session.scalars(select(Comment).where(unrestricted(), Comment.id == facts["comment"])).one()
    if question is None or comment.visibility != Visibility.PUBLIC:
        return None
    told = {**dict.fromkeys(_followers(question.id), "comment"), **dict.fromkeys(_mentioned(comment.source), "mention")}
    return _in_thread(question, comment.author_id, f"/comments/{comment.id}", told, comment.html)


def _accepted(facts: dict[str, Any]) -> News | None:
    question = _question(facts["question"])
    answer = session.scalars(select(Answer).where(unrestricted(), Answer.id == facts["answer"])).one()
    if question is None:
        return None
    told = dict.fromkeys(_followers(question.id), "solved")
    if answer.author_id is not None:
        told[answer.author_id] = "accepted"
    shown = None if facts["by"] in _hidden_askers(question.id) else facts["by"]
    return _in_thread(question, shown, f"/answers/{answer.id}", told)


def _ticket_made(facts: dict[str, Any]) -> News | None:
    ticket = _ticket(facts["ticket"])
    return _of_ticket(ticket, facts["by"], dict.fromkeys(_parties(ticket), "ticket_made"))


def _ticket_replied(facts: dict[str, Any]) -> News | None:
    ticket = _ticket(facts["ticket"])
    said = session.get_one(TicketReply, facts["reply"])
    people = {*_parties(ticket), *([ticket.owner_id] if ticket.owner_id else [])}
    return _of_ticket(ticket, facts["by"], dict.fromkeys(people, "ticket_reply"), said.html)


def _ticket_assigned(facts: dict[str, Any]) -> News | None:
    return _of_ticket(_ticket(facts["ticket"]), facts["by"], {facts["owner"]: "assigned"})


def _ticket_changed(facts: dict[str, Any]) -> News | None:
    ticket = _ticket(facts["ticket"])
    if facts["new"] == TicketState.RESOLVED:
        return _of_ticket(ticket, facts["by"], dict.fromkeys(_parties(ticket), "ticket_solved"))
    if facts["new"] == TicketState.WAITING_REQUESTER:
        return _of_ticket(ticket, facts["by"], {ticket.requester_id: "ticket_waiting"})
    if facts["old"] in (TicketState.RESOLVED, TicketState.CLOSED) and ticket.owner_id:
        return _of_ticket(ticket, facts["by"], {ticket.owner_id: "ticket_reopened"})
    return None


_NEWS: dict[str, Callable[[dict[str, Any]], News | None]] = {
    "asked": _asked,
    "answer": _answered,
    "comment": _commented,
    "accepted": _accepted,
    "ticket_made": _ticket_made,
    "ticket_reply": _ticket_replied,
    "assigned": _ticket_assigned,
    "ticket_state": _ticket_changed,
}


def _in_thread(question: Question, author_id: int | None, path: str, told: dict[int, str], html: str = "") -> News:
    return News(author_id, path, question.title, told, question_id=question.id, text=excerpt(plain_text(html), 400))


def _of_ticket(ticket: Ticket, by_id: int, told: dict[int, str], html: str = "") -> News:
    text = excerpt(plain_text(html), 400)
    path = f"/tickets/{ticket.label}"
    return News(by_id, path, ticket.title, told, ticket_id=ticket.id, label=ticket.label, text=text)


def _question(question_id: int) -> Question | None:
    question = session.scalars(select(Question).where(any_question(), Question.id == question_id)).one()
    return question if question.visibility == Visibility.PUBLIC else None


def _ticket(ticket_id: int) -> Ticket:
    return session.scalars(select(Ticket).where(any_ticket(), Ticket.id == ticket_id)).one()


def _followers(question_id: int) -> Iterable[int]:
    return session.scalars(select(Follow.person_id).where(Follow.question_id == question_id, Follow.muted_at.is_(None)))


def _hidden_askers(question_id: int) -> Iterable[int]:
    return session.scalars(select(QuestionOnBehalf.person_id).where(QuestionOnBehalf.question_id == question_id)).all()


def _parties(ticket: Ticket) -> set[int]:
    watchers = session.scalars(select(TicketWatcher.person_id).where(TicketWatcher.ticket_id == ticket.id))
    return {ticket.requester_id, *watchers}


def _mentioned(source: str) -> Iterable[int]:
    handles = mentions(source)
    if not handles:
        return ()
    return session.scalars(select(Person.id).where(Person.handle.in_(handles), Person.state == PersonState.ACTIVE))

"""The post that a flag or a decision is about, whatever it is, with what is done to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.actions.profile import profile_of
from forum.accounts.actors import Actor
from forum.answers import actions as answers
from forum.answers.actions import find_answer, find_comment
from forum.answers.models import Answer, Comment
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.moderation.models import Kind, Remedy
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.questions import actions as questions
from forum.questions.actions import asker_id, find_question
from forum.questions.models import Question, Visibility
from forum.tickets.actions.find import find_ticket, lock_tickets
from forum.tickets.actions.hide import hide_reply, show_reply
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.visibility import unrestricted


@dataclass(frozen=True)
class Post:
    """A post, locked with its thread or ticket. `author_id` is who wrote it, also where it shows no name."""

    kind: Kind
    id: int
    author_id: int | None
    is_public: bool
    thread: Question | None = None
    ticket: Ticket | None = None
    row: Question | Answer | Comment | TicketReply | Person | None = None


def find_post(kind: Kind, post_id: int, *, by: Actor) -> Post:
    """The post; NotFound if this person may not see it."""
    if kind is Kind.QUESTION:
        question = find_question(post_id, by=by)
        return _in_thread(kind, question, question, asker_id(question))
    if kind is Kind.ANSWER:
        thread, answer = find_answer(post_id, by=by)
        return _in_thread(kind, thread, answer, _author(thread, answer))
    if kind is Kind.COMMENT:
        thread, comment = find_comment(post_id, by=by)
        return _in_thread(kind, thread, comment, _author(thread, comment))
    if kind is Kind.REPLY:
        label = session.scalar(_ticket_of(post_id).with_only_columns(Ticket.label))
        return _in_ticket(post_id, find_ticket(label or "", by=by))
    return _person(post_id)


def find_to_decide(kind: Kind, post_id: int, *, by: Actor) -> Post:
    """The post of an item that is this person's to decide: also a reply of a ticket that he may not open."""
    if kind is not Kind.REPLY:
        return find_post(kind, post_id, by=by)
    (ticket,) = lock_tickets(Ticket.id == session.scalar(_ticket_of(post_id).with_only_columns(Ticket.id)))
    return _in_ticket(post_id, ticket)


def hold(post: Post, *, reason: str, by: Actor, at: datetime) -> None:
    """The post is out of sight until a moderator has looked. A person's page stays."""
    match post.row:
        case Question():
            questions.hold_question(post.row, reason=reason, by=by, at=at)
        case Answer():
            answers.hold_answer(_thread(post), post.row, reason=reason, by=by, at=at)
        case Comment():
            answers.hold_comment(_thread(post), post.row, reason=reason, by=by, at=at)
        case TicketReply():
            hide_reply(_ticket(post), post.row, by=by, at=at)


def release(post: Post, *, by: Actor, at: datetime) -> None:
    """A post that was held stands where it stood."""
    match post.row:
        case Question(visibility=Visibility.HELD):
            questions.undelete_question(post.row, by=by, at=at)
        case Answer(visibility=Visibility.HELD):
            answers.undelete_answer(_thread(post), post.row, by=by, at=at)
        case Comment(visibility=Visibility.HELD):
            answers.undelete_comment(_thread(post), post.row, by=by, at=at)
        case TicketReply():
            show_reply(_ticket(post), post.row, by=by, at=at)


def apply(remedy: Remedy, post: Post, *, reason: str, by: Actor, at: datetime) -> None:
    """The remedy is done, by the actions of the post's own slice, which check again."""
    if remedy is Remedy.HIDDEN:
        _hide(post, reason=reason, by=by, at=at)
    elif remedy is Remedy.DELETED:
        _delete(post, reason=reason, by=by, at=at)
    elif remedy is Remedy.LOCKED:
        questions.lock_question(_thread(post), reason=reason, by=by, at=at)


def _hide(post: Post, *, reason: str, by: Actor, at: datetime) -> None:
    match post.row:
        case Question():
            questions.hide_question(post.row, reason=reason, by=by, at=at)
        case Answer():
            answers.hide_answer(_thread(post), post.row, reason=reason, by=by, at=at)
        case Comment():
            answers.hide_comment(_thread(post), post.row, reason=reason, by=by, at=at)
        case TicketReply():
            hide_reply(_ticket(post), post.row, by=by, at=at)


def _delete(post: Post, *, reason: str, by: Actor, at: datetime) -> None:
    match post.row:
        case Question():
            questions.remove_question(post.row, reason=reason, by=by, at=at)
        case Answer():
            answers.remove_answer(_thread(post), post.row, reason=reason, by=by, at=at)
        case Comment():
            answers.remove_comment(_thread(post), post.row, reason=reason, by=by, at=at)
        case Person():
            profile = profile_of(post.row)
            profile.about = profile.about_html = ""


def _in_thread(kind: Kind, thread: Question, row: Question | Answer | Comment, author_id: int | None) -> Post:
    return Post(kind, row.id, author_id, row.visibility is Visibility.PUBLIC, thread=thread, row=row)


def _in_ticket(reply_id: int, ticket: Ticket) -> Post:
    reply = session.get_one(TicketReply, reply_id, populate_existing=True)
    return Post(Kind.REPLY, reply_id, reply.author_id, reply.hidden_at is None, ticket=ticket, row=reply)


def _person(person_id: int) -> Post:
    person = session.get(Person, person_id)
    if person is None or person.id == SYSTEM_PERSON_ID or person.state is not PersonState.ACTIVE:
        raise NotFound
    return Post(Kind.PERSON, person_id, person_id, True, row=person)


def _ticket_of(reply_id: int) -> Any:
    """The reply's ticket, whoever may see it: asked again by the action that takes it."""
    joined = select(Ticket).join(TicketReply, TicketReply.ticket_id == Ticket.id)
    return joined.where(unrestricted(), TicketReply.id == reply_id)


def _author(thread: Question, post: Answer | Comment) -> int | None:
    """What an anonymous asker writes in his own thread carries no name; what was imported may have none."""
    if post.author_id is not None or post.imported_from is not None:
        return post.author_id
    return asker_id(thread)


def _thread(post: Post) -> Question:
    assert post.thread is not None
    return post.thread


def _ticket(post: Post) -> Ticket:
    assert post.ticket is not None
    return post.ticket

"""The post that a flag or a decision is about, whatever it is, with what is done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.actions.profile import profile_of
from forum.accounts.actors import Actor
from forum.answers import actions as answers
from forum.answers.actions import find_answer, find_comment, writer_id
from forum.answers.models import Answer, Comment
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.moderation.models import IN_TICKETS, Kind
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.questions import actions as questions
from forum.questions.actions import asker_id, find_question
from forum.questions.models import Question, Visibility
from forum.tickets.actions.find import find_ticket, lock_tickets
from forum.tickets.actions.hide import hide_opening, hide_reply, show_opening, show_reply
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.opening import began_by_itself
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
    row: Question | Answer | Comment | TicketReply | Ticket | Person | None = None


def find_post(kind: Kind, post_id: int, *, by: Actor) -> Post:
    """The post; NotFound if this person may not see it."""
    if kind is Kind.QUESTION:
        question = find_question(post_id, by=by)
        return _in_thread(kind, question, question, asker_id(question))
    if kind is Kind.ANSWER:
        thread, answer = find_answer(post_id, by=by)
        return _in_thread(kind, thread, answer, writer_id(answer, thread))
    if kind is Kind.COMMENT:
        thread, comment = find_comment(post_id, by=by)
        return _in_thread(kind, thread, comment, writer_id(comment, thread))
    if kind in IN_TICKETS:
        label = session.scalar(_ticket_of(kind, post_id).with_only_columns(Ticket.label))
        return _in_ticket(kind, post_id, find_ticket(label or "", by=by))
    return _person(post_id)


def find_to_decide(kind: Kind, post_id: int, *, by: Actor) -> Post:
    """The post of an item that is this person's to decide: also words in a ticket that he may not open."""
    if kind not in IN_TICKETS:
        return find_post(kind, post_id, by=by)
    (ticket,) = lock_tickets(Ticket.id == session.scalar(_ticket_of(kind, post_id).with_only_columns(Ticket.id)))
    return _in_ticket(kind, post_id, ticket)


def hold(post: Post, *, reason: str, by: Actor, at: datetime) -> None:
    """The post is out of sight until a moderator has looked. A person's page stays."""
    _VERBS[post.kind].hold(post, reason=reason, by=by, at=at)


def release(post: Post, *, by: Actor, at: datetime) -> None:
    """A post that was held stands where it stood, or stays as it was removed since."""
    _VERBS[post.kind].release(post, by=by, at=at)


def has_waited_since_written(post: Post, held_at: datetime | None) -> bool:
    """Whether nobody but its author and staff has ever read it: it was held in the moment in which it was posted."""
    return held_at is not None and getattr(post.row, "created_at", None) == held_at


def is_public_now(post: Post) -> bool:
    """Whether everybody who reads the thread reads it, after what was done to it."""
    return getattr(post.row, "visibility", None) is Visibility.PUBLIC


def hide(post: Post, *, by: Actor, at: datetime) -> None:
    """Only its author and staff see the post."""
    _VERBS[post.kind].hide(post, by=by, at=at)


def remove(post: Post, *, by: Actor, at: datetime) -> None:
    """The post is deleted; of a person what he says of himself is gone."""
    _VERBS[post.kind].remove(post, by=by, at=at)


def thread_of(post: Post) -> Question:
    """The thread that the post stands in; only for posts of the forum."""
    assert post.thread is not None
    return post.thread


def _nothing(post: Post, **_how: Any) -> None:
    """What cannot be done with such a post: `rules.REMEDIES` does not offer it."""


def _of_question(verb: Callable[..., None]) -> Callable[..., None]:
    return lambda post, **how: verb(post.row, **how)


def _in_its_thread(verb: Callable[..., None]) -> Callable[..., None]:
    """Answers and comments are changed with the thread that they stand in."""
    return lambda post, **how: verb(thread_of(post), post.row, **how)


def _of_reply(verb: Callable[..., None]) -> Callable[..., None]:
    """The ticket's history says by whom; a reason it does not keep."""
    return lambda post, *, by, at, **_how: verb(_ticket(post), post.row, by=by, at=at)


def _of_opening(verb: Callable[..., None]) -> Callable[..., None]:
    return lambda post, *, by, at, **_how: verb(_ticket(post), by=by, at=at)


def _clear_about(post: Post, **_how: Any) -> None:
    assert isinstance(post.row, Person)
    profile = profile_of(post.row)
    profile.about = profile.about_html = ""


@dataclass(frozen=True)
class _Verbs:
    """What is done with one kind of post, by the actions of its own slice."""

    hold: Callable[..., None] = _nothing
    release: Callable[..., None] = _nothing
    hide: Callable[..., None] = _nothing
    remove: Callable[..., None] = _nothing


_VERBS: dict[Kind, _Verbs] = {
    Kind.QUESTION: _Verbs(
        hold=_of_question(questions.hold_question),
        release=_of_question(questions.release_question),
        hide=_of_question(questions.hide_question),
        remove=_of_question(questions.remove_question),
    ),
    Kind.ANSWER: _Verbs(
        hold=_in_its_thread(answers.hold_answer),
        release=_in_its_thread(answers.release_answer),
        hide=_in_its_thread(answers.hide_answer),
        remove=_in_its_thread(answers.remove_answer),
    ),
    Kind.COMMENT: _Verbs(
        hold=_in_its_thread(answers.hold_comment),
        release=_in_its_thread(answers.release_comment),
        hide=_in_its_thread(answers.hide_comment),
        remove=_in_its_thread(answers.remove_comment),
    ),
    Kind.REPLY: _Verbs(hold=_of_reply(hide_reply), release=_of_reply(show_reply), hide=_of_reply(hide_reply)),
    Kind.TICKET: _Verbs(
        hold=_of_opening(hide_opening), release=_of_opening(show_opening), hide=_of_opening(hide_opening)
    ),
    Kind.PERSON: _Verbs(remove=_clear_about),
}


def _in_thread(kind: Kind, thread: Question, row: Question | Answer | Comment, author_id: int | None) -> Post:
    return Post(kind, row.id, author_id, row.visibility is Visibility.PUBLIC, thread=thread, row=row)


def _in_ticket(kind: Kind, post_id: int, ticket: Ticket) -> Post:
    if kind is Kind.TICKET:
        is_shown = ticket.opening_hidden_at is None
        return Post(kind, ticket.id, ticket.requester_id, is_shown, ticket=ticket, row=ticket)
    reply = session.get_one(TicketReply, post_id, populate_existing=True)
    return Post(kind, post_id, reply.author_id, reply.hidden_at is None, ticket=ticket, row=reply)


def _person(person_id: int) -> Post:
    person = session.get(Person, person_id)
    if person is None or person.id == SYSTEM_PERSON_ID or person.state is not PersonState.ACTIVE:
        raise NotFound
    return Post(Kind.PERSON, person_id, person_id, True, row=person)


def _ticket_of(kind: Kind, post_id: int) -> Any:
    """The ticket of these words, whoever may see it: asked again by the action that takes it."""
    if kind is Kind.TICKET:
        return select(Ticket).where(unrestricted(), Ticket.id == post_id, began_by_itself())
    joined = select(Ticket).join(TicketReply, TicketReply.ticket_id == Ticket.id)
    return joined.where(unrestricted(), TicketReply.id == post_id)


def _ticket(post: Post) -> Ticket:
    assert post.ticket is not None
    return post.ticket

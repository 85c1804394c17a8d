"""The facts of a message: who its sender is, what it is about and what he is to that, how much has come lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from forum.accounts.actors import Actor, load_writer
from forum.accounts.roles import Permission
from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.conduct.rules import is_silenced
from forum.kernel.db import session
from forum.kernel.settings.registry import refresh_now
from forum.kernel.wrong_clock import is_within
from forum.mailbox.facts import Facts, Found, Load, Part, Scope, Standing, Unknown, Way
from forum.mailbox.finding import Trace, has_dead_key, trace_of
from forum.mailbox.here import Here
from forum.mailbox.imitating import imitated
from forum.mailbox.letter import Letter
from forum.mailbox.models import MailAddress, MailStop, RawMail, ReceivedMail
from forum.mailbox.names import conversation_of, domain_of, name_in
from forum.mailbox.reading import read_letter
from forum.mailbox.settings import TRUSTED_SERVERS, UNKNOWN_SENDERS
from forum.moderation.merging.queries import last_thread
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.people.names import email_key
from forum.people.rules import is_suspended
from forum.questions.actions.find import asker_id
from forum.questions.models import Follow, Question
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket, TicketState, TicketWatcher
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import reader_params

_WINDOW = timedelta(hours=1)
_STRANGERS = frozenset({Standing.UNKNOWN, Standing.UNCONFIRMED})
_STANDINGS = {PersonState.ACTIVE: Standing.ACTIVE, PersonState.UNCONFIRMED: Standing.UNCONFIRMED}


@dataclass(frozen=True)
class Case:
    """A message with its facts. `actor` writes it: None for whoever may not act himself."""

    letter: Letter
    facts: Facts
    trace: Trace | None
    person: Person | None
    actor: Actor | None
    address: MailAddress | None


def letter_of(mail_id: int) -> Letter:
    """The message, read; LookupError once it is not kept any more as it came."""
    mail, raw = session.get_one(ReceivedMail, mail_id), session.get(RawMail, mail_id)
    if raw is None:
        raise LookupError("the message is not kept any more as it came")
    return read_letter(
        raw.content,
        envelope_recipients=tuple(mail.envelope_recipients),
        envelope_sender=mail.envelope_sender,
        trusted_servers=frozenset(TRUSTED_SERVERS().lower().split()),
    )


def case_of(mail: ReceivedMail, letter: Letter, here: Here, *, at: datetime) -> Case:
    """The facts of this message as they are now."""
    refresh_now()
    person = person_of(letter.sender)
    actor = load_writer(person.id, at=at) if person else None
    trace = _ordered(mail) or trace_of(letter, here)
    address = _address(letter)
    stops = _stops(letter, trace, at=at)
    standing = _standing(person, at=at)
    facts = Facts(
        sender=letter.sender,
        standing=standing,
        works_tickets=actor is not None and actor.may(Permission.WORK_TICKETS),
        is_silenced=actor is not None and is_silenced(actor, at=at),
        is_ourselves=_is_ourselves(letter, here),
        automatic=letter.automatic,
        authentication=letter.authentication,
        found=_found(trace, person, actor) if trace else None,
        has_dead_key=has_dead_key(letter),
        makes=address.makes if address else None,
        forwards=_forwards(letter),
        commands=tuple(name for name, _words in letter.commands),
        is_empty=not (letter.text or letter.enclosures or letter.commands),
        unknown=Unknown(UNKNOWN_SENDERS()),
        imitates=imitated(letter.sender_name, letter.sender, here) if standing in _STRANGERS else "",
        is_blocked=any(stop.by_id for stop in stops),
        stopped=next((stop.scope for stop in stops if stop.by_id is None), None),
        load=_load(mail, letter, trace, person, at=at),
        is_released=mail.released_by_id is not None,
    )
    return Case(letter, facts, trace, person, actor, address)


def _ordered(mail: ReceivedMail) -> Trace | None:
    """Where an administrator has put it."""
    if mail.ordered_question_id:
        return Trace(Way.ORDER, None, last_thread(mail.ordered_question_id))
    return Trace(Way.ORDER, mail.ordered_ticket_id) if mail.ordered_ticket_id else None


def person_of(address: str) -> Person | None:
    """Whose address it is, whatever became of the account; never the forum itself."""
    if not address:
        return None
    mine = Person.email_key == email_key(address), Person.id != SYSTEM_PERSON_ID
    return session.scalars(select(Person).where(*mine)).first()


def _standing(person: Person | None, *, at: datetime) -> Standing:
    if person is None:
        return Standing.UNKNOWN
    if is_suspended(person.suspended_until, at=at):
        return Standing.SUSPENDED
    return _STANDINGS.get(person.state, Standing.CLOSED)


def _address(letter: Letter) -> MailAddress | None:
    """The first of our addresses among those it was sent to."""
    ours = select(MailAddress).where(MailAddress.address.in_(letter.recipients))
    known = {each.address: each for each in session.scalars(ours)}
    return next((known[address] for address in letter.recipients if address in known), None)


def _is_ourselves(letter: Letter, here: Here) -> bool:
    ours = select(MailAddress.id).where(MailAddress.address == letter.sender)
    return letter.sender == here.sends_from.lower() or session.scalar(ours) is not None


def _forwards(letter: Letter) -> str:
    """The address of the colleague whose mail was sent on, if he has an account and is not the sender himself."""
    if letter.forwarded is None or letter.forwarded.address == letter.sender:
        return ""
    person = person_of(letter.forwarded.address)
    return letter.forwarded.address if person and person.state is PersonState.ACTIVE else ""


def _found(trace: Trace, person: Person | None, actor: Actor | None) -> Found | None:
    if trace.ticket_id is not None:
        return _found_ticket(trace, person, actor)
    question = session.get(Question, trace.question_id)
    if question is None:
        return None
    return Found(
        is_ticket=False,
        name=question.title,
        way=trace.way,
        part=_part_in_thread(question, actor),
        has_own_key=_has_own_key(trace, person),
    )


def _found_ticket(trace: Trace, person: Person | None, actor: Actor | None) -> Found | None:
    ticket = session.get(Ticket, trace.ticket_id)
    if ticket is None:
        return None
    return Found(
        is_ticket=True,
        name=ticket.label,
        way=trace.way,
        part=_part_in_ticket(ticket, actor),
        is_note=trace.is_note,
        is_closed=ticket.state in (TicketState.CLOSED, TicketState.VOID),
        has_own_key=_has_own_key(trace, person),
    )


def _has_own_key(trace: Trace, person: Person | None) -> bool:
    return trace.key_of_id is None or (person is not None and person.id == trace.key_of_id)


def _part_in_ticket(ticket: Ticket, actor: Actor | None) -> Part:
    if actor is None:
        return Part.STRANGER
    if ticket.requester_id == actor.id:
        return Part.REQUESTER
    seen = select(Ticket.id).where(ticket_visible_to(), Ticket.id == ticket.id)
    if session.scalar(seen, reader_params(actor)) is None:
        return Part.STRANGER
    if actor.may(Permission.WORK_TICKETS):
        return Part.STAFF
    return Part.WATCHER if session.get(TicketWatcher, (ticket.id, actor.id)) else Part.STRANGER


def _part_in_thread(question: Question, actor: Actor | None) -> Part:
    if actor is None:
        return Part.STRANGER
    if asker_id(question) == actor.id:
        return Part.REQUESTER
    seen = select(Question.id).where(question_visible_to(), Question.id == question.id)
    if session.scalar(seen, reader_params(actor)) is None:
        return Part.STRANGER
    if actor.is_staff:
        return Part.STAFF
    return Part.PARTICIPANT if _takes_part(question.id, actor.id) else Part.READER


def _takes_part(question_id: int, person_id: int) -> bool:
    answers = select(Answer.id).where(any_answer(), Answer.question_id == question_id, Answer.author_id == person_id)
    comments = select(Comment.id).where(Comment.thread_id == question_id, Comment.author_id == person_id)
    follows = session.get(Follow, (question_id, person_id)) is not None
    return follows or any(session.scalar(each.limit(1)) is not None for each in (answers, comments))


def _stops(letter: Letter, trace: Trace | None, *, at: datetime) -> Sequence[MailStop]:
    """What holds this message back now."""
    names = {scope: name_in(scope, letter, trace) for scope in Scope}
    mine = or_(*((MailStop.scope == scope) & (MailStop.name == name) for scope, name in names.items()))
    in_force = MailStop.ended_at.is_(None), or_(MailStop.until.is_(None), MailStop.until > at)
    return session.scalars(select(MailStop).where(mine, *in_force)).all()


def _load(mail: ReceivedMail, letter: Letter, trace: Trace | None, person: Person | None, *, at: datetime) -> Load:
    is_stranger = person is None or person.state is not PersonState.ACTIVE
    scopes: dict[Scope, ColumnElement[bool]] = {
        Scope.ADDRESS: ReceivedMail.sender == letter.sender,
    }
    if is_stranger or trace is not None:
        scopes[Scope.CONVERSATION] = ReceivedMail.conversation == conversation_of(letter, trace)[:120]
    if is_stranger:
        strangers = ReceivedMail.person_id.is_(None) | (Person.state != PersonState.ACTIVE)
        scopes[Scope.DOMAIN] = (ReceivedMail.domain == domain_of(letter.sender)) & strangers
    answered, arrived = {}, {}
    for scope, condition in scopes.items():
        recent = is_within(ReceivedMail.received_at, _WINDOW, at=at), ReceivedMail.id != mail.id
        counted = select(func.count(ReceivedMail.id), func.count(ReceivedMail.id).filter(ReceivedMail.is_answered))
        joined = counted.outerjoin(Person, Person.id == ReceivedMail.person_id)
        arrived[scope], answered[scope] = session.execute(joined.where(condition, *recent)).one()
    return Load(answered=answered, arrived=arrived)

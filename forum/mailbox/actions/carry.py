"""What was decided about a message is done, by the verbs that the pages use: the same limits, rules and events."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actions.sign_up import make_newcomer
from forum.accounts.actors import Actor, load_actor, load_writer, system_actor
from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY_LANGUAGE
from forum.answers.actions import post_answer, post_comment
from forum.answers.rules import LONGEST_COMMENT
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.files.actions import record_file
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.mailbox.actions.put import NO_FILES
from forum.mailbox.facts import Decision, Kind
from forum.mailbox.gathering import Case
from forum.mailbox.models import ReceivedMail
from forum.mailbox.writing import Written
from forum.people.models import Person
from forum.questions.actions import QuestionDraft, ask_question, find_question, is_asker
from forum.tickets.actions.find import find_any, find_ticket, note_change
from forum.tickets.actions.make import PrivateRequest, insert_private, open_private_ticket
from forum.tickets.actions.on_behalf import open_ticket_for
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, assign, reply
from forum.tickets.models import Ticket


def carry_out(mail: ReceivedMail, case: Case, decision: Decision, words: Written, *, at: datetime) -> Ticket | None:
    """The message stands where it was decided to; the ticket if it has opened one. Refusals as the verbs say."""
    act = _ACTS.get(decision.kind)
    if act is None:
        return None
    by = _writer(mail, case, decision, at=at)
    _record_files(words, by=by, at=at)
    return act(mail, case, words, by, at)


def _writer(mail: ReceivedMail, case: Case, decision: Decision, *, at: datetime) -> Actor:
    """Who acts: the sender; for a suspended one the forum itself; a newcomer who gets his account now."""
    if decision.kind in (Kind.LEAD_TICKET, Kind.ATTACH):
        return system_actor(at=at)
    if decision.kind is Kind.NOTE and not case.facts.works_tickets:
        return _releaser(mail, at=at)
    if case.actor is not None:
        return case.actor
    letter = case.letter
    newcomer = make_newcomer(letter.sender_name, letter.sender, language=COMPANY_LANGUAGE(), at=at)
    mail.person_id = newcomer.id
    actor = load_writer(newcomer.id, at=at)
    if actor is None:
        raise NotFound
    return actor


def _releaser(mail: ReceivedMail, *, at: datetime) -> Actor:
    """The administrator who ordered it: a stranger's words are a note under his name."""
    by = load_actor(mail.released_by_id or 0, at=at)
    if by is None or not by.may(Permission.WORK_TICKETS):
        raise NotAllowed("Only IT staff keep notes. Ask one of them to write it down in the ticket.")
    return by


def _record_files(words: Written, *, by: Actor, at: datetime) -> None:
    if words.enclosed:
        by.check_may(Permission.UPLOAD)
    for kept in words.enclosed:
        check_limit(Act.UPLOAD, by=by, at=at)
        record_file(kept, by_id=by.id, at=at)
    for kept in words.added:
        record_file(kept, by_id=by.id, at=at)


def _reply(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> None:
    ticket = _ticket(mail, case, by)
    named = dict(case.letter.commands) if case.facts.works_tickets else {}
    if "resolve" in named:
        resolve(ticket, Fix(words.source, words.html, publish=False), by=by, at=at)
    elif case.letter.text or case.letter.enclosures or not named:
        reply(ticket, words.source, words.html, by=by, at=at)
    _assign(ticket, case, by=by, at=at)


def _note(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> None:
    ticket = _ticket(mail, case, by)
    add_note(ticket, words.source, words.html, by=by, at=at)
    _assign(ticket, case, by=by, at=at)


def _assign(ticket: Ticket, case: Case, *, by: Actor, at: datetime) -> None:
    """`/assign ana` gives the ticket to @ana, `/assign` alone to the sender."""
    named = dict(case.letter.commands) if case.facts.works_tickets else {}
    if "assign" in named:
        assign(ticket, _called(named["assign"]) or by.id, by=by, at=at)


def _called(handle: str) -> int | None:
    if not handle.strip():
        return None
    wanted = handle.strip().lstrip("@").lower()
    likely = select(Person.id).where(Person.handle.startswith(wanted, autoescape=True), Person.is_it_staff).limit(2)
    exact = session.scalar(select(Person.id).where(Person.handle == wanted))
    found = [exact] if exact else list(session.scalars(likely))
    if len(found) != 1:
        raise Invalid("Choose somebody of the IT staff.", field="owner")
    return found[0]


def _post(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> None:
    """What an administrator has said it is; else the asker's short words are a comment on his question, everybody
    else's are an answer."""
    mail.question_id = case.trace.question_id if case.trace else None
    question = find_question(mail.question_id or 0, by=by)
    is_short = len(words.source) <= LONGEST_COMMENT and not words.enclosed
    is_comment = mail.ordered_comment if mail.ordered_question_id else is_short and is_asker(question, by)
    if is_comment:
        if words.enclosed:
            raise Invalid(NO_FILES)
        post_comment(question, words.source, words.html, by=by, at=at)
    else:
        post_answer(question, words.source, words.html, by=by, at=at)


def _open(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> Ticket:
    ticket = open_private_ticket(_request(case, words), team_id=_team(case), by=by, at=at)
    mail.ticket_id = ticket.id
    return ticket


def _open_for(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> Ticket:
    ticket = open_ticket_for(case.facts.forwards, _request(case, words), team_id=_team(case), by=by, at=at)
    mail.ticket_id = ticket.id
    return ticket


def _open_for_lead(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> Ticket:
    person_id = case.person.id if case.person else by.id
    ticket = Ticket(requester_id=person_id, confidential=True, team_id=_team(case) or _team_of_found(case))
    insert_private(ticket, _request(case, words), by=by, at=at)
    mail.ticket_id = ticket.id
    return ticket


def _team_of_found(case: Case) -> int | None:
    found = session.get(Ticket, case.trace.ticket_id) if case.trace and case.trace.ticket_id else None
    return found.team_id if found else None


def _ask(mail: ReceivedMail, case: Case, words: Written, by: Actor, at: datetime) -> None:
    category_id = case.address.category_id if case.address else None
    if category_id is None:
        raise Invalid("Choose a category for the questions of this address.", field="category")
    draft = QuestionDraft(words.title, words.source, words.html, category_id)
    mail.question_id = ask_question(draft, by=by, at=at).id


def _attach(mail: ReceivedMail, case: Case, _words: Written, by: Actor, at: datetime) -> None:
    """One line of the ticket's history says what came; who is away, and which mail did not arrive."""
    mail.ticket_id = case.trace.ticket_id if case.trace else None
    ticket = session.get_one(Ticket, mail.ticket_id)
    kind = case.facts.automatic[0].value
    note_change(find_any(ticket.label), "mail_came", by=by, at=at, kind=kind, sender=case.facts.sender)


def _request(case: Case, words: Written) -> PrivateRequest:
    category_id = case.address.category_id if case.address else None
    return PrivateRequest(words.title, words.source, words.html, category_id, confidential=False)


def _team(case: Case) -> int | None:
    return case.address.team_id if case.address else None


def _ticket(mail: ReceivedMail, case: Case, by: Actor) -> Ticket:
    mail.ticket_id = case.trace.ticket_id if case.trace else None
    return find_ticket(case.facts.found.name if case.facts.found else "", by=by)


_ACTS: dict[Kind, Callable[[ReceivedMail, Case, Written, Actor, datetime], Ticket | None]] = {
    Kind.REPLY: _reply,
    Kind.NOTE: _note,
    Kind.POST: _post,
    Kind.TICKET: _open,
    Kind.TICKET_FOR: _open_for,
    Kind.LEAD_TICKET: _open_for_lead,
    Kind.QUESTION: _ask,
    Kind.ATTACH: _attach,
}

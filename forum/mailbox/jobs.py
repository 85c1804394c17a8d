"""What was kept is read, decided on and carried out, each message exactly once: its effects and the mark that it is
done are one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from forum.accounts.moments import moments_of
from forum.kernel.db import change_where, looking, session, transaction
from forum.kernel.errors import NotAllowed, Refusal
from forum.kernel.pending import claim_due, mark_done, note_failure, park
from forum.kernel.settings.registry import refresh_now
from forum.kernel.wrong_clock import WRONG_CLOCK
from forum.mailbox.actions.bounces import note_bounce_of
from forum.mailbox.actions.carry import carry_out
from forum.mailbox.actions.receipts import send_not_posted, send_receipt, send_refusal
from forum.mailbox.actions.stops import OPEN_FOR, trip
from forum.mailbox.facts import Decision, Kind, Reason
from forum.mailbox.gathering import Case, case_of, letter_of
from forum.mailbox.here import Here
from forum.mailbox.letter import Letter
from forum.mailbox.models import MailStop, RawMail, ReceivedMail
from forum.mailbox.names import conversation_of, domain_of, name_in
from forum.mailbox.rules import decide, may_tell
from forum.mailbox.settings import RAW_MAIL_DAYS
from forum.mailbox.writing import WRITTEN, Written, written
from forum.people.models import Person
from forum.tickets.models import Ticket

_BATCH = 5
_MOST_CHANGES = 3  # so often may something else happen to a ticket between the look and the writing
_NOTHING = Written("", "", "")


class _Moved(Exception):
    """What was to be done is not right any more: somebody was quicker."""


def mail_in_work(here: Here) -> Callable[[str, datetime], int]:
    """For the worker: takes what is due of the messages that were kept."""

    def read_mail(holder: str, at: datetime) -> int:
        mails = claim_due(ReceivedMail, holder=holder, at=at, most=_BATCH)
        for mail in mails:
            _process(mail.id, here, at=at)
        return len(mails)

    return read_mail


def end_mistimed_stops(at: datetime) -> int:
    """The circuit breaker is closed where a wrong clock opened it for longer than a day; how many times."""
    mistimed = MailStop.ended_at.is_(None), MailStop.until > at + OPEN_FOR + WRONG_CLOCK
    return change_where(MailStop, *mistimed, ended_at=at)


def forget_old_raw_mail(at: datetime) -> None:
    """Messages older than the setting says are gone as they came; what became of them stays, without subject."""
    is_old = ReceivedMail.received_at < at - timedelta(days=RAW_MAIL_DAYS())
    with transaction():
        session.execute(delete(RawMail).where(RawMail.mail_id.in_(select(ReceivedMail.id).where(is_old))))
        has_one = (ReceivedMail.subject != "") | ReceivedMail.conversation.startswith("subject ")
        session.execute(update(ReceivedMail).where(is_old, has_one).values(subject="", conversation=""))


def _process(mail_id: int, here: Here, *, at: datetime) -> None:
    try:
        with looking():
            refresh_now()
            letter = letter_of(mail_id)
        for _attempt in range(_MOST_CHANGES):
            try:
                return _settle(mail_id, letter, here, at=at)
            except _Moved:
                continue
        raise TimeoutError("the ticket changed again and again meanwhile")
    except Exception as failure:  # whatever is wrong with one message, it is kept, and the others go on
        note_failure(ReceivedMail, mail_id, f"{type(failure).__name__}: {failure}", at=at)


def _settle(mail_id: int, letter: Letter, here: Here, *, at: datetime) -> None:
    """Decide, make ready what is slow, and then decide again where nothing can move any more."""
    with looking():
        case = case_of(session.get_one(ReceivedMail, mail_id), letter, here, at=at)
    decision = decide(case.facts)
    words = written(case, decision, here) if decision.kind in WRITTEN else _NOTHING
    try:
        with transaction():
            _carried_out(mail_id, decision, words, letter, here, at=at)
    except Refusal as refusal:
        with transaction():
            mail = _locked(mail_id)
            if mail.done_at is None:
                _refused(mail, case, decision, refusal, at=at)


def _carried_out(mail_id: int, expected: Decision, words: Written, letter: Letter, here: Here, *, at: datetime) -> None:
    mail = _locked(mail_id)
    if mail.done_at is not None:
        return
    case = case_of(mail, letter, here, at=at)
    decision = decide(case.facts)
    if decision.kind is not expected.kind:
        raise _Moved
    _note(mail, case, decision, at=at)
    note_bounce_of(letter, at=at)
    ticket = carry_out(mail, case, decision, words, at=at)
    _answer(mail, case, decision, ticket, at=at)
    if decision.trips:
        trip(decision.trips, name_in(decision.trips, letter, case.trace), at=at)


def _refused(mail: ReceivedMail, case: Case, decision: Decision, refusal: Refusal, *, at: datetime) -> None:
    """Who may not write in a thread hears why, and what he can do; everything else waits for somebody to look."""
    why = Reason(refusal.message, _told(refusal, case.person, at=at))
    is_his = decision.kind is Kind.POST and mail.ordered_question_id is None  # else it was not his idea
    is_told = is_his and isinstance(refusal, NotAllowed) and may_tell(case.facts)
    thread = case.trace if is_told and case.trace and case.trace.question_id else None
    kind = Kind.REFUSE if thread and case.person else Kind.PARK
    _note(mail, case, Decision(kind=kind, why=(*decision.why, why)), at=at)
    if thread and case.person:
        send_not_posted(case.person.id, thread, why, case.letter, at=at)
        mail.is_answered = True


def _told(refusal: Refusal, person: Person | None, *, at: datetime) -> dict[str, str]:
    """The refusal's values as texts, its moments in the words and zone of who wrote."""
    words = moments_of(person, at=at)
    said = refusal.values.items()
    return {name: words.exact(each) if isinstance(each, datetime) else str(each) for name, each in said}


def _answer(mail: ReceivedMail, case: Case, decision: Decision, ticket: Ticket | None, *, at: datetime) -> None:
    """The one automatic mail, if one may follow."""
    if not decision.is_answered:
        return
    if decision.kind is Kind.REFUSE and case.person and case.trace and case.trace.ticket_id:
        send_not_posted(case.person.id, case.trace, decision.why[-1], case.letter, at=at)
    elif decision.kind is Kind.REFUSE:
        send_refusal(case.letter, at=at)
    elif ticket is not None:
        send_receipt(ticket, case.letter, at=at)
    mail.is_answered = True


def _locked(mail_id: int) -> ReceivedMail:
    wanted = select(ReceivedMail).where(ReceivedMail.id == mail_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def _note(mail: ReceivedMail, case: Case, decision: Decision, *, at: datetime) -> None:
    """What the message says of itself, what was decided and why stand in its row; it is done, or parked."""
    letter = case.letter
    mail.message_id, mail.subject = letter.message_id[:250], letter.subject[:200]
    mail.sender, mail.domain = letter.sender[:254], domain_of(letter.sender)[:254]
    mail.conversation = conversation_of(letter, case.trace)[:120]
    mail.person_id = case.person.id if case.person else None
    mail.decision, mail.is_answered = decision.kind, False
    mail.why = [[reason.message, dict(reason.values)] for reason in decision.why]
    if decision.kind is Kind.PARK:
        park(mail, "", at=at)
    else:
        mark_done(mail, at=at)

"""A clock that was wrong for an hour holds nothing and nobody once it is right."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.actions.mails import has_had_enough, mail_person
from forum.accounts.actions.sign_in import (
    MOST_BY_HOST,
    MOST_WISHES_BY_HOST,
    check_throttle,
    count_wish,
    note_attempt,
)
from forum.answers.actions import claim_question, lapsed_claims
from forum.answers.models import Claim
from forum.app import Tanya
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.feedback.jobs import close_what_nobody_answered
from forum.kernel.db import session
from forum.kernel.errors import TooMany
from forum.mailbox.actions.stops import block, trip
from forum.mailbox.facts import Scope
from forum.mailbox.models import MailStop
from forum.notifications.budget import mails_today
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import Notice
from forum.operations.jobs import take_up_mistimed_work
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.desk.actions.presence import be_present, forget_presence
from forum.tickets.desk.models import TicketPresence
from forum.tickets.models import Ticket, TicketState
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris
from tests.posts import actor, answer, question

IN_YEARS = NOON + timedelta(days=5000)
pytestmark = pytest.mark.usefixtures("noon")


def _answered_in_years(*, is_for_digest: bool) -> Notice:
    asked = question(ana())
    answer(asked, ben(), at=NOON)
    session.commit()
    expand_due_events("worker", IN_YEARS)
    notice = session.scalars(select(Notice).order_by(Notice.id)).first()
    assert notice is not None and notice.leaves_at is not None and notice.leaves_at > IN_YEARS
    notice.is_for_digest = is_for_digest
    session.commit()
    return notice


@pytest.mark.parametrize("is_for_digest", [False, True])
def test_a_notice_of_then_is_mailed_now(app: Tanya, is_for_digest: bool) -> None:
    notice = _answered_in_years(is_for_digest=is_for_digest)
    take_up_mistimed_work(NOON)
    session.expire_all()
    assert notice.leaves_at == NOON


def test_a_notice_that_waits_for_the_weekly_digest_goes_on_waiting(app: Tanya) -> None:
    notice = _answered_in_years(is_for_digest=True)
    notice.leaves_at = in_a_week = NOON + timedelta(days=7, hours=20)
    session.commit()
    take_up_mistimed_work(NOON)
    session.expire_all()
    assert notice.leaves_at == in_a_week


def test_who_mistyped_then_may_sign_in_now(app: Tanya) -> None:
    for _ in range(MOST_BY_HOST):
        note_attempt("ana.lim@kencana.example", "10.0.0.7", succeeded=False, at=IN_YEARS)
    check_throttle("ana.lim@kencana.example", "10.0.0.7", at=NOON)
    with pytest.raises(TooMany):
        check_throttle("ana.lim@kencana.example", "10.0.0.7", at=IN_YEARS)


def test_who_wished_for_passwords_then_may_now(app: Tanya) -> None:
    for _ in range(MOST_WISHES_BY_HOST):
        count_wish("10.0.0.7", at=IN_YEARS)
    count_wish("10.0.0.7", at=NOON)


def test_who_wrote_much_then_may_write_now(app: Tanya) -> None:
    by = actor(ben())
    with pytest.raises(TooMany):
        for _ in range(1000):
            check_limit(Act.ASK, by=by, at=IN_YEARS)
    check_limit(Act.ASK, by=by, at=NOON)


def test_mails_of_then_are_none_of_today(app: Tanya) -> None:
    reader = ben()
    for _ in range(9):
        mail_person(reader, "password", {"link": "/new-password/x"}, at=IN_YEARS)
    session.flush()
    assert mails_today(reader.id, "", at=NOON) == 0 and not has_had_enough(reader, at=NOON)
    assert mails_today(reader.id, "", at=IN_YEARS) == 9 and has_had_enough(reader, at=IN_YEARS)


def test_who_was_on_a_question_then_is_not_for_ever(app: Tanya) -> None:
    asked = question(ana())
    claim_question(asked, by=actor(ben()), at=IN_YEARS)
    assert lapsed_claims(at=IN_YEARS) == 0
    assert lapsed_claims(at=NOON) == 1 and session.get(Claim, asked.id) is None


def test_who_wrote_in_a_ticket_then_does_not_for_ever(app: Tanya) -> None:
    staff = actor(iris())
    ticket = make_ticket(question(ana()).id, by=staff, at=NOON)
    be_present(ticket.ticket.label, by=staff, at=IN_YEARS)
    forget_presence(IN_YEARS)
    assert session.scalar(select(func.count()).select_from(TicketPresence)) == 1
    forget_presence(NOON)
    assert session.scalar(select(func.count()).select_from(TicketPresence)) == 0


def test_the_circuit_breaker_of_then_is_closed_and_who_was_blocked_stays_so(app: Tanya) -> None:
    trip(Scope.ADDRESS, "loud@elsewhere.example", at=IN_YEARS)
    trip(Scope.ADDRESS, "noisy@elsewhere.example", at=NOON)
    block("spam@elsewhere.example", by=actor(admin()), at=IN_YEARS)
    session.commit()
    take_up_mistimed_work(NOON)
    session.expire_all()
    ended = session.scalars(select(MailStop.name).where(MailStop.ended_at.is_not(None))).all()
    assert ended == ["loud@elsewhere.example"]


def test_what_was_solved_then_is_closed_in_time_where_nobody_says_anything(app: Tanya) -> None:
    asker, staff = ana(), iris()
    ticket = make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket
    resolve(ticket, Fix("A new cable.", "<p>A new cable.</p>", publish=False), by=actor(staff), at=IN_YEARS)
    session.commit()
    for _ in range(2):
        take_up_mistimed_work(NOON)
    close_what_nobody_answered(NOON + timedelta(days=20))
    assert session.get_one(Ticket, ticket.id, populate_existing=True).state is TicketState.CLOSED

"""A conversion is taken back within ten minutes, with everything that would have been told."""

import pytest

from forum.accounts.actors import Actor
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed
from forum.mail.models import OutgoingMail
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.undo import undo_making
from forum.tickets.actions.work import assign, change_state, reply
from forum.tickets.family.actions.merge import merge
from forum.tickets.models import Ticket, TicketState
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.people import ana, ben, iris, make_person
from tests.posts import actor, later, question, tell


def _ticket() -> Ticket:
    return make_ticket(question(ana()).id, by=actor(iris()), at=NOON).ticket


def _by_its_maker(ticket: Ticket) -> Actor:
    return actor(session.get_one(Person, ticket.created_by_id))


def test_the_number_stays_as_void_and_the_thread_is_free(app: Tanya) -> None:
    ticket = _ticket()
    undo_making(ticket, by=_by_its_maker(ticket), at=later(minutes=9))
    again = make_ticket(ticket.question_id or 0, by=_by_its_maker(ticket), at=later(minutes=9))
    assert (ticket.state, again.ticket.label) == (TicketState.VOID, "IT-000002")


def test_nobody_is_told_of_what_was_taken_back(app: Tanya) -> None:
    ticket = _ticket()
    undo_making(ticket, by=_by_its_maker(ticket), at=later(minutes=9))
    session.commit()
    tell(later(minutes=20))
    assert session.query(Notice).filter(Notice.ticket_id == ticket.id).count() == 0


def test_a_colleague_who_was_given_it_has_heard_nothing_either(app: Tanya) -> None:
    ticket, colleague = _ticket(), make_person("Farid Hassan", roles="it_staff")
    assign(ticket, colleague.id, by=_by_its_maker(ticket), at=later(minutes=1))
    session.commit()
    expand_due_events("test", later(minutes=2))
    assert session.get_one(Person, colleague.id, populate_existing=True).unread_count == 1
    undo_making(ticket, by=_by_its_maker(ticket), at=later(minutes=3))
    session.commit()
    tell(later(minutes=20))
    assert not session.query(Notice).all() and not session.query(OutgoingMail).all()
    assert session.get_one(Person, colleague.id, populate_existing=True).unread_count == 0


def test_what_stays_is_told_after_ten_minutes(app: Tanya) -> None:
    ticket = _ticket()
    session.commit()
    tell(later(minutes=9))
    assert session.query(Notice).count() == 0
    tell(later(minutes=10))
    assert [(n.person_id, n.kind) for n in session.query(Notice)] == [(ticket.requester_id, "ticket_made")]


def test_it_is_too_late_after_ten_minutes(app: Tanya) -> None:
    ticket = _ticket()
    with pytest.raises(Conflict):
        undo_making(ticket, by=_by_its_maker(ticket), at=later(minutes=10))


def test_it_is_too_late_once_the_requester_was_written_to(app: Tanya) -> None:
    ticket = _ticket()
    reply(ticket, "On my way.", "<p>On my way.</p>", by=_by_its_maker(ticket), at=NOON)
    with pytest.raises(Conflict):
        undo_making(ticket, by=_by_its_maker(ticket), at=later(minutes=1))


@pytest.mark.parametrize("act", [Act.WAIT_FOR_REQUESTER, Act.WAIT_FOR_THIRD])
def test_it_is_too_late_once_the_requester_was_told_that_it_waits(app: Tanya, act: Act) -> None:
    ticket = _ticket()
    for each in (act, Act.START):
        change_state(ticket, each, by=_by_its_maker(ticket), at=later(minutes=1))
    with pytest.raises(Conflict):
        undo_making(ticket, by=_by_its_maker(ticket), at=later(minutes=2))


def test_it_is_too_late_once_another_ticket_goes_on_in_it(app: Tanya) -> None:
    asker, staff = ana(), actor(iris())
    one, into = (make_ticket(question(asker).id, by=staff, at=NOON).ticket for _ in range(2))
    merge(one.label, into.label, by=staff, at=NOON)
    with pytest.raises(Conflict):
        undo_making(into, by=staff, at=later(minutes=2))


def test_colleagues_may_not(app: Tanya) -> None:
    ticket = _ticket()
    with pytest.raises(NotAllowed):
        undo_making(ticket, by=actor(ben()), at=NOON)


def test_the_thread_forgets_the_number(app: Tanya) -> None:
    ticket = _ticket()
    undo_making(ticket, by=_by_its_maker(ticket), at=NOON)
    session.flush()
    assert session.get_one(Question, ticket.question_id, populate_existing=True).ticket_label == ""

"""Working on a ticket: the transition table, replies, notes, the fix that comes back."""

import pytest

from forum.accounts.actions.closing import deactivate
from forum.accounts.actions.roles import withdraw_role
from forum.accounts.roles import Role
from forum.answers.actions import accept_answer
from forum.answers.models import Acceptance, Answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed, NotFound
from forum.people.models import Person
from forum.questions.actions import lock_question
from forum.questions.models import Question
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, assign, change_state, reply
from forum.tickets.desk.actions.bulk import BulkAct, change_many, undo_many
from forum.tickets.models import Ticket, TicketState
from forum.tickets.rules import TRANSITIONS, Act, next_state
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, make_person, sam
from tests.posts import actor, answer, question

FIX = Fix("Replace the switch.", "<p>Replace the switch.</p>", publish=True)


def _ticket(asker: Person, staff: Person) -> Ticket:
    return make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket


@pytest.mark.parametrize("act", list(Act))
def test_an_act_leads_from_its_states_only(act: Act) -> None:
    sources, target = TRANSITIONS[act]
    assert {next_state(act, source) for source in sources} == {target}
    for state in set(TicketState) - sources:
        with pytest.raises(Conflict):
            next_state(act, state)


def test_taking_a_new_ticket_starts_the_work(app: Tanya) -> None:
    ticket = _ticket(ana(), staff := iris())
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    assert (ticket.owner_id, ticket.state) == (staff.id, TicketState.OPEN)


def test_the_requesters_reply_ends_the_waiting(app: Tanya) -> None:
    ticket = _ticket(person := ana(), staff := iris())
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=actor(staff), at=NOON)
    reply(ticket, "Floor 3.", "<p>Floor 3.</p>", by=actor(person), at=NOON)
    assert ticket.state == TicketState.OPEN


def test_the_fix_comes_back_as_the_accepted_answer(app: Tanya) -> None:
    ticket = _ticket(ana(), staff := iris())
    published = resolve(ticket, FIX, by=actor(staff), at=NOON)
    accepted = session.get_one(Acceptance, ticket.question_id)
    assert published is not None and accepted.answer_id == published.id and ticket.state == TicketState.RESOLVED


def test_who_solves_what_nobody_had_is_its_owner(app: Tanya) -> None:
    asker, staff, colleague = ana(), iris(), make_person("Devi Nair", roles="employee it_staff")
    nobodys, mine = _ticket(asker, staff), _ticket(asker, staff)
    assign(mine, staff.id, by=actor(staff), at=NOON)
    for ticket in (nobodys, mine):
        resolve(ticket, Fix("Renew the certificate.", "", publish=False), by=actor(colleague), at=NOON)
    assert (nobodys.owner_id, nobodys.state) == (colleague.id, TicketState.RESOLVED)
    assert mine.owner_id == staff.id


def test_an_answer_the_asker_chose_stays_accepted(app: Tanya) -> None:
    asked = question(person := ana())
    chosen = answer(asked, ben())
    accept_answer(asked, chosen, by=actor(person), at=NOON)
    ticket = make_ticket(asked.id, by=actor(staff := iris()), at=NOON).ticket
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    assert session.get_one(Acceptance, asked.id).answer_id == chosen.id


def test_a_reopened_ticket_opens_its_thread_and_the_next_fix_closes_it(app: Tanya) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    first = resolve(ticket, FIX, by=actor(staff), at=NOON)
    change_state(ticket, Act.REOPEN, by=actor(asker), at=NOON)
    asked = session.get_one(Question, ticket.question_id)
    assert session.get(Acceptance, asked.id) is None and asked.solved_at is None
    second = resolve(ticket, FIX, by=actor(staff), at=NOON)
    assert first and second and session.get_one(Acceptance, asked.id).answer_id == second.id
    assert (first.fix_label, second.fix_label) == ("", ticket.label)


def test_reopening_leaves_what_the_asker_chose(app: Tanya) -> None:
    asked = question(person := ana())
    accept_answer(asked, chosen := answer(asked, ben()), by=actor(person), at=NOON)
    ticket = make_ticket(asked.id, by=actor(staff := iris()), at=NOON).ticket
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    change_state(ticket, Act.REOPEN, by=actor(person), at=NOON)
    assert session.get_one(Acceptance, asked.id).answer_id == chosen.id


def test_a_reopening_of_many_that_is_put_back_solves_the_thread_again(app: Tanya) -> None:
    ticket = _ticket(ana(), staff := iris())
    fix = resolve(ticket, FIX, by=actor(staff), at=NOON)
    changed = change_many([ticket.label], BulkAct.STATE, Act.REOPEN, by=actor(staff), at=NOON)
    undo_many(changed.bulk_id, by=actor(staff), at=NOON)
    assert fix and session.get_one(Acceptance, ticket.question_id).answer_id == fix.id


def test_a_locked_thread_leaves_nothing_half_done(app: Tanya) -> None:
    asked, staff = question(ana()), actor(iris())
    ticket = make_ticket(asked.id, by=staff, at=NOON).ticket
    lock_question(asked, reason="settled", by=staff, at=NOON)
    session.commit()
    with pytest.raises(NotAllowed):
        resolve(find_ticket(ticket.label, by=staff), FIX, by=staff, at=NOON)
    session.rollback()
    assert session.get_one(Ticket, ticket.id).state == TicketState.NEW
    assert session.query(Answer).count() == 0


def test_strangers_do_not_find_the_ticket(app: Tanya) -> None:
    ticket = _ticket(ana(), iris())
    with pytest.raises(NotFound):
        find_ticket(ticket.label, by=actor(sam()))


def test_requesters_write_no_notes(app: Tanya) -> None:
    ticket = _ticket(person := ana(), iris())
    with pytest.raises(NotAllowed):
        add_note(ticket, "x", "<p>x</p>", by=actor(person), at=NOON)


def test_tickets_of_a_closed_account_wait_for_a_new_owner(app: Tanya) -> None:
    ticket = _ticket(ana(), staff := iris())
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    deactivate(staff, keeps_name=True, by=actor(admin()), at=NOON)
    assert session.get_one(Ticket, ticket.id).owner_id is None


def test_tickets_of_somebody_who_left_it_wait_for_a_new_owner(app: Tanya) -> None:
    ticket = _ticket(ana(), staff := iris())
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    by = actor(admin())
    withdraw_role(staff, Role.EMPLOYEE, by=by, at=NOON)
    assert session.get_one(Ticket, ticket.id).owner_id == staff.id
    withdraw_role(staff, Role.IT_STAFF, by=by, at=NOON)
    assert session.get_one(Ticket, ticket.id).owner_id is None

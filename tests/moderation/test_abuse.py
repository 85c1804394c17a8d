"""Abusive towards IT staff: the words go, the problem stays, the lead has it."""

import pytest

from forum.accounts.actions.teams import join_team, lead_team, make_team
from forum.conduct.models import Step
from forum.conduct.steps import suggested_step
from forum.kernel.errors import Conflict, NotAllowed, NotFound
from forum.moderation.actions import Decision, decide, flag_post, hand_opening_to_lead, hand_to_lead
from forum.moderation.models import Kind, Reason, Remedy, Verdict
from forum.moderation.queries import may_decide
from forum.people.models import Person
from forum.questions.models import Visibility
from forum.record.queries import record_of
from forum.tickets.actions.make import PrivateRequest, make_ticket, open_private_ticket
from forum.tickets.actions.work import assign, give_to_team, reply
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.queries import ticket_page
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("app", "noon")


def _ticket() -> tuple[Ticket, TicketReply, Person, Person, Person]:
    ana, iris, lead, admin = (
        people.ana(),
        people.iris(),
        people.make_person("Lim Lead", roles="employee it_staff"),
        people.admin(),
    )
    team = make_team("Network", by=actor(admin), at=NOON)
    for person in (iris, lead):
        join_team(person, team, "", by=actor(admin), at=NOON)
    lead_team(lead, team, by=actor(admin), at=NOON)
    ticket = open_private_ticket(PrivateRequest("It fails", "x", "<p>x</p>", None, False), by=actor(ana), at=NOON)
    give_to_team(ticket, team.id, by=actor(iris), at=NOON)
    assign(ticket, iris.id, by=actor(iris), at=NOON)
    said = reply(ticket, "You fools", "<p>You fools</p>", by=actor(ana), at=NOON)
    return ticket, said, ana, iris, lead


def test_the_words_go_and_the_lead_has_the_ticket() -> None:
    ticket, said, _ana, iris, lead = _ticket()
    state = ticket.state
    item = hand_to_lead(said.id, "", rests=False, by=actor(iris), at=NOON)
    assert (said.hidden_at, ticket.owner_id, ticket.state) == (NOON, lead.id, state)
    assert item.held_at == NOON


def test_the_lead_decides_and_it_counts_on_the_ladder() -> None:
    _ticket_, said, ana, iris, lead = _ticket()
    item = hand_to_lead(said.id, "", rests=False, by=actor(iris), at=NOON)
    decide(item.id, Decision(Verdict.AGREED, Remedy.HIDDEN, "No insults.", Step.WARNING), by=actor(lead), at=NOON)
    assert suggested_step(ana.id, at=NOON) is Step.SILENCE_1


def test_a_lead_does_not_suspend() -> None:
    _ticket_, said, _ana, iris, lead = _ticket()
    item = hand_to_lead(said.id, "", rests=False, by=actor(iris), at=NOON)
    with pytest.raises(NotAllowed):
        decide(item.id, Decision(Verdict.AGREED, Remedy.HIDDEN, "No.", Step.SUSPENSION), by=actor(lead), at=NOON)


def test_who_does_not_want_to_meet_somebody_is_not_given_his_tickets() -> None:
    ticket, said, _ana, iris, lead = _ticket()
    hand_to_lead(said.id, "", rests=True, by=actor(iris), at=NOON)
    with pytest.raises(Conflict, match="Iris Tan"):
        assign(ticket, iris.id, by=actor(lead), at=NOON)
    assign(ticket, iris.id, by=actor(iris), at=NOON)


def test_a_colleague_of_it_is_flagged_like_everybody() -> None:
    ticket, _said, _ana, iris, lead = _ticket()
    said = reply(ticket, "Do it yourself", "<p>Do it yourself</p>", by=actor(lead), at=NOON)
    with pytest.raises(NotAllowed):
        hand_to_lead(said.id, "", rests=False, by=actor(iris), at=NOON)


def test_the_first_words_of_a_ticket_go_likewise_and_the_lead_decides_about_them() -> None:
    ticket, _said, ana, iris, lead = _ticket()
    item = hand_opening_to_lead(ticket.label, "", rests=False, by=actor(iris), at=NOON)
    assert (ticket.opening_hidden_at, ticket.owner_id, item.author_id) == (NOON, lead.id, ana.id)
    assert may_decide(item.id, actor(lead)) and not may_decide(item.id, actor(people.sam()))
    decide(item.id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=actor(lead), at=NOON)
    assert ticket.opening_hidden_at is None


def test_first_words_that_stand_in_a_thread_are_out_of_sight_there_and_in_the_ticket() -> None:
    iris, mo = people.iris(), people.mo()
    asked = posts.question(people.ana())
    ticket = make_ticket(asked.id, by=actor(iris), at=NOON).ticket
    item = hand_opening_to_lead(ticket.label, "", rests=True, by=actor(iris), at=NOON)
    assert asked.visibility is Visibility.HELD and ticket_page(ticket.label, actor(iris)).opening_hidden
    decide(item.id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=actor(mo), at=NOON)
    assert not ticket_page(ticket.label, actor(iris)).opening_hidden


def test_the_requester_does_not_flag_his_own_words_and_a_stranger_sees_none() -> None:
    ticket, _said, ana, _iris, _lead = _ticket()
    with pytest.raises(NotAllowed):
        flag_post(Kind.TICKET, ticket.id, Reason.ABUSIVE, "", by=actor(ana), at=NOON)
    with pytest.raises(NotFound):
        flag_post(Kind.TICKET, ticket.id, Reason.ABUSIVE, "", by=actor(people.sam()), at=NOON)


def test_hidden_first_words_are_in_no_line_of_the_requesters_record() -> None:
    ticket, _said, ana, iris, _lead = _ticket()
    hand_opening_to_lead(ticket.label, "", rests=False, by=actor(iris), at=NOON)
    lines = {each: record_of(ticket_page(ticket.label, actor(each)), actor(each)) for each in (ana, iris)}
    assert [line.words for line in lines[ana] if line.act == "made"] == [""]
    assert [line.words for line in lines[iris] if line.act == "made"] == ["x"]

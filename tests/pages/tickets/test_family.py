"""Tickets that belong together: merged, split, parts of one outage, opened for somebody else."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.models import Answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict
from forum.kernel.settings import registry
from forum.kernel.text.settings import TICKET_PREFIX
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import join_affected, lock_question
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket, open_ticket_of
from forum.tickets.actions.publish import Publication, publish_ticket
from forum.tickets.actions.work import add_note, change_state, reply
from forum.tickets.family.actions.merge import merge
from forum.tickets.family.actions.parts import make_part
from forum.tickets.models import Ticket, TicketState, TicketWatcher
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.pages.tickets.test_queue import ticket_of
from tests.people import ana, ben, iris, make_person, sam
from tests.posts import actor, category, draft, later, question, tell

ClientOf = Callable[[Person], FlaskClient]


def _two(staff: Person) -> tuple[Ticket, Ticket, Person, Person]:
    """Ana's thread and Ben's, each with its ticket."""
    asker, other = ana(), ben()
    made = [make_ticket(question(who).id, by=actor(staff), at=NOON).ticket for who in (asker, other)]
    return made[0], made[1], asker, other


def _merged(staff: Person) -> tuple[Ticket, Ticket, Person, Person]:
    one, into, asker, other = _two(staff)
    merge(one.label, into.label, by=actor(staff), at=NOON)
    return one, into, asker, other


def test_the_old_number_leads_to_the_new_one(client_of: ClientOf, noon: object) -> None:
    one, into, asker, _other = _merged(iris())
    browser = client_of(asker)
    answer = browser.get(f"/tickets/{one.label}")
    assert (answer.status_code, answer.location) == (303, f"/tickets/{into.label}")
    assert browser.get(answer.location).status_code == 200
    assert into.label in browser.get(f"/tickets/{one.label}?own=1").text


@pytest.mark.parametrize(("act", "field"), [("merge", "into"), ("whole", "whole")])
def test_a_long_text_in_the_place_of_a_number_is_told(client_of: ClientOf, noon: object, act: str, field: str) -> None:
    one, *_rest = _two(staff := iris())
    answer = client_of(staff).post(f"/tickets/{one.label}/{act}", data={field: "printer " * 900})
    assert answer.status_code == 422 and "There is no ticket printer printer" in answer.text


def test_strangers_are_led_nowhere(client_of: ClientOf, noon: object) -> None:
    one, into, *_people = _merged(iris())
    browser = client_of(sam())
    assert {browser.get(f"/tickets/{t.label}").status_code for t in (one, into)} == {404}


def test_what_was_said_in_the_merged_ticket_is_not_shown_in_the_other(client_of: ClientOf, noon: object) -> None:
    one, into, asker, other = _two(staff := iris())
    reply(one, "my salary", "<p>my salary</p>", by=actor(asker), at=NOON)
    add_note(one, "planted", "<p>planted</p>", by=actor(staff), at=NOON)
    merge(one.label, into.label, by=actor(staff), at=NOON)
    assert "my salary" not in client_of(other).get(f"/tickets/{into.label}").text
    assert "planted" not in client_of(asker).get(f"/tickets/{one.label}?own=1").text


def test_requester_and_watchers_follow(app: Tanya) -> None:
    one, into, asker, _other = _two(staff := iris())
    session.add(TicketWatcher(ticket_id=one.id, person_id=sam().id, at=NOON, device="Dell"))
    session.flush()
    merge(one.label, into.label, by=actor(staff), at=NOON)
    watching = session.scalars(select(TicketWatcher).where(TicketWatcher.ticket_id == into.id))
    assert {(w.person_id == asker.id, w.device) for w in watching} == {(True, ""), (False, "Dell")}


def test_both_threads_show_the_surviving_number_and_its_steps(client_of: ClientOf, noon: object) -> None:
    one, into, asker, _other = _merged(staff := iris())
    asked = session.get_one(Question, one.question_id)
    version = asked.version
    assert asked.ticket_label == into.label and open_ticket_of(asked.id) == into
    client_of(staff).post(f"/tickets/{into.label}/step", data={"step": "The switch is ordered"})
    assert session.get_one(Question, asked.id).version > version
    assert "The switch is ordered" in client_of(asker).get(f"/questions/{asked.id}/{asked.slug}").text


def test_merging_again_keeps_every_number_one_step_away(app: Tanya) -> None:
    one, into, *_people = _merged(staff := iris())
    third = make_ticket(question(sam()).id, by=actor(staff), at=NOON).ticket
    merge(into.label, third.label, by=actor(staff), at=NOON)
    assert {one.merged_into_id, into.merged_into_id} == {third.id}
    session.expire_all()
    assert {each.ticket_label for each in session.scalars(select(Question))} == {third.label}


@pytest.mark.parametrize("is_part", [False, True])
def test_the_parts_of_a_merged_ticket_are_those_of_the_other_or_of_its_whole(app: Tanya, is_part: bool) -> None:
    one, into, *_people = _two(staff := iris())
    asker = sam()
    part, whole = (make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket for _ in range(2))
    make_part(part.label, one.label, by=actor(staff), at=NOON)
    if is_part:
        make_part(into.label, whole.label, by=actor(staff), at=NOON)
    merge(one.label, into.label, by=actor(staff), at=NOON)
    assert part.parent_id == (whole.id if is_part else into.id)


def test_a_void_survivor_leaves_no_number_in_any_thread(app: Tanya) -> None:
    _one, into, *_people = _merged(staff := iris())
    change_state(into, Act.VOID, by=actor(staff), at=NOON)
    session.expire_all()
    assert {each.ticket_label for each in session.scalars(select(Question))} == {""}


def test_reopening_a_survivor_that_would_give_a_thread_two_tickets_is_refused(app: Tanya) -> None:
    one, into, *_people = _merged(staff := iris())
    for act in (Act.RESOLVE, Act.CLOSE):
        change_state(into, act, by=actor(staff), at=NOON)
    fresh = make_ticket(one.question_id or 0, by=actor(staff), at=NOON).ticket
    with pytest.raises(Conflict) as refusal:
        change_state(into, Act.REOPEN, by=actor(staff), at=NOON)
    assert refusal.value.values["label"] == fresh.label


def test_who_has_the_problem_of_a_published_ticket_does_not_read_what_was_said_in_private(app: Tanya) -> None:
    ticket, staff = ticket_of(ana()), iris()
    change_state(ticket, Act.RESOLVE, by=actor(staff), at=NOON)
    words = Publication(draft(category()), "Turn it off and on.", "<p>Turn it off and on.</p>")
    asked = publish_ticket(ticket, words, by=actor(staff), at=NOON)
    join_affected(asked, by=actor(sam()), at=NOON)
    assert session.query(TicketWatcher).count() == 0


def test_a_circle_is_refused_with_a_sentence(client_of: ClientOf, noon: object) -> None:
    one, into, *_people = _merged(staff := iris())
    answer = client_of(staff).post(f"/tickets/{into.label}/merge", data={"into": one.label})
    assert answer.status_code == 409 and f'href="/tickets/{into.label}">{into.label}</a>' in answer.text


@pytest.mark.parametrize(("act", "field"), [("merge", "into"), ("whole", "whole")])
def test_a_number_that_cannot_be_is_refused_where_it_was_typed(
    client_of: ClientOf, noon: object, act: str, field: str
) -> None:
    one, _into, *_people = _two(staff := iris())
    browser = client_of(staff)
    for typed, status in ((one.label, 409), ("IT-009999", 422)):
        answer = browser.post(f"/tickets/{one.label}/{act}", data={field: typed})
        assert answer.status_code == status and f'value="{typed}"' in answer.text
        assert f'id="{field}-wrong"' in answer.text and "Somebody was quicker" not in answer.text


def test_a_number_is_understood_as_people_type_it(client_of: ClientOf, noon: object) -> None:
    one, into, *_people = _two(staff := iris())
    client_of(staff).post(f"/tickets/{one.label}/merge", data={"into": "it-2"})
    assert (into.label, session.get_one(Ticket, one.id).merged_into_id) == ("IT-000002", into.id)


def test_a_number_without_letters_is_one_of_the_series(client_of: ClientOf, noon: object) -> None:
    registry.store(TICKET_PREFIX, "HELP")
    registry.refresh(session.scalar(select(registry.version_now)))
    one, into, *_people = _two(staff := iris())
    answer = client_of(staff).post(f"/tickets/{one.label}/merge", data={"into": "2"})
    assert answer.location == "/tickets/HELP-000002" == f"/tickets/{into.label}"


@pytest.mark.parametrize("act", ["merge", "whole", "split"])
def test_only_it_staff_put_tickets_together(client_of: ClientOf, noon: object, act: str) -> None:
    ticket = ticket_of(person := ana())
    data = {"into": "IT-9", "whole": "IT-9", "title": "Other", "source": "x"}
    assert client_of(person).post(f"/tickets/{ticket.label}/{act}", data=data).status_code == 403


def test_the_state_form_does_not_merge(client_of: ClientOf, noon: object) -> None:
    ticket = ticket_of(ana())
    assert client_of(iris()).post(f"/tickets/{ticket.label}/state", data={"act": "merge"}).status_code == 422


def test_the_requester_hears_where_it_goes_on(app: Tanya) -> None:
    one, into, asker, _other = _merged(iris())
    session.commit()
    tell(later(minutes=11))
    notices = session.scalars(select(Notice).where(Notice.person_id == asker.id, Notice.kind == "ticket_merged"))
    assert [notice.ticket_id for notice in notices] == [into.id] != [one.id]


def test_solving_the_whole_solves_its_parts(client_of: ClientOf, noon: object) -> None:
    part, whole, asker, _other = _two(staff := iris())
    make_part(part.label, whole.label, by=actor(staff), at=NOON)
    data = {"fix": "The switch is new.", "publish": "1", "parts": "1"}
    client_of(staff).post(f"/tickets/{whole.label}/resolution", data=data)
    assert session.get_one(Ticket, part.id).state == TicketState.RESOLVED
    assert "The switch is new." in client_of(asker).get(f"/tickets/{part.label}").text
    assert session.query(Answer).count() == 2


def test_a_part_in_a_locked_thread_is_solved_without_an_answer(client_of: ClientOf, noon: object) -> None:
    part, whole, *_people = _two(staff := iris())
    make_part(part.label, whole.label, by=actor(staff), at=NOON)
    lock_question(session.get_one(Question, part.question_id), reason="settled", by=actor(staff), at=NOON)
    data = {"fix": "The switch is new.", "publish": "1", "parts": "1"}
    client_of(staff).post(f"/tickets/{whole.label}/resolution", data=data)
    assert session.get_one(Ticket, part.id).state == TicketState.RESOLVED and session.query(Answer).count() == 1


def test_parts_stay_open_if_nobody_asked_to_solve_them(client_of: ClientOf, noon: object) -> None:
    part, whole, *_people = _two(staff := iris())
    make_part(part.label, whole.label, by=actor(staff), at=NOON)
    client_of(staff).post(f"/tickets/{whole.label}/resolution", data={"fix": "The switch is new."})
    assert session.get_one(Ticket, part.id).state == TicketState.NEW


def test_another_matter_is_split_off(client_of: ClientOf, noon: object) -> None:
    ticket, browser = ticket_of(person := ana()), client_of(iris())
    data = {"title": "And the printer, too", "source": "It is jammed."}
    assert browser.post(f"/tickets/{ticket.label}/split", data=data).location == "/tickets/IT-000002"
    other = session.scalars(select(Ticket).where(Ticket.label == "IT-000002")).one()
    assert (other.requester_id, other.state) == (person.id, TicketState.NEW)
    assert browser.post(f"/tickets/{ticket.label}/split", data={"title": "And", "source": ""}).status_code == 422


def test_what_is_split_off_stays_as_confidential(client_of: ClientOf, noon: object) -> None:
    ticket, staff = ticket_of(ana(), confidential=True), iris()
    ticket.owner_id = staff.id
    client_of(staff).post(f"/tickets/{ticket.label}/split", data={"title": "And the other", "source": "x"})
    assert session.scalars(select(Ticket).where(Ticket.id != ticket.id)).one().confidential


@pytest.mark.parametrize("who", ["ana.lim", "@ana.lim", "Ana.Lim@kencana.example", "Ana Lim"])
def test_staff_open_a_ticket_for_somebody(client_of: ClientOf, noon: object, who: str) -> None:
    person, staff = ana(), iris()
    data = {"requester": who, "title": "My badge opens no door", "source": "Since Monday."}
    answer = client_of(staff).post("/tickets/new/for", data=data)
    made = session.scalars(select(Ticket)).one()
    assert (made.requester_id, made.created_by_id) == (person.id, staff.id)
    assert client_of(person).get(answer.location).status_code == 200


def test_nobody_and_two_of_a_name_are_told_apart(client_of: ClientOf, noon: object) -> None:
    make_person("Mei Wong"), make_person("Mei Wong", handle="mei.wong2", email="m@x.example", email_key="m@x.example")
    browser, data = client_of(iris()), {"title": "My badge", "source": "Since Monday."}
    assert "Nobody here" in browser.post("/tickets/new/for", data={**data, "requester": "nobody"}).text
    answer = browser.post("/tickets/new/for", data={**data, "requester": "Mei Wong"})
    assert answer.status_code == 422 and "Several people" in answer.text and "Since Monday." in answer.text


def test_employees_open_no_tickets_for_others(client_of: ClientOf, noon: object) -> None:
    assert client_of(sam()).get("/tickets/new/for").status_code == 403


def test_the_side_shows_the_requesters_other_matters(client_of: ClientOf, noon: object) -> None:
    ticket, other = ticket_of(person := ana()), ticket_of(person, "The other one")
    hidden = ticket_of(person, "Salary slip", confidential=True)
    text = client_of(iris()).get(f"/tickets/{ticket.label}").text
    assert other.label in text and hidden.label not in text


def test_the_requesters_last_requests_leave_out_this_one(client_of: ClientOf, noon: object) -> None:
    ticket = make_ticket(question(person := ana()).id, by=actor(staff := iris()), at=NOON).ticket
    browser = client_of(staff)
    assert "last requests" not in browser.get(f"/tickets/{ticket.label}").text
    other = question(person, title="The printer on floor 3 eats paper")
    assert other.title in browser.get(f"/tickets/{ticket.label}").text.partition("last requests")[2]


def test_a_thread_stands_once_among_the_last_requests_where_it_has_a_ticket(client_of: ClientOf, noon: object) -> None:
    asker, staff = ana(), iris()
    ticket = make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket
    other = make_ticket(question(asker, title="The scanner hums").id, by=actor(staff), at=NOON).ticket
    session.commit()
    last = client_of(staff).get(f"/tickets/{ticket.label}").text.partition("last requests")[2]
    assert last.count(other.title) == 1 and last.count(other.label) >= 1

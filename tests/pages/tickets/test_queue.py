"""The queue's page: views, filters, orders, many tickets at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person
from forum.tickets.actions.make import PrivateRequest, make_ticket, open_private_ticket
from forum.tickets.actions.weigh import weigh
from forum.tickets.actions.work import assign, set_priority
from forum.tickets.desk.models import BulkChange
from forum.tickets.models import Level, Priority, Ticket, TicketState
from forum.tickets.queue import PAGE, Order, Today, Wish, place_in, queue, queue_counts
from tests.conftest import NOON
from tests.people import admin, ana, iris, make_person, sam
from tests.posts import actor, category, later, question

ClientOf = Callable[[Person], FlaskClient]


def ticket_of(person: Person, title: str = "My badge opens no door", **facts: object) -> Ticket:
    wish = PrivateRequest(title, "x", "<p>x</p>", None, bool(facts.get("confidential")))
    return open_private_ticket(wish, by=actor(person), at=facts.get("at", NOON))  # type: ignore[arg-type]


def _shown(answer_text: str) -> list[str]:
    return [line.split('"')[1] for line in answer_text.split("data-label=")[1:]]


TODAY = Today(NOON, later(hours=12))


def test_what_is_due_today_or_overdue_has_a_view(client_of: ClientOf, noon: object) -> None:
    staff, asker = iris(), ana()
    soon, late = ticket_of(asker, "Due at five"), ticket_of(asker, "Due on Tuesday", at=later(days=-2))
    ticket_of(asker, "Due tomorrow", at=later(hours=3))
    browser = client_of(staff)
    assert _shown(browser.get("/queue?view=today").text) == [late.label, soon.label]
    assert _shown(browser.get("/queue?view=overdue").text) == [late.label]


def test_the_longest_wait_comes_first_and_pages_do_not_overlap(app: Tanya) -> None:
    staff = make_person("Mei Wong", roles="employee it_staff")
    made = [ticket_of(staff, at=later(minutes=n)).label for n in range(PAGE + 3)]
    first = queue(Wish(), actor(staff), TODAY)
    rest = queue(Wish(after=place_in(first[PAGE - 1], Order.DUE)), actor(staff), TODAY)
    assert [row.label for row in first[:PAGE]] + [row.label for row in rest] == made


def test_tickets_of_an_archived_category_are_found_by_it_and_none_is_moved_there(client_of: ClientOf) -> None:
    place = category("Scanners")
    place.archived_at = NOON
    page = client_of(iris()).get(f"/queue?view=all&category={place.id}").text
    assert f'<option value="{place.id}" selected>Scanners</option>' in page
    assert f'"category:{place.id}"' not in page


@pytest.mark.parametrize("order", list(Order))
def test_each_order_pages_through_all(app: Tanya, order: Order) -> None:
    staff = make_person("Mei Wong", roles="employee it_staff")
    made = {ticket_of(staff).label for _ in range(PAGE + 3)}  # all of one moment: the id decides
    first = queue(Wish(order=order), actor(staff), TODAY)
    rest = queue(Wish(order=order, after=place_in(first[PAGE - 1], order)), actor(staff), TODAY)
    assert {row.label for row in (*first[:PAGE], *rest)} == made and len(rest) == 3


def test_filters_and_columns_stand_in_the_address(client_of: ClientOf, noon: object) -> None:
    staff, urgent = iris(), ticket_of(person := ana(), "Payroll is down")
    ticket_of(person)
    set_priority(urgent, Priority.URGENT, by=actor(staff), at=NOON)
    text = client_of(staff).get("/queue?priority=urgent&column=category").text
    assert _shown(text) == [urgent.label] and ">Category</th>" in text and ">Team</th>" not in text


@pytest.mark.parametrize("words", ["PAYROLL DOWN", "ana", "000001", " down payroll ", "ana 100% payroll"])
def test_a_ticket_is_found_by_its_title_requester_or_number(client_of: ClientOf, noon: object, words: str) -> None:
    stranger, found = sam(), ticket_of(ana(), "Payroll is 100% down")
    for title in ("My badge opens no door", "Payroll is 100 times slower"):
        ticket_of(stranger, title)
    browser = client_of(iris())
    assert _shown(browser.get("/queue", query_string={"view": "all", "words": words}).text) == [found.label]
    assert "Without: Words" in browser.get("/queue?words=nonsense").text
    assert "/queue?view=all&amp;order=changed&amp;words=payroll" in browser.get("/search?q=payroll").text


@pytest.mark.parametrize("query", ["view=x", "state=x", "order=x", "team=x", "owner=99999999999999999999"])
def test_what_no_ticket_can_have_is_no_page(client_of: ClientOf, noon: object, query: str) -> None:
    assert client_of(iris()).get(f"/queue?{query}").status_code == 404


def test_an_empty_view_says_what_it_leaves_out(client_of: ClientOf, noon: object) -> None:
    ticket_of(ana())
    text = client_of(iris()).get("/queue?view=unassigned&priority=urgent").text
    assert "holds 1 ticket without the filters: Priority" in text


def test_a_confidential_ticket_is_in_no_strangers_queue_or_count(client_of: ClientOf, noon: object) -> None:
    hidden = ticket_of(ana(), "Salary slip", confidential=True)
    text = client_of(iris()).get("/queue?view=confidential").text
    assert hidden.label not in text and '<span class="count">0</span>' in text


def test_employees_have_no_queue(client_of: ClientOf, noon: object) -> None:
    browser = client_of(sam())
    assert browser.get("/queue").status_code == 403
    assert browser.post("/queue/bulk", data={"change": "owner:"}).status_code == 403


def test_the_number_of_queries_does_not_grow(client_of: ClientOf, noon: object, queries: Callable[[], int]) -> None:
    browser, person = client_of(iris()), make_person("Mei Wong", roles="employee it_staff")
    ticket_of(person)
    browser.get("/queue")
    before = queries()
    browser.get("/queue")
    few = queries() - before
    for _ in range(20):
        ticket_of(person)
    before = queries()
    browser.get("/queue?state=new&order=newest")
    assert queries() - before <= few <= 8


def test_many_are_assigned_at_once_and_put_back(client_of: ClientOf, noon: object) -> None:
    labels = [ticket_of(person := ana()).label, ticket_of(person, "Second").label]
    browser = client_of(staff := iris())
    answer = browser.post("/queue/bulk", data={"ticket": labels, "change": "owner:me", "back": "/queue"})
    assert [t.owner_id for t in session.scalars(select(Ticket))] == [staff.id] * 2
    assert "2 tickets are changed" in browser.get(answer.location).text
    bulk = session.scalars(select(BulkChange)).one()
    browser.post(f"/queue/bulk/{bulk.id}/undo")
    assert {(t.owner_id, t.state) for t in session.scalars(select(Ticket))} == {(None, TicketState.NEW)}


def test_a_weighed_priority_that_is_put_back_is_weighed_again(client_of: ClientOf, noon: object) -> None:
    ticket, browser = ticket_of(ana()), client_of(staff := iris())
    weigh(session.get_one(Ticket, ticket.id), Level.HIGH, Level.HIGH, by=actor(staff), at=NOON)
    browser.post("/queue/bulk", data={"ticket": ticket.label, "change": "priority:low"})
    assert session.get_one(Ticket, ticket.id).impact is None
    browser.post(f"/queue/bulk/{session.scalars(select(BulkChange)).one().id}/undo")
    now = session.get_one(Ticket, ticket.id)
    assert (now.priority, now.impact, now.urgency) == (Priority.URGENT, Level.HIGH, Level.HIGH)


def test_what_somebody_changed_since_is_not_put_back(client_of: ClientOf, noon: object) -> None:
    ticket, other = ticket_of(ana()), make_person("Mei Wong", roles="employee it_staff")
    browser = client_of(iris())
    browser.post("/queue/bulk", data={"ticket": ticket.label, "change": "priority:high"})
    assign(session.get_one(Ticket, ticket.id), other.id, by=actor(other), at=NOON)
    bulk = session.scalars(select(BulkChange)).one()
    text = browser.post(f"/queue/bulk/{bulk.id}/undo", follow_redirects=True).text
    assert "Somebody has changed it meanwhile" in text and session.get_one(Ticket, ticket.id).priority == Priority.HIGH


def test_what_has_another_ticket_since_is_not_put_back(client_of: ClientOf, noon: object) -> None:
    asked, browser = question(ana()), client_of(staff := iris())
    void = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    browser.post("/queue/bulk", data={"ticket": void.label, "change": "state:void"})
    new = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    bulk = session.scalars(select(BulkChange)).one()
    text = browser.post(f"/queue/bulk/{bulk.id}/undo", follow_redirects=True).text
    assert f'The thread has another open ticket, <a class="ticket" href="/tickets/{new.label}">' in text
    assert session.get_one(Ticket, void.id).state == TicketState.VOID


def test_a_state_that_cannot_be_is_told_ticket_by_ticket(client_of: ClientOf, noon: object) -> None:
    ticket = ticket_of(ana())
    data = {"ticket": ticket.label, "change": "state:reopen"}
    text = client_of(iris()).post("/queue/bulk", data=data, follow_redirects=True).text
    assert f">{ticket.label}</a>: This cannot be done" in text and "0 tickets are changed" in text


@pytest.mark.parametrize("act", ["owner", "state", "priority", "team", "category"])
def test_a_forged_value_changes_nothing(client_of: ClientOf, noon: object, act: str) -> None:
    ticket = ticket_of(ana())
    answer = client_of(iris()).post("/queue/bulk", data={"ticket": ticket.label, "change": f"{act}:99999"})
    assert answer.status_code in (303, 404) and session.scalars(select(BulkChange)).all() == []


def test_tickets_one_may_not_see_are_left_alone(client_of: ClientOf, noon: object) -> None:
    hidden = ticket_of(ana(), "Salary slip", confidential=True)
    client_of(iris()).post("/queue/bulk", data={"ticket": hidden.label, "change": "priority:low"})
    assert session.get_one(Ticket, hidden.id).priority == Priority.NORMAL


def test_nobody_undoes_what_another_did(client_of: ClientOf, noon: object) -> None:
    ticket = ticket_of(ana())
    client_of(iris()).post("/queue/bulk", data={"ticket": ticket.label, "change": "priority:low"})
    other = client_of(make_person("Mei Wong", roles="employee it_staff"))
    bulk = session.scalars(select(BulkChange)).one()
    assert other.post(f"/queue/bulk/{bulk.id}/undo").status_code == 404
    assert client_of(admin()).post(f"/queue/bulk/{bulk.id}/undo").status_code == 403


def test_a_row_opens_beside_the_list_without_notes(client_of: ClientOf, noon: object) -> None:
    ticket = ticket_of(ana(), "Payroll is down")
    text = client_of(iris()).get(f"/queue/{ticket.label}").text
    assert "Payroll is down" in text and "<html" not in text
    assert client_of(sam()).get(f"/queue/{ticket.label}").status_code == 403


def test_what_one_may_not_read_is_not_counted_either(app: Tanya) -> None:
    head = make_person("Mei Wong", roles="employee it_staff administrator")
    ticket_of(person := ana())
    ticket_of(person, "Salary", confidential=True)
    counts = [queue_counts(actor(reader), Today(NOON, later(hours=12))) for reader in (iris(), head)]
    assert [(each["open"], each["confidential"]) for each in counts] == [(1, 0), (2, 1)]


def test_open_pages_hear_the_new_counts(client_of: ClientOf, noon: object) -> None:
    browser, person = client_of(iris()), ana()
    ticket_of(person)
    assert '<span class="count">1</span>' in browser.get("/live?queue=open").json["parts"]["queue-views"]  # type: ignore[index]
    assert "parts" not in client_of(sam()).get("/live?queue=open").json  # type: ignore[operator]

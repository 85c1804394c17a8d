"""A thread becomes a ticket, once."""

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.kernel.settings import registry
from forum.kernel.text.markdown import render
from forum.kernel.text.settings import TICKET_PREFIX
from forum.questions.actions import join_affected
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import change_state
from forum.tickets.models import NumberSeries, Ticket, TicketState, TicketWatcher
from forum.tickets.queries import banner_of
from forum.tickets.rules import Act
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, category, later, question


def test_it_carries_the_thread(app: Tanya) -> None:
    asked = question(ana(), tags=("printer",))
    ticket = make_ticket(asked.id, by=actor(iris()), at=later(hours=1)).ticket
    assert (ticket.label, ticket.title, ticket.requester_id) == ("IT-000001", asked.title, asked.author_id)
    assert (ticket.tags, ticket.state) == ("printer", TicketState.NEW)


def test_the_letters_of_the_series_change_and_the_count_goes_on(app: Tanya) -> None:
    first = make_ticket(question(asker := ana()).id, by=actor(staff := iris()), at=NOON).ticket
    registry.store(TICKET_PREFIX, TICKET_PREFIX.parse("HELP"))
    registry.refresh(session.scalar(select(registry.version_now)))
    second = make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket
    assert (first.label, second.label) == ("IT-000001", "HELP-000002")
    assert 'href="/tickets/HELP-000002"' in render("See HELP-000002 and KB-5034441.")
    assert "/tickets/KB" not in render("See HELP-000002 and KB-5034441.")


@pytest.mark.parametrize("letters", ["", "it", "I-T", "IT1", "ABCDEFGHI", "<b>"])
def test_other_letters_than_capitals_are_refused(letters: str) -> None:
    with pytest.raises(Invalid):
        TICKET_PREFIX.parse(letters)


def test_everybody_affected_watches(app: Tanya) -> None:
    asked = question(ana())
    join_affected(asked, device="ThinkPad T14", by=actor(person := ben()), at=NOON)
    ticket = make_ticket(asked.id, by=actor(iris()), at=later(hours=1)).ticket
    assert session.get_one(TicketWatcher, (ticket.id, person.id)).device == "ThinkPad T14"


def test_the_second_click_gets_the_same_ticket(app: Tanya) -> None:
    asked, staff = question(ana()), actor(iris())
    first = make_ticket(asked.id, by=staff, at=NOON)
    second = make_ticket(asked.id, by=staff, at=NOON)
    assert (second.ticket.id, first.quicker, second.quicker.name) == (first.ticket.id, None, "Iris Tan")  # type: ignore[union-attr]
    assert session.get_one(NumberSeries, "tickets").last == 1


def test_employees_may_not(app: Tanya) -> None:
    asked = question(ana())
    with pytest.raises(NotAllowed):
        make_ticket(asked.id, by=actor(ben()), at=NOON)


def test_a_closed_category_does_not_exist_for_strangers(app: Tanya) -> None:
    asked = question(iris(), category("IT only", audience=Audience.STAFF))
    with pytest.raises(NotFound):
        make_ticket(asked.id, by=actor(sam()), at=NOON)


def test_the_banner_tells_everybody(app: Tanya) -> None:
    asked = question(ana())
    make_ticket(asked.id, by=actor(iris()), at=NOON)
    banner = banner_of(asked.id, actor(sam()))
    assert banner is not None and banner.label == "IT-000001" and not banner.may_open


def test_a_confidential_ticket_tells_nothing_to_others(app: Tanya) -> None:
    asked = question(ana())
    ticket = make_ticket(asked.id, by=actor(staff := iris()), at=NOON).ticket
    ticket.confidential, ticket.owner_id, ticket.public_step = True, staff.id, "secret step"
    session.flush()
    banner = banner_of(asked.id, actor(sam()))
    assert banner is not None and (banner.label, banner.owner_name, banner.public_step) == ("", None, "")


def test_a_void_ticket_leaves_room_for_another(app: Tanya) -> None:
    asked, staff = question(ana()), actor(iris())
    change_state(make_ticket(asked.id, by=staff, at=NOON).ticket, Act.VOID, by=staff, at=NOON)
    assert make_ticket(asked.id, by=staff, at=NOON).ticket.label == "IT-000002"
    assert session.get_one(Question, asked.id, populate_existing=True).ticket_label == "IT-000002"


def test_reopening_beside_another_open_ticket_is_refused(app: Tanya) -> None:
    asked, staff = question(ana()), actor(iris())
    first = make_ticket(asked.id, by=staff, at=NOON).ticket
    for act in (Act.RESOLVE, Act.CLOSE):
        change_state(first, act, by=staff, at=NOON)
    make_ticket(asked.id, by=staff, at=NOON)
    with pytest.raises(Conflict, match="IT-000002"):
        change_state(session.get_one(Ticket, first.id), Act.REOPEN, by=staff, at=NOON)

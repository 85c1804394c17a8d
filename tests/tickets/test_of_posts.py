"""An answer or a comment that is really another problem has a ticket of its own."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.answers.models import Acceptance, Answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed, NotFound
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.make_of_post import make_ticket_of_answer, make_ticket_of_comment
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import change_state
from forum.tickets.models import Ticket, TicketState
from forum.tickets.queries import banner_of
from forum.tickets.rules import Act
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, answer, category, comment, question

ClientOf = Callable[[Person], FlaskClient]


def test_its_author_is_the_requester_and_its_words_are_carried(app: Tanya) -> None:
    asked, author = question(ana()), ben()
    said = answer(asked, author, source="Mine is **slow** since the update.")
    ticket = make_ticket_of_answer(said.id, by=actor(iris()), at=NOON).ticket
    assert (ticket.requester_id, ticket.title) == (author.id, "Mine is slow since the update.")
    assert (ticket.question_id, ticket.answer_id) == (asked.id, said.id)


def test_it_stands_beside_the_ticket_of_its_thread(app: Tanya) -> None:
    asked, staff, reader = question(ana()), actor(iris()), actor(sam())
    said = comment(asked, ben())
    of_comment = make_ticket_of_comment(said.id, by=staff, at=NOON).ticket
    of_thread = make_ticket(asked.id, by=staff, at=NOON).ticket
    banner = banner_of(asked.id, reader)
    assert banner is not None and banner.label == of_thread.label != of_comment.label


def test_a_thread_whose_comment_has_a_ticket_has_none_itself(app: Tanya) -> None:
    asked = question(ana())
    make_ticket_of_comment(comment(asked, ben()).id, by=actor(iris()), at=NOON)
    session.flush()
    assert session.get_one(Question, asked.id, populate_existing=True).ticket_label == ""
    assert banner_of(asked.id, actor(sam())) is None


def test_the_second_click_gets_the_same_ticket(app: Tanya) -> None:
    said, staff = answer(question(ana()), ben()), actor(iris())
    first = make_ticket_of_answer(said.id, by=staff, at=NOON)
    second = make_ticket_of_answer(said.id, by=staff, at=NOON)
    assert second.quicker and (second.ticket.id, second.quicker.name) == (first.ticket.id, "Iris Tan")


def test_reopening_beside_a_newer_one_is_refused(app: Tanya) -> None:
    said, staff = answer(question(ana()), ben()), actor(iris())
    old = make_ticket_of_answer(said.id, by=staff, at=NOON).ticket
    resolve(old, Fix("Done.", "<p>Done.</p>", publish=False), by=staff, at=NOON)
    change_state(old, Act.CLOSE, by=staff, at=NOON)
    make_ticket_of_answer(said.id, by=staff, at=NOON)
    with pytest.raises(Conflict):
        change_state(old, Act.REOPEN, by=staff, at=NOON)


def test_its_fix_is_one_answer_among_others(app: Tanya) -> None:
    asked, staff = question(ana()), actor(iris())
    ticket = make_ticket_of_comment(comment(asked, ben()).id, by=staff, at=NOON).ticket
    published = resolve(ticket, Fix("Replace it.", "<p>Replace it.</p>", publish=True), by=staff, at=NOON)
    assert isinstance(published, Answer) and session.get(Acceptance, asked.id) is None
    assert ticket.state == TicketState.RESOLVED


def test_colleagues_may_not(app: Tanya) -> None:
    said = answer(question(ana()), person := ben())
    with pytest.raises(NotAllowed):
        make_ticket_of_answer(said.id, by=actor(person), at=NOON)


def test_a_post_of_a_closed_category_does_not_exist_for_strangers(app: Tanya) -> None:
    said = answer(question(staff := iris(), category("IT only", audience=Audience.STAFF)), staff)
    with pytest.raises(NotFound):
        make_ticket_of_answer(said.id, by=actor(sam()), at=NOON)


def test_one_click_at_the_post_and_one_line_for_its_readers(client_of: ClientOf, noon: object) -> None:
    asked, staff = question(ana()), client_of(iris())
    said, remark = answer(asked, ben()), comment(asked, sam())
    assert staff.post(f"/answers/{said.id}/ticket").location == "/tickets/IT-000001"
    assert staff.post(f"/comments/{remark.id}/ticket").location == "/tickets/IT-000002"
    page = client_of(session.get_one(Person, said.author_id)).get(f"/questions/{asked.id}/{asked.slug}").text
    assert "IT-000001" in page and "IT-000002" in page and "Make a ticket" not in page


def test_of_a_confidential_one_readers_see_only_that_it_is_handled(client_of: ClientOf, noon: object) -> None:
    asked, staff = question(person := ana()), client_of(iris())
    staff.post(f"/answers/{answer(asked, ben()).id}/ticket")
    session.query(Ticket).one().confidential = True
    page = client_of(person).get(f"/questions/{asked.id}/{asked.slug}").text
    assert "IT-000001" not in page and "Being handled privately" in page

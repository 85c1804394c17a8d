"""Words of a ticket that are out of sight take their files with them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import hide_question
from forum.questions.models import Question
from forum.tickets.actions.hide import hide_opening, hide_reply, show_opening, show_reply
from forum.tickets.actions.make import PrivateRequest, make_ticket, open_private_ticket
from forum.tickets.actions.work import reply
from forum.tickets.models import Ticket, TicketReply, TicketWatcher
from tests import posts
from tests.files import samples
from tests.pages.files.test_files import send
from tests.people import ana, ben, iris, mo, sam
from tests.posts import NOON, actor

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


class Company:
    """Ana asked, Iris has the ticket; Ben and a moderator watch it, Sam is the stranger."""

    def __init__(self, client_of: Browser) -> None:
        self.ana, self.iris, self.mo, self.ben = ana(), iris(), mo(), ben()
        self.hers = client_of(self.ana)
        self.others = [client_of(who) for who in (self.ben, self.mo, self.iris, sam())]

    def uploads(self) -> tuple[str, str]:
        """A picture of Ana's: its Markdown and its address."""
        told = send(self.hers, samples.png()).json
        return told["markdown"], told["url"]

    def ticket(self, source: str = posts.BODY) -> Ticket:
        return self.watched(
            make_ticket(posts.question(self.ana, source=source).id, by=actor(self.iris), at=NOON).ticket
        )

    def watched(self, ticket: Ticket) -> Ticket:
        watchers = [TicketWatcher(ticket_id=ticket.id, person_id=who.id, at=NOON) for who in (self.ben, self.mo)]
        session.add_all(watchers)
        session.flush()
        return ticket

    def says(self, ticket: Ticket, words: str, *, by: Person) -> TicketReply:
        return reply(ticket, words, "", by=actor(by), at=NOON)

    def get(self, address: str) -> list[int]:
        """What Ben, the moderator, Iris and Sam get."""
        return [who.get(address).status_code for who in self.others]


@pytest.fixture
def company(client_of: Browser) -> Company:
    return Company(client_of)


def test_a_file_of_a_reply_goes_with_it_and_comes_back(company: Company) -> None:
    markdown, address = company.uploads()
    ticket = company.ticket()
    said = company.says(ticket, markdown, by=company.ana)
    assert company.get(address) == [200, 200, 200, 404]
    hide_reply(ticket, said, by=actor(company.iris), at=NOON)
    assert company.get(address) == [404, 200, 200, 404]
    show_reply(ticket, said, by=actor(company.iris), at=NOON)
    assert company.get(address) == [200, 200, 200, 404]


def test_a_file_stays_that_its_uploader_shows_in_another_reply(company: Company) -> None:
    markdown, address = company.uploads()
    ticket = company.ticket()
    first, _second = (company.says(ticket, markdown, by=company.ana) for _ in range(2))
    hide_reply(ticket, first, by=actor(company.iris), at=NOON)
    assert company.get(address) == [200, 200, 200, 404]


def test_another_person_who_names_the_file_does_not_open_it_again(company: Company) -> None:
    markdown, address = company.uploads()
    ticket = company.ticket()
    said = company.says(ticket, markdown, by=company.ana)
    company.says(ticket, markdown, by=company.iris)
    hide_reply(ticket, said, by=actor(company.iris), at=NOON)
    assert company.get(address) == [404, 200, 200, 404]


def test_a_file_of_a_private_tickets_first_words_goes_with_them_alone(company: Company) -> None:
    (markdown, address), (later, later_address) = company.uploads(), company.uploads()
    request = PrivateRequest("My payslip", markdown, "", None, confidential=False)
    ticket = company.watched(open_private_ticket(request, by=actor(company.ana), at=NOON))
    company.says(ticket, later, by=company.ana)
    hide_opening(ticket, by=actor(company.iris), at=NOON)
    assert (company.get(address), company.get(later_address)) == ([404, 200, 200, 404], [200, 200, 200, 404])
    show_opening(ticket, by=actor(company.iris), at=NOON)
    assert company.get(address) == [200, 200, 200, 404]


def test_a_file_of_a_hidden_question_is_closed_in_its_ticket_too(company: Company) -> None:
    markdown, address = company.uploads()
    asked = session.get_one(Question, company.ticket(source=markdown).question_id)
    assert company.get(address) == [200, 200, 200, 200]
    hide_question(asked, by=actor(company.mo), at=NOON)
    assert company.get(address) == [404, 200, 200, 404]

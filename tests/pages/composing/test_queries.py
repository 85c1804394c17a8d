"""What stands below a composer costs no query until somebody opens it, however much is kept."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.saved_replies.actions import save_reply
from forum.saved_replies.queries import PICKED_FROM
from forum.saved_replies.rules import Draft, Scope
from forum.tickets.actions.make import make_ticket
from tests import posts
from tests.people import ana, iris

Browser = Callable[[Person], FlaskClient]
Queries = Callable[[], int]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def keep_many(owner: Person) -> None:
    """Forty saved replies more, each for a category of its own."""
    for number in range(40):
        draft = Draft(f"Reply {number}", "Hi,\n\nit is done.", category_id=posts.category(f"Place {number}").id)
        save_reply(draft, Scope(owner_id=owner.id), by=posts.actor(owner), at=posts.later(hours=0))


def cost(browser: FlaskClient, address: str, queries: Queries) -> int:
    browser.get(address)  # from here on the process keeps what rarely changes
    before = queries()
    assert browser.get(address).status_code == 200
    return queries() - before


def test_many_saved_replies_cost_pages_with_a_composer_nothing(client_of: Browser, queries: Queries) -> None:
    staff = iris()
    asked, browser = posts.question(ana(), posts.category()), client_of(staff)
    label = make_ticket(asked.id, by=posts.actor(staff), at=posts.later(hours=0)).ticket.label
    addresses = [f"/questions/{asked.id}/{asked.slug}", f"/tickets/{label}", f"/questions/{asked.id}/comments/new"]
    few = [cost(browser, address, queries) for address in addresses]
    keep_many(staff)
    assert [cost(browser, address, queries) for address in addresses] == few
    assert few[0] <= 10 and "Reply 7" not in browser.get(addresses[0]).text


@pytest.mark.parametrize("address", ["/saved-replies", "/saved-replies/pick?about=question:{id}"])
def test_lists_of_saved_replies_cost_the_same_however_many(client_of: Browser, queries: Queries, address: str) -> None:
    staff, asked = iris(), posts.question(ana(), posts.category())
    browser, address = client_of(staff), address.format(id=asked.id)
    few = cost(browser, address, queries)
    keep_many(staff)
    assert cost(browser, address, queries) == few
    if "pick" in address:
        assert browser.get(address).text.count("data-text=") == PICKED_FROM

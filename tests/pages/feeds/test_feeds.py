"""Feeds under a personal key."""

import re
from collections.abc import Callable
from datetime import datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person, PersonState
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def feed_of(browser: FlaskClient, query: str = "") -> str:
    """The path of this reader's feed, with a new key."""
    browser.post("/feeds/key")
    found = re.search(r'value="http://[^/]*(/feeds/[^"]*)"', browser.get(f"/feeds?{query}").text)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_feed_reader_needs_no_sign_in_but_the_key(client_of: Browser, client: FlaskClient) -> None:
    posts.question(ana(), title="Tabs & <spaces> in Excel", tags=("excel",))
    answer = client.get(feed_of(client_of(sam()), "tag=excel&show=unsolved"))
    assert answer.mimetype == "application/atom+xml"
    titles = [title.text for title in ElementTree.fromstring(answer.data).iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Tabs & <spaces> in Excel"]


def test_a_new_key_makes_the_old_address_worthless(client_of: Browser, client: FlaskClient) -> None:
    browser = client_of(sam())
    old = feed_of(browser)
    new = feed_of(browser)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    browser.post("/feeds/key/undo")
    assert client.get(new).status_code == 404


def test_a_feed_shows_what_its_person_may_read_now(client_of: Browser, client: FlaskClient) -> None:
    posts.question(iris(), posts.category("Inside", audience=Audience.STAFF), title="Secret merger plan")
    person = sam()
    feed = feed_of(client_of(person))
    assert "Secret merger" not in client.get(feed).text
    person.state = PersonState.DEACTIVATED
    assert client.get(feed).status_code == 404


@pytest.mark.parametrize("key", ["x", "None", "%00", "a" * 3000])
def test_a_guessed_key_opens_nothing(client: FlaskClient, key: str) -> None:
    assert client.get(f"/feeds/{key}/questions.atom").status_code == 404

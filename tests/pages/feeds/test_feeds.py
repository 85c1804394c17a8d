"""Feeds under a personal key."""

import re
from collections.abc import Callable
from datetime import datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person, PersonState
from forum.questions.actions import hide_question
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, iris, mo, sam

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
    assert titles == ["Tanya: Unsolved · #excel", "Tabs & <spaces> in Excel"]


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


def _parts(feed: str) -> dict[str, list[ElementTree.Element]]:
    """The elements of a feed by their name."""
    parts: dict[str, list[ElementTree.Element]] = {}
    for element in ElementTree.fromstring(feed).iter():
        parts.setdefault(element.tag.rpartition("}")[2], []).append(element)
    return parts


def _site(app: Tanya) -> str:
    return str(app.extensions["environment"].public_url)


def test_each_feed_says_where_it_is_itself(app: Tanya, client_of: Browser, client: FlaskClient) -> None:
    feed = feed_of(client_of(sam()), "show=unsolved&sort=newest")
    folder = feed.rpartition("/")[0]
    for path in (feed, f"{folder}/faq.atom", f"{folder}/known-issues.atom"):
        own = [link.get("href") for link in _parts(client.get(path).text)["link"] if link.get("rel") == "self"]
        assert own == [f"{_site(app)}{path}"]


def test_an_entry_has_the_words_with_addresses_that_lead_here_from_anywhere(
    app: Tanya, client_of: Browser, client: FlaskClient
) -> None:
    source = 'See [that](/questions/1), [this](https://example.org/x) and `<a href="/code">`, @sam.lee.'
    posts.question(ana(), source=source)
    (content,) = _parts(client.get(feed_of(client_of(sam()))).text)["content"]
    text = content.text or ""
    assert content.get("type") == "html"
    assert f'href="{_site(app)}/questions/1"' in text and f'href="{_site(app)}/people/sam.lee"' in text
    assert 'href="https://example.org/x"' in text and '&lt;a href="/code"' in text.replace('"&gt;', '"')


def test_a_question_out_of_sight_has_no_words_in_a_feed(client_of: Browser, client: FlaskClient) -> None:
    asked, moderator = posts.question(ana(), source="zebrafish everywhere"), mo()
    inside = posts.category("Inside", audience=Audience.STAFF)
    posts.question(iris(), inside, source="zebrafish inside")
    feed = feed_of(client_of(moderator))
    assert client.get(feed).text.count("zebrafish") == 2
    hide_question(asked, by=posts.actor(moderator), at=posts.NOON)
    session.commit()
    for reader, words in ((moderator, 1), (sam(), 0)):
        assert client.get(feed_of(client_of(reader))).text.count("zebrafish") == words


def test_a_feed_costs_the_same_however_long_it_is(
    client_of: Browser, client: FlaskClient, queries: Callable[[], int]
) -> None:
    asker = ana()
    feed, costs = feed_of(client_of(sam())), []
    for many in range(2):
        for number in range(4):
            posts.question(
                asker, title=f"Printer {many} {number} is blank again", at=posts.later(hours=many * 4 + number)
            )
        session.commit()
        before = queries()
        client.get(feed)
        costs.append(queries() - before)
    assert costs[0] == costs[1]

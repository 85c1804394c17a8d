"""Recent and saved searches on the page, and what is noted while pages are read."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.search import noted
from forum.search.models import SearchLogged
from forum.search.noted import write_waiting
from tests import posts
from tests.people import ana, ben, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> Iterator[None]:
    """The clock stands in all of these tests, and nothing of other tests waits."""
    noted._waiting.clear()
    yield
    noted._waiting.clear()


def logged() -> list[tuple[str, int, int | None]]:
    write_waiting()
    return [(row.typed, row.found, row.opened_id) for row in session.query(SearchLogged).order_by(SearchLogged.id)]


def test_a_search_and_the_thread_that_was_opened_are_noted(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(ana(), title="Zebra is silent")
    indexing()
    browser = client_of(sam())
    browser.get("/search?q=zebra")
    came_from = {"Referer": "http://localhost/search?q=zebra"}
    browser.get(f"/questions/{asked.id}/{asked.slug}", headers=came_from)
    assert logged() == [("zebra", 1, asked.id)]


@pytest.mark.parametrize(
    "before", ["http://elsewhere.example/search?q=zebra", "http://localhost/faq?q=zebra", "//[", ""]
)
def test_what_was_opened_from_elsewhere_is_not(client_of: Browser, indexing: Work, before: str) -> None:
    asked = posts.question(ana(), title="Zebra is silent")
    indexing()
    browser = client_of(sam())
    browser.get("/search?q=zebra")
    assert browser.get(f"/questions/{asked.id}/{asked.slug}", headers={"Referer": before}).status_code == 200
    assert logged() == [("zebra", 1, None)]


def test_recent_searches_are_offered_to_who_made_them_and_forgotten_at_will(client_of: Browser, indexing: Work) -> None:
    browser, other = client_of(ana()), client_of(ben())
    for typed in ("zebra", "vpn", "zebra", "<b>"):
        browser.get("/search", query_string={"q": typed})
    write_waiting()
    page = browser.get("/search").text
    assert page.count('href="/search?q=zebra"') == 1 and "&lt;b&gt;</a>" in page
    assert "zebra" not in other.get("/search").text
    other.post("/search/recent/removal")
    assert "zebra" in browser.get("/search").text
    browser.get("/search?q=cable")
    assert "Your recent searches are forgotten" in browser.post("/search/recent/removal", follow_redirects=True).text
    write_waiting()
    assert "Recent searches" not in browser.get("/search").text


def test_a_search_is_saved_told_of_and_removed(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Zebra is silent")
    indexing()
    browser, other = client_of(sam()), client_of(ben())
    assert "Save this search" in browser.get("/search?q=zebra+is:open").text
    answer = browser.post("/search/saved", data={"q": "zebra is:open"})
    assert answer.headers["Location"] == "/search?q=zebra+is%3Aopen"
    page = browser.get("/search").text
    assert 'href="/search?q=zebra%20is%3Aopen"' in page and "Tell me of new questions" in page
    browser.post("/search/saved/notices", data={"q": "zebra is:open", "there": "1"})
    assert "You hear of new questions" in browser.get("/search").text
    assert "zebra" not in other.get("/search").text
    other.post("/search/saved/removal", data={"q": "zebra is:open"})
    browser.post("/search/saved/notices/undo", data={"q": "zebra is:open"})
    assert "You hear of new questions" not in browser.get("/search").text
    browser.post("/search/saved/removal", data={"q": "zebra is:open"})
    assert "Saved searches" not in browser.get("/search").text


def test_an_empty_search_is_not_saved_and_says_so(client_of: Browser, indexing: Work) -> None:
    page = client_of(sam()).post("/search/saved", data={"q": " "}, follow_redirects=True).text
    assert "Type what you are looking for first." in page


def test_the_empty_page_says_what_saving_is_good_for(client_of: Browser, indexing: Work) -> None:
    assert "A saved search can tell you" in client_of(sam()).get("/search").text


def test_a_saved_search_whose_filter_names_nothing_any_more_says_so(client_of: Browser, indexing: Work) -> None:
    asker = ana()
    posts.question(asker, tags=("stripes",))
    browser = client_of(asker)
    for typed in ("zebra category:attic", "zebra is:striped", "zebra is:solved", "zebra tag:zoo", "tag:stripes"):
        browser.post("/search/saved", data={"q": typed})
    page = browser.get("/search").text
    assert page.count("There is no category “attic” that you can open.") == 1
    assert page.count("“is:striped” is no filter.") == 1
    assert page.count("has the tag “zoo”.") == page.count("has the tag") == 1
    assert page.count("is no") == 2


def test_whoever_finds_something_or_nothing_is_offered_to_hear_of_more(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Zebra is silent")
    indexing()
    browser = client_of(ben())
    for typed in ("zebra", "okapi"):
        page = browser.get(f"/search?q={typed}").text
        assert page.count('action="/search/saved/notices"') == 1
    assert "saved/notices" not in browser.get("/search?q=is:striped").text

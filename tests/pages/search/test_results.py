"""The page of results."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import accept_answer
from forum.kernel.db import is_sqlite
from forum.people.models import Person
from forum.questions.actions import mark_duplicate
from forum.search import place
from forum.search import queries as queries_of_search
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.search import engines

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def test_a_thread_is_found_with_marks_passage_and_asker(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(iris(), title="VPN asks twice", source="The <b>token</b> & the code are asked twice.")
    indexing()
    page = client_of(sam()).get("/search?q=token vpn").text
    assert f"/questions/{asked.id}/{asked.slug}" in page
    assert "<mark>VPN</mark> asks twice" in page
    assert "&lt;b&gt;<mark>token</mark>&lt;/b&gt; &amp; the code" in page
    assert "IT staff - Network" in page
    assert "answer by" not in page


def test_a_part_of_a_name_is_marked_only_where_nothing_else_is(client_of: Browser, indexing: Work) -> None:
    asker = iris()
    posts.question(asker, title="Portal is slow", source="The signs are clear: I sign in and wait.")
    posts.question(asker, title="Road signs", source="Which of them?")
    indexing()
    page = client_of(sam()).get("/search?q=sign in").text
    assert "The signs are clear: I <mark>sign in</mark> and wait." in page and "Road <mark>signs</mark>" in page


def test_a_thread_is_found_by_its_answers(client_of: Browser, indexing: Work) -> None:
    asked = posts.question(ana(), title="No sound")
    posts.answer(asked, ben(), source="Reinstall the Realtek driver.")
    indexing()
    assert "Reinstall the <mark>Realtek</mark>" in client_of(sam()).get("/search?q=realtek").text


def test_a_passage_of_an_answer_says_whose_it_is(client_of: Browser, indexing: Work) -> None:
    asker, staff, reader = ana(), iris(), client_of(sam())
    asked = posts.question(asker, title="No sound", source="---")  # a line: its body has no text
    posts.answer(asked, ben(), source="Turn the volume up.")
    best = posts.answer(asked, staff, source="Reinstall the Realtek driver.")
    indexing()
    (said,) = re.findall(r"from an answer by.*", reader.get("/search?q=realtek").text)
    assert "Iris Tan" in said
    assert "IT staff - Network" in said
    assert "Ben" in "".join(re.findall(r"from an answer by.*", reader.get("/search?q=volume").text))
    accept_answer(asked, best, by=posts.actor(asker), at=NOON)
    indexing()
    assert 'from the accepted answer by <a href="/people/iris.tan">' in reader.get("/search?q=realtek").text


def test_pages_follow_each_other_without_repeating(client_of: Browser, indexing: Work) -> None:
    asker = iris()
    for number in range(13):
        posts.question(asker, title=f"Scanner {number} is silent")
    indexing()
    first = client_of(sam()).get("/search?q=scanner").text
    assert first.count("<article") == 10
    address = first.split('href="/search?q=scanner&amp;after=')[1].split('"')[0]
    second = client_of(ben()).get(f"/search?q=scanner&after={address}").text
    assert second.count("<article") == 3


def test_the_last_page_that_is_shown_says_that_there_is_more(
    client_of: Browser, indexing: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries_of_search, "MOST_PAGES", 1)
    asker = iris()
    for number in range(11):
        posts.question(asker, title=f"Scanner {number} is silent")
    indexing()
    browser = client_of(sam())
    page = browser.get("/search?q=scanner").text
    assert "More is not shown" in page and 'rel="next"' not in page
    assert "More is not shown" not in browser.get('/search?q="scanner 3"').text


def test_a_closed_category_is_found_by_its_readers_only(client_of: Browser, indexing: Work) -> None:
    closed = posts.category("Secrets", audience=Audience.STAFF)
    staff = iris()
    posts.question(staff, closed, title="The xylophone password")
    indexing()
    assert "The <mark>xylophone</mark>" in client_of(staff).get("/search?q=xylophone").text
    outside = client_of(sam())
    assert "The <mark>" not in outside.get("/search?q=xylophone").text
    assert "xylophone" not in outside.get("/search?q=xylophome").text


def test_nothing_found_offers_the_spelling_that_exists_and_asking(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Projector shows no picture")
    indexing()
    page = client_of(sam()).get("/search?q=projecter is:solved").text
    assert 'href="/search?q=projector%20is%3Asolved"' in page
    assert '/questions/new?title=projecter"' in page


def test_what_a_word_like_it_finds_is_shown_and_its_spelling_offered(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Projector shows no picture")
    indexing()
    browser = client_of(sam())
    page = browser.get("/search?q=projecter picture").text
    assert "<mark>Projector</mark> shows no" in page and 'href="/search?q=projector%20picture"' in page
    assert "Did you mean" not in browser.get("/search?q=projector picture").text


def test_duplicates_that_stand_with_their_original_are_counted_apart(client_of: Browser, indexing: Work) -> None:
    staff = iris()
    original, again = (posts.question(staff, title=f"Quagga {number} stripes") for number in (1, 2))
    mark_duplicate(again, original, by=posts.actor(staff), at=NOON)
    indexing()
    browser = client_of(sam())
    page = browser.get("/search?q=quagga").text
    assert "2 questions found" in page and "1 of them is a duplicate" in page
    assert page.count("<article") == 1
    assert "of them is a duplicate" not in browser.get("/search?q=quagga is:duplicate").text


def test_nothing_found_says_what_was_left_out(client_of: Browser, indexing: Work) -> None:
    page = client_of(sam()).get("/search?q=how to frobnicate is:solved").text
    assert "Left out, since nearly every text has them: how, to" in page
    assert 'href="/search?q=how%20to%20frobnicate"' in page


def test_without_an_index_titles_are_searched_and_the_page_says_so(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Keyboard types twice")
    engines.harm(place.index(), "current gone" if is_sqlite() else "form gone")
    page = client_of(sam()).get("/search?q=keyboard").text
    assert "search index cannot be used right now" in page
    assert "<mark>Keyboard</mark> types twice" in page


def test_a_wrong_filter_is_explained(client_of: Browser, indexing: Work) -> None:
    page = client_of(sam()).get("/search?q=is:broken printer").text
    assert "“is:broken” is no filter." in page


def test_the_part_for_the_ask_form_lists_threads_like_the_title(client_of: Browser, indexing: Work) -> None:
    posts.question(ana(), title="Printer on floor 3 prints blank pages")
    posts.question(ana_again := ben(), title="Leave portal is slow")
    indexing()
    part = client_of(ana_again).get("/search/similar?title=printers print blank page").text
    assert "on floor 3" in part and "<mark>Printer</mark>" in part
    assert "Leave portal" not in part


@pytest.mark.parametrize(
    "typed", ["", "*", '"', "\0", "-", "OR OR", "tag:", "-is:solved", "(a|b)+$", "‮olleh", "x" * 3000]
)  # fmt: skip
def test_whatever_is_typed_is_answered(client_of: Browser, indexing: Work, typed: str) -> None:
    assert client_of(sam()).get("/search", query_string={"q": typed}).status_code == 200


def test_no_search_field_takes_more_than_an_address_can_carry(client_of: Browser) -> None:
    browser = client_of(sam())
    pages = "".join(browser.get(path).text for path in ("/", "/search", "/faq", "/faq/search?q=printer"))
    fields = re.findall(r'<input[^>]* name="q" type="search"[^>]*>', pages)
    assert len(fields) >= 6 and all('maxlength="800"' in field for field in fields)


def test_a_forged_cursor_is_refused(client_of: Browser, indexing: Work) -> None:
    assert client_of(sam()).get("/search?q=a&after=forged").status_code == 422


def test_queries_stay_the_same_however_many_are_found(
    client_of: Browser, indexing: Work, queries: Callable[[], int]
) -> None:
    asker, counts = iris(), []
    browser = client_of(sam())
    for wanted in (1, 9):
        for number in range(wanted):
            posts.question(asker, title=f"Scanner {wanted}.{number} is silent")
        indexing()
        browser.get("/search?q=scanner")  # from here on the process keeps what rarely changes
        before = queries()
        assert browser.get("/search?q=scanner").status_code == 200
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 7


def test_proposing_a_spelling_takes_one_query_however_many_words(
    client_of: Browser, indexing: Work, queries: Callable[[], int]
) -> None:
    posts.question(ana(), title="Projector keyboard scanner monitor")
    indexing()
    browser, counts = client_of(sam()), []
    browser.get("/menu")  # from here on the process keeps what rarely changes
    for typed in ("projecter keybaord scaner monitr", "projecter keybaord scaner monitr projctor keybord"):
        before = queries()
        assert "Did you mean" in browser.get("/search", query_string={"q": typed}).text
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 7

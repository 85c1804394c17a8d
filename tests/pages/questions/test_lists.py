"""Lists: filters combine in the address, pages follow by keyset, empty ones teach."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.kernel import clock
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import hold_question
from forum.questions.queries.lists import PAGE
from tests import posts
from tests.people import ana, ben, iris, mo, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def titles(page: str) -> list[str]:
    """The titles of a list's rows, in order."""
    return re.findall(r'<h2 class="title"><a href="[^"]*">([^<]*)</a>', page)


def older(page: str) -> str:
    """The address of the next page; empty on the last."""
    found = re.search(r'href="([^"]*)" rel="next"', page)
    return found[1].replace("&amp;", "&") if found else ""


def ask(number: int, by: Person, **facts: object) -> None:
    posts.question(by, title=f"Question number {number:03}", at=posts.later(minutes=number), **facts)


def test_rows_stand_newest_first_with_what_one_needs_to_choose(client_of: Browser) -> None:
    asker = iris()
    ask(1, asker, tags=("printer",))
    ask(2, asker)
    page = client_of(sam()).get("/questions?sort=newest").text
    assert titles(page) == ["Question number 002", "Question number 001"]
    for words in ("No answer yet", "Iris Tan", "IT staff - Network", 'href="/tags/printer"', "Hardware"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("show=unanswered", ["lonely"]),
        ("show=unsolved", ["tried", "lonely"]),
        ("solved=1", ["solved"]),
        ("staff=1", ["solved"]),
        ("solved=1&tag=vpn", []),
        ("category=hardware&tag=vpn&show=unsolved", ["lonely"]),
        ("sort=score", ["tried", "lonely", "solved"]),
        ("sort=affected", ["lonely", "tried", "solved"]),
    ],
)
def test_filters_combine(client_of: Browser, query: str, expected: list[str]) -> None:
    arrange_three(client_of)
    assert [title.split()[-1] for title in titles(client_of(sam()).get(f"/questions?{query}").text)] == expected


def arrange_three(client_of: Browser) -> None:
    """A solved one answered by staff, one that was tried and is helpful, a lonely one that affects somebody."""
    asker, helper = ana(), ben()
    solved = posts.question(asker, title="One that is solved")
    tried = posts.question(asker, title="One that was tried", at=posts.later(minutes=1))
    lonely = posts.question(asker, title="One that is lonely", tags=("vpn",), at=posts.later(minutes=2))
    answer = posts.answer(solved, iris(), at=posts.later(minutes=3))
    posts.answer(tried, helper, at=posts.later(minutes=4))
    client_of(asker).post(f"/answers/{answer.id}/acceptance")
    client_of(helper).post(f"/questions/{tried.id}/vote")
    client_of(helper).post(f"/questions/{lonely.id}/affected")


@pytest.mark.parametrize("query", ["", "show=mine", "show=following", "show=unsolved", "solved=1", "staff=1&tag=vpn"])
def test_a_filter_has_the_number_of_the_list_that_it_leads_to(client_of: Browser, query: str) -> None:
    arrange_three(client_of)
    browser = client_of(mohan := mo())
    posts.question(mohan, title="One that is his")
    page = browser.get(f"/questions?{query}").text.replace("&amp;", "&")
    said = dict(re.findall(r'class="chip" href="([^"]*)">[^<]* <span class="count">(\d+)', page))
    assert said and said == {address: str(len(titles(browser.get(address).text))) for address in said}


def test_a_filter_that_is_on_can_be_removed(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn",))
    page = client_of(sam()).get("/questions?tag=vpn&solved=1&sort=newest").text
    assert 'href="/questions?sort=newest&amp;solved=1"' in page
    assert 'href="/questions?sort=newest&amp;tag=vpn"' in page


def test_mine_following_and_kept_are_the_readers_own(client_of: Browser) -> None:
    asker, other = ana(), sam()
    question = posts.question(asker)
    client_of(other).post(f"/questions/{question.id}/bookmark")
    for who, show, count in ((asker, "mine", 1), (other, "mine", 0), (asker, "following", 1), (other, "bookmarks", 1)):
        assert len(titles(client_of(who).get(f"/questions?show={show}").text)) == count


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("", "/questions"),
        ("?show=mine", "/questions?show=mine"),
        ("?show=bookmarks", "/questions"),
        ("?show=a", "/questions"),
    ],
)
def test_the_rail_marks_the_list_that_is_open(client_of: Browser, query: str, place: str) -> None:
    rail = client_of(ana()).get("/questions" + query).text.partition('class="rail"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)" aria-current="page"', rail) == [place]


@pytest.mark.parametrize("sort", ["active", "newest", "affected", "score"])
def test_pages_miss_and_repeat_nothing_while_people_post(client_of: Browser, sort: str) -> None:
    asker, browser = iris(), client_of(sam())
    for number in range(PAGE + 5):
        ask(number, asker)
    first = browser.get(f"/questions?sort={sort}").text
    ask(900, asker)
    second = browser.get(older(first)).text
    assert sorted(titles(first) + titles(second)) == [f"Question number {number:03}" for number in range(PAGE + 5)]
    assert older(second) == ""


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/questions?solved=1&after=forged&show=mine", "/questions?solved=1&amp;show=mine"),
        ("/questions?after=forged", "/questions"),
        ("/questions?sort=random", "/questions"),
    ],
)
def test_a_list_that_cannot_be_shown_leads_to_its_beginning(client_of: Browser, asked: str, leads_to: str) -> None:
    posts.question(person := ana())
    answer = client_of(person).get(asked)
    assert answer.status_code == 422 and f'href="{leads_to}">Start again</a>' in answer.text


def test_a_question_of_one_word_is_read_at_its_own_address(client_of: Browser) -> None:
    posts.question(ana(), title="Known issue")
    browser = client_of(sam())
    address = re.findall(r'<h2 class="title"><a href="([^"]*)"', browser.get("/questions").text)[0]
    assert "Known issue</h1>" in browser.get(address).text


def test_a_chosen_order_stays_when_a_filter_comes_or_goes(client_of: Browser) -> None:
    ask(1, ana())
    browser = client_of(sam())
    assert 'href="/questions?show=unanswered&amp;sort=affected"' in browser.get("/questions?sort=affected").text
    assert 'href="/questions?sort=affected"' in browser.get("/questions?sort=affected&show=unanswered").text
    usual = browser.get("/questions").text
    assert 'href="/questions?show=unanswered"' in usual
    assert 'class="chip" href="/questions" aria-current' in browser.get("/questions?show=unanswered").text


@pytest.mark.parametrize("show", ["mine", "following", "bookmarks"])
def test_a_filter_that_leaves_nothing_of_ones_own_list_does_not_say_that_there_is_nothing(
    client_of: Browser, show: str
) -> None:
    asker = ana()
    ask(1, asker)
    page = client_of(asker).get(f"/questions?show={show}&solved=1").text
    assert "No question fits these filters" in page and "Remove a filter above" in page


def test_an_empty_category_asks_for_its_first_question(client_of: Browser) -> None:
    place, browser = posts.category("Scanners"), client_of(sam())
    for address in ("/categories/scanners", "/questions?category=scanners"):
        page = browser.get(address).text
        assert "Nobody has asked here yet" in page and page.count('href="/questions/new?category=scanners"') == 2
    place.archived_at = clock.now()
    session.commit()
    for address in ("/categories/scanners", "/questions?category=scanners"):
        assert 'href="/questions/new?category' not in browser.get(address).text


@pytest.mark.parametrize("query", ["sort=random", "show=everything", "after=forged", "after=" + "A" * 5000])
def test_what_no_list_knows_is_told_so(client_of: Browser, query: str) -> None:
    answer = client_of(sam()).get(f"/questions?{query}")
    assert answer.status_code == 422
    assert "Start again" in answer.text


@pytest.mark.parametrize(("of", "sort"), [("score", "newest"), ("newest", "active")])
def test_a_cursor_of_another_order_is_refused(client_of: Browser, of: str, sort: str) -> None:
    asker, browser = iris(), client_of(sam())
    for number in range(PAGE + 1):
        ask(number, asker)
    cursor = older(browser.get(f"/questions?sort={of}").text).partition("after=")[2]
    asked = [browser.get(f"/questions?sort={each}&after={cursor}").status_code for each in (sort, of)]
    assert asked == [422, 200]


@pytest.mark.parametrize("query", ["category=none", "tag=none"])
def test_an_unknown_category_or_tag_is_not_found(client_of: Browser, query: str) -> None:
    assert client_of(sam()).get(f"/questions?{query}").status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Ask the first question"), ("show=mine", "You have not asked yet"), ("solved=1", "Remove a filter")],
)
def test_an_empty_list_says_why_and_what_to_do(client_of: Browser, query: str, words: str) -> None:
    posts.category("Hardware")
    session.commit()
    assert words in client_of(sam()).get(f"/questions?{query}").text


def test_a_list_costs_seven_queries_at_most(client_of: Browser, queries: Callable[[], int]) -> None:
    asker, browser = iris(), client_of(sam())
    counts = []
    for wanted in (1, PAGE):
        for number in range(wanted):
            ask(number, asker, tags=("vpn",))
        session.commit()
        browser.get("/menu")  # from here on the process keeps what rarely changes
        before = queries()
        assert browser.get("/questions?category=hardware&tag=vpn&sort=newest").status_code == 200
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 7


def test_times_are_words_with_the_exact_moment_behind(client_of: Browser, noon: datetime) -> None:
    posts.question(ana())
    session.commit()
    with clock.standing(noon + timedelta(hours=3)):
        page = client_of(sam()).get("/questions").text
    assert 'title="Thursday, 5 March 2026, 12:00">3 hours ago</time>' in page


def test_what_waits_for_a_moderator_stands_in_its_askers_own_list_alone(client_of: Browser) -> None:
    asker = ana()
    hold_question(posts.question(asker), reason="", by=posts.actor(iris()), at=posts.later())
    own = client_of(asker).get("/questions?show=mine").text
    assert titles(own) == [posts.TITLE] and "Waits for a moderator" in own
    assert "Waits for a moderator" in client_of(asker).get("/").text
    for address in ("/questions", "/questions?show=unanswered", "/questions?show=following"):
        assert titles(client_of(asker).get(address).text) == []
    assert titles(client_of(sam()).get("/questions").text) == []

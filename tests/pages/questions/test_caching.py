"""304 where nothing has changed for this reader, and never where something has."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.actions.profile import ProfileChange, change_profile, remove_photo
from forum.accounts.actions.roles import grant_role
from forum.accounts.roles import Role
from forum.accounts.settings import SITE_NAME
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.people.models import Person
from forum.questions.models import Question
from forum.topics.actions.categories import CategoryDraft, edit_category
from forum.topics.models import Category
from tests import posts
from tests.knowledge.issues import opened
from tests.people import admin, ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


class Reader:
    """A browser that remembers the page of one question."""

    def __init__(self, browser: FlaskClient, question: Question) -> None:
        self._browser, self._place = browser, f"/questions/{question.id}/{question.slug}"
        browser.get(self._place)  # the first page gives the form's token
        self._tag = browser.get(self._place).headers["ETag"]

    def has_the_same(self, query: str = "") -> bool:
        """Whether the server says that the page is the one the browser has."""
        answer = self._browser.get(self._place + query, headers={"If-None-Match": self._tag})
        return answer.status_code == 304


def test_an_unchanged_page_is_not_sent_again(client_of: Browser, queries: Callable[[], int]) -> None:
    reader = Reader(client_of(sam()), posts.question(ana()))
    before = queries()
    assert reader.has_the_same()
    assert queries() - before == 2


def test_an_answer_changes_the_page(client_of: Browser) -> None:
    question = posts.question(ana())
    reader = Reader(client_of(sam()), question)
    posts.answer(question, ben())
    assert not reader.has_the_same()


@pytest.mark.parametrize("act", ["vote", "affected", "follow", "bookmark"])
def test_ones_own_mark_changes_the_page(client_of: Browser, act: str) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    reader = Reader(browser, question)
    browser.post(f"/questions/{question.id}/{act}")
    assert not reader.has_the_same()


def test_a_claim_that_lapses_changes_the_page(client_of: Browser, noon: datetime) -> None:
    question = posts.question(ana())
    client_of(ben()).post(f"/questions/{question.id}/claim")
    reader = Reader(client_of(sam()), question)
    with clock.standing(noon + timedelta(minutes=20, seconds=1)):
        assert not reader.has_the_same()


def test_unread_notices_and_settings_change_the_page(client_of: Browser) -> None:
    question, person = posts.question(ana()), sam()
    reader = Reader(client_of(person), question)
    person.unread_count = 3
    assert not reader.has_the_same()
    reader = Reader(client_of(person), question)
    registry.store(SITE_NAME, "Ask us")
    assert not reader.has_the_same()


def test_another_name_of_the_category_changes_the_page(client_of: Browser, noon: datetime) -> None:
    question = posts.question(ana())
    reader = Reader(client_of(sam()), question)
    place = session.get_one(Category, question.category_id)
    edit_category(place, CategoryDraft("Devices"), by=posts.actor(admin()), at=noon)
    assert not reader.has_the_same()


@pytest.mark.parametrize("act", ["name", "department", "badge", "photo"])
def test_what_is_shown_of_who_answered_changes_the_page(client_of: Browser, noon: datetime, act: str) -> None:
    question, person = posts.question(ana()), ben()
    posts.answer(question, person)
    reader = Reader(client_of(sam()), question)
    assert reader.has_the_same()
    _is_another(person, act, noon)
    assert not reader.has_the_same()


def _is_another(person: Person, act: str, at: datetime) -> None:
    if act == "badge":
        grant_role(person, Role.IT_STAFF, by=posts.actor(admin()), at=at)
    elif act == "photo":
        remove_photo(person)
    else:
        said = dict.fromkeys(("title", "department", "location", "languages", "about", "about_html"), "")
        said |= {"name": person.name, "handle": person.handle, act: "Ben Ngan"}
        change_profile(person, ProfileChange(**said), at=at)


def test_putting_away_the_line_above_changes_the_page(client_of: Browser) -> None:
    issue, browser = opened(iris(), is_major=True), client_of(sam())
    reader = Reader(browser, posts.question(ana()))
    browser.post(f"/known-issues/{issue.id}/dismissal", data={"next": "/"})
    assert not reader.has_the_same()


def test_another_order_is_another_page(client_of: Browser) -> None:
    assert not Reader(client_of(sam()), posts.question(ana())).has_the_same("?order=newest")


def test_another_reader_never_gets_the_page_of_the_first(client_of: Browser) -> None:
    question = posts.question(ana())
    reader = Reader(client_of(sam()), question)
    reader._browser = client_of(iris())
    assert not reader.has_the_same()

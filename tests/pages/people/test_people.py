"""A person's page: who it is, and what he has answered and asked as far as the reader may know."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import accept_answer
from forum.people.models import Person, PersonState
from forum.questions.models import Visibility
from forum.questions.queries.people import MOST
from forum.topics.models import Audience
from tests import posts
from tests.people import admin, ana, ben, iris, make_person, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def test_what_somebody_has_answered_stands_on_his_page(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker, title="VPN asks twice for the code")
    given = posts.answer(question, ben())
    accept_answer(question, given, by=posts.actor(asker), at=posts.later(hours=1))
    page = client_of(sam()).get("/people/ben.ong").text
    assert f'href="/answers/{given.id}">VPN asks twice for the code' in page
    assert "Accepted answer" in page


def test_answers_in_closed_places_or_out_of_sight_are_nobodys_business(client_of: Browser) -> None:
    staff, inside = iris(), posts.category("Inside", audience=Audience.STAFF)
    posts.answer(posts.question(staff, inside, title="The master key"), staff)
    posts.answer(posts.question(ana(), title="A hidden matter"), staff).visibility = Visibility.HIDDEN
    page = client_of(sam()).get("/people/iris.tan").text
    assert "The master key" not in page and "A hidden matter" not in page


def test_all_answers_are_reached_page_by_page(client_of: Browser) -> None:
    author, asker, browser = ben(), iris(), client_of(sam())
    titles = [f"Matter {number:02}" for number in range(23)]
    for number, title in enumerate(titles):
        at = posts.later(hours=number)
        posts.answer(posts.question(asker, title=title, at=at), author, at=at)
    address, seen = "/people/ben.ong", list[str]()
    while address:
        page = browser.get(address).text
        assert ("Newest answers" in page) is (not seen)
        assert ("has not asked anything" in page) is (not seen)
        seen += re.findall(r">(Matter \d\d)<", page)
        older = re.search(r'href="(/people/ben\.ong\?after=[^"]+)" rel="next"', page)
        address = older[1] if older else ""
    assert seen == titles[::-1]


def test_a_place_among_somebody_elses_answers_leads_to_the_beginning(client_of: Browser) -> None:
    author, asker, browser = ben(), iris(), client_of(sam())
    for number in range(11):
        posts.answer(posts.question(asker, title=f"Matter {number}"), author, at=posts.later(hours=number))
    page = browser.get("/people/ben.ong").text
    place = page.partition("/people/ben.ong?after=")[2].partition('"')[0]
    assert browser.get(f"/people/ben.ong?after={place}").status_code == 200
    answer = browser.get(f"/people/iris.tan?after={place}")
    assert answer.status_code == 422 and 'href="/people/iris.tan"' in answer.text


def test_who_has_asked_much_has_the_rest_in_the_search(client_of: Browser) -> None:
    asker, browser = iris(), client_of(sam())
    for number in range(MOST):
        posts.question(asker, title=f"Matter {number}", at=posts.later(hours=number))
    assert "All of them" not in browser.get("/people/iris.tan").text
    posts.question(asker, title="One more", at=posts.later(hours=MOST))
    assert 'href="/search?q=by%3Airis.tan"' in browser.get("/people/iris.tan").text


def test_administrators_reach_the_account_also_when_it_is_closed(client_of: Browser) -> None:
    make_person("Ana Lim", state=PersonState.DEACTIVATED)
    page = "/people/ana.lim"
    link = 'href="/admin/people/ana.lim"'
    assert link in client_of(admin()).get(page).text and link not in client_of(sam()).get(page).text


@pytest.mark.parametrize(("language", "name"), [("en", "former colleague"), ("ms", "bekas rakan sekerja")])
def test_a_former_colleague_is_one_in_the_readers_language(client_of: Browser, language: str, name: str) -> None:
    asked = posts.question(gone := make_person("former colleague"), title="VPN asks twice for the code")
    gone.state = PersonState.DEACTIVATED
    browser = client_of(make_person("Nurul Huda", language=language))
    for page in ("/people/former.colleague", "/questions", f"/questions/{asked.id}/{asked.slug}"):
        assert f">{name}<" in browser.get(page).text, page

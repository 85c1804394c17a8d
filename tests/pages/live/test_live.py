"""The poll of an open page, and completion of names."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Visibility
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, ben, iris, make_person, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def test_nothing_new_costs_two_queries(client_of: Browser, queries: Callable[[], int]) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    session.refresh(question)
    before = queries()
    assert browser.get(f"/live?thread={question.id}&since={question.version}").json == {"unread": 0}
    assert queries() - before == 2


def test_a_new_answer_announces_itself(client_of: Browser) -> None:
    question = posts.question(ana())
    first = posts.answer(question, ben())
    posts.answer(question, iris())
    news = client_of(sam()).get(f"/live?thread={question.id}&since=1&answer={first.id}").json
    assert "1 new answer, show" in news["announcement"]
    session.refresh(question)
    assert news["version"] == question.version


def test_a_colleagues_comment_announces_itself(client_of: Browser) -> None:
    question, reader, colleague = posts.question(ana()), sam(), ben()
    first = posts.comment(question, colleague)
    posts.comment(question, reader)
    last = posts.comment(question, colleague)
    news = client_of(reader).get(f"/live?thread={question.id}&since=1&comment={first.id}").json
    assert "1 new comment, show" in news["announcement"] and f"/comments/{last.id}" in news["announcement"]


def test_what_is_hidden_from_others_is_no_news_to_staff(client_of: Browser) -> None:
    question, colleague = posts.question(ana()), ben()
    posts.answer(question, colleague).visibility = Visibility.HIDDEN
    posts.comment(question, colleague).visibility = Visibility.HIDDEN
    session.flush()
    assert client_of(iris()).get(f"/live?thread={question.id}&since=1").json["announcement"] == ""


def test_a_claim_shows_in_an_open_page(client_of: Browser) -> None:
    question = posts.question(ana())
    client_of(ben()).post(f"/questions/{question.id}/claim")
    news = client_of(sam()).get(f"/live?thread={question.id}&since=1").json
    assert "Ben Ong is on it" in news["parts"]["banners"]


def test_unread_notices_come_along(client_of: Browser) -> None:
    person = sam()
    person.unread_count = 4
    assert client_of(person).get("/live").json == {"unread": 4}


@pytest.mark.parametrize("thread", ["x", "-1", "9" * 40, "", "0"])
def test_a_forged_thread_is_none(client_of: Browser, thread: str) -> None:
    assert client_of(sam()).get(f"/live?thread={thread}&since=1").json == {"unread": 0}


def test_a_closed_thread_does_not_exist_outside(client_of: Browser) -> None:
    question = posts.question(iris(), posts.category("Inside", audience=Audience.STAFF))
    assert client_of(sam()).get(f"/live?thread={question.id}&since=0").status_code == 404


def test_the_poll_is_for_people_who_are_signed_in(client: FlaskClient) -> None:
    assert client.get("/live").status_code == 302


def test_names_complete_as_one_types(client_of: Browser) -> None:
    browser = client_of(ana())
    make_person("Anand Rao")
    found = browser.get("/complete/people?q=An").json["people"]
    assert found == [{"handle": "ana.lim", "name": "Ana Lim"}, {"handle": "anand.rao", "name": "Anand Rao"}]
    assert browser.get("/complete/people?q=%").json == {"people": []}
    assert browser.get("/complete/people?q=").json == {"people": []}

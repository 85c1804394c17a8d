"""What is kept of answers and rows between requests is never stale."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.answers.models import Answer
from forum.kernel import clock
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from tests import posts
from tests.people import ana, ben, iris, make_person, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def page(browser: FlaskClient, question: Question) -> str:
    """The question's page as the server makes it now."""
    return browser.get(f"/questions/{question.id}/{question.slug}").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("html", "<p>Another way.</p>", "Another way."),
        ("score", 41, '<span class="score">41</span>'),
        ("failed_count", 13, '<span class="score">13</span>'),
        ("by_staff", True, "of-staff"),
        ("edited_at", posts.later(minutes=-1), "/revisions"),
    ],
)
def test_every_column_of_an_answer_shows_at_once(client_of: Browser, field: str, value: object, words: str) -> None:
    question = posts.question(ana())
    answer, browser = posts.answer(question, ben()), client_of(sam())
    assert words not in page(browser, question)
    setattr(session.get_one(Answer, answer.id), field, value)
    assert words in page(browser, question)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Benjamin Ong"), ("badge", "Servers"), ("handle", "benjamin"), ("photo", "/files/x/photo.jpg")],
)
def test_what_is_known_of_the_author_shows_at_once(client_of: Browser, field: str, value: str) -> None:
    question, author, browser = posts.question(ana()), iris(), client_of(sam())
    posts.answer(question, author)
    assert value not in page(browser, question)
    setattr(author, field, value)
    assert value in page(browser, question)


def test_time_goes_on(client_of: Browser, noon: datetime) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    posts.answer(question, ben())
    assert "just now</time></a>" in page(browser, question)
    with clock.standing(noon + timedelta(minutes=7)):
        assert "7 minutes ago</time></a>" in page(browser, question)


def test_each_reader_sees_his_own_marks_and_buttons(client_of: Browser) -> None:
    question, author = posts.question(ana()), ben()
    answer = posts.answer(question, author)
    edit = f'href="/answers/{answer.id}/edit"'
    client_of(sam()).post(f"/answers/{answer.id}/vote", data={"value": "1"})
    assert edit in page(client_of(author), question)
    assert edit in page(client_of(iris()), question)
    assert edit not in page(client_of(make_person("Rosli Ahmad")), question)


def test_readers_with_the_same_rights_see_each_his_own_vote(client_of: Browser) -> None:
    question, voter, other = posts.question(ana()), sam(), make_person("Rosli Ahmad")
    answer = posts.answer(question, ben())
    undo = f'formaction="/answers/{answer.id}/vote/undo"'
    client_of(voter).post(f"/answers/{answer.id}/vote", data={"value": "1"})
    for _ in range(2):
        assert undo in page(client_of(voter), question)
        assert undo not in page(client_of(other), question)


def test_staff_may_accept_once_the_days_are_over(client_of: Browser, noon: datetime) -> None:
    question, browser = posts.question(ana()), client_of(iris())
    answer = posts.answer(question, ben())
    accept = f'formaction="/answers/{answer.id}/acceptance"'
    assert accept not in page(browser, question)
    with clock.standing(noon + timedelta(days=40)):
        assert accept in page(browser, question)


def test_a_new_comment_shows_at_once(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    answer = posts.answer(question, ben())
    assert "Which model?" not in page(browser, question)
    posts.comment(question, iris(), on=answer)
    assert "Which model?" in page(browser, question)


def test_a_row_of_a_list_is_as_new_as_its_question(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    assert "No answer yet" in browser.get("/questions").text
    posts.answer(question, iris())
    assert "No answer yet" not in browser.get("/questions").text


def test_each_language_has_its_own(client_of: Browser) -> None:
    reader = sam()
    question = posts.question(ana())
    posts.answer(question, iris())
    english = page(client_of(reader), question)
    reader.language = "ms"
    assert page(client_of(reader), question) != english

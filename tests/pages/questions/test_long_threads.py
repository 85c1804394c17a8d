"""A thread of more answers than one page holds: every post is found under its permanent address."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session
from forum.pages.questions.thread import ANSWERS_A_PAGE
from forum.people.models import Person
from forum.questions.models import Question
from tests import posts
from tests.conftest import NOON, isolated, taken_back
from tests.people import ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(scope="module")
def thread(whole_app: Tanya) -> Iterator[tuple[Connection, int]]:
    """The id of Ana's question with two answers of Iris more than stand on a page, and the connection it stands on."""
    with isolated(whole_app) as connection:
        with clock.standing(NOON):
            question, helper = posts.question(ana()), iris()
            for number in range(ANSWERS_A_PAGE + 2):
                posts.answer(question, helper, at=posts.later(seconds=number), source=f"Answer number {number}.")
        yield connection, question.id


@pytest.fixture
def app(whole_app: Tanya, thread: tuple[Connection, int]) -> Iterator[Tanya]:
    """What a test does is taken back; the thread, which takes longer to write than to read, stays for the next."""
    with taken_back(thread[0]):
        yield whole_app


@pytest.fixture
def long(app: Tanya, thread: tuple[Connection, int], noon: datetime) -> Question:
    """The long thread."""
    return session.get_one(Question, thread[1])


def _arrived(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 302
    return answer.location


def test_an_answer_of_the_second_part_is_found_by_its_address(client_of: Browser, long: Question) -> None:
    writer, browser = sam(), client_of(ben())
    last = posts.answer(long, writer, at=posts.later(hours=1), source="The very last.")
    place = _arrived(browser, f"/answers/{last.id}")
    assert place.endswith(f"?order=oldest&part=2#answer-{last.id}")
    assert "The very last." in browser.get(place).text
    remark = posts.comment(long, writer, on=last)
    assert _arrived(browser, f"/comments/{remark.id}").endswith(f"?order=oldest&part=2#comment-{remark.id}")


def test_the_first_answer_stays_in_the_first_part(client_of: Browser, long: Question) -> None:
    browser = client_of(sam())
    page = browser.get(f"/questions/{long.id}/{long.slug}?order=oldest").text
    first = int(page.partition('id="answer-')[2].partition('"')[0])
    assert f"part=1#answer-{first}" in _arrived(browser, f"/answers/{first}")


def test_who_answers_is_led_to_what_he_wrote(client_of: Browser, long: Question) -> None:
    browser = client_of(sam())
    sent = browser.post(f"/questions/{long.id}/answers", data={"source": "One more way."})
    assert "One more way." in browser.get(sent.location, follow_redirects=True).text


@pytest.mark.parametrize("act", ["follow", "affected", "bookmark"])
def test_who_marks_a_long_thread_stays_in_it(client_of: Browser, long: Question, act: str) -> None:
    browser = client_of(sam())
    place = browser.post(f"/questions/{long.id}/{act}", data={"device": "laptop"}).location
    assert place.startswith(f"/questions/{long.id}/") and browser.get(place).status_code == 200


def test_who_votes_in_the_second_part_stays_there(client_of: Browser, long: Question) -> None:
    last, browser = posts.answer(long, sam(), at=posts.later(hours=1)), client_of(ben())
    voted = browser.post(f"/answers/{last.id}/vote", data={"value": "1"})
    assert _arrived(browser, voted.location).endswith(f"?order=oldest&part=2#answer-{last.id}")


def test_the_parts_lead_to_each_other(client_of: Browser, long: Question) -> None:
    browser, here = client_of(sam()), f"/questions/{long.id}/{long.slug}"
    assert "?order=best&amp;part=2#answers" in browser.get(here).text
    assert "?order=best&amp;part=1#answers" in browser.get(f"{here}?part=2").text


@pytest.mark.parametrize("part", [3, 99999])
def test_a_part_beyond_the_last_leads_to_the_last(client_of: Browser, long: Question, part: int) -> None:
    browser, here = client_of(sam()), f"/questions/{long.id}/{long.slug}"
    place = _arrived(browser, f"{here}?order=newest&part={part}")
    assert place.endswith(f"{here}?order=newest&part=2#answers") and "Answer number 0." in browser.get(place).text


def test_a_thread_without_answers_has_one_part(client_of: Browser, noon: datetime) -> None:
    question, browser = posts.question(sam()), client_of(ben())
    here = f"/questions/{question.id}/{question.slug}"
    assert _arrived(browser, f"{here}?part=2").endswith(f"{here}?part=1#answers")
    assert browser.get(f"{here}?part=1").status_code == 200


def test_an_open_page_is_told_nothing_of_what_stands_in_another_part(client_of: Browser, long: Question) -> None:
    browser = client_of(sam())
    page = browser.get(f"/questions/{long.id}/{long.slug}?order=oldest").text
    last = page.partition('data-answer="')[2].partition('"')[0]
    assert browser.get(f"/live?thread={long.id}&since=1&answer={last}").json["announcement"] == ""


@pytest.mark.parametrize("asked", ["order=bogus", "order=<b>", "part=0", "part=x", "part=999999", "part=-1"])
def test_an_order_or_a_part_that_cannot_be_is_refused_as_in_lists(
    client_of: Browser, noon: datetime, asked: str
) -> None:
    question, browser = posts.question(sam()), client_of(ben())
    answer = browser.get(f"/questions/{question.id}/{question.slug}?{asked}")
    assert answer.status_code == 422 and "Open the question without it." in answer.text

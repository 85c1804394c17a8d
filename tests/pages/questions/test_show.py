"""The question's page."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from tests import posts
from tests.people import ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def test_the_question_its_answers_and_comments_stand_on_the_page(client_of: Browser) -> None:
    question = posts.question(ana(), title="VPN asks twice for the code", source="Since **Monday**.")
    answer = posts.answer(question, iris(), source="Update the client.")
    posts.comment(question, ben(), on=answer)
    page = client_of(sam()).get(f"/questions/{question.id}/{question.slug}").text
    for words in ("VPN asks twice", "<strong>Monday</strong>", "Update the client.", "Which model?", "IT staff"):
        assert words in page


def test_an_old_address_leads_to_the_present_one(client_of: Browser) -> None:
    question = posts.question(ana())
    answer = client_of(sam()).get(f"/questions/{question.id}/old-title?order=newest")
    assert answer.status_code == 301
    assert answer.location == f"/questions/{question.id}/{question.slug}?order=newest"


def test_queries_stay_ten_however_long_the_thread(client_of: Browser, queries: Callable[[], int]) -> None:
    question, helper, browser = posts.question(ana()), iris(), client_of(sam())
    counts = []
    for wanted in (3, 50):
        while question.answer_count < wanted:
            posts.comment(question, helper, on=posts.answer(question, helper))
        before = queries()
        assert browser.get(f"/questions/{question.id}/{question.slug}").text.count('class="answer') == wanted
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 10

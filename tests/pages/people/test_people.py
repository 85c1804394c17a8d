"""A person's page: who it is, and what he has answered and asked as far as the reader may know."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import accept_answer
from forum.people.models import Person
from forum.questions.models import Visibility
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, ben, iris, sam

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

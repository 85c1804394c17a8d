"""The pages of a thread that is protected from newcomers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.kernel import clock
from forum.people.models import Person
from forum.questions.models import Question
from tests import posts
from tests.people import ana, ben, iris, mo

Browser = Callable[[Person], FlaskClient]
_WHY = "Many answers say only that they have it, too."


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def _protected(client_of: Browser, asker: Person) -> Question:
    question = posts.question(asker)
    client_of(mo()).post(f"/questions/{question.id}/protection", data={"reason": _WHY})
    return question


def _page(client: FlaskClient, question: Question) -> str:
    return client.get(f"/questions/{question.id}/{question.slug}").text


def test_everybody_reads_who_protected_it_and_why(client_of: Browser) -> None:
    page = _page(client_of(ben()), _protected(client_of, ana()))
    assert _WHY in page and "Protected by Mohan Pillai" in page


def test_a_newcomer_has_no_box_to_write_in_and_is_told_what_he_can_do(client_of: Browser) -> None:
    newcomer, question = client_of(ben()), _protected(client_of, ana())
    page = _page(newcomer, question)
    assert "Post your answer" not in page and "Ask a question of your own" in page


def test_an_answer_that_was_being_written_is_given_back_with_the_reason(client_of: Browser) -> None:
    newcomer, question = client_of(ben()), _protected(client_of, ana())
    answer = newcomer.post(f"/questions/{question.id}/answers", data={"source": "Turn the cartridge."})
    assert answer.status_code == 403
    assert "Turn the cartridge." in answer.text and "protected" in answer.text


def test_after_his_first_week_the_newcomer_finds_the_box(client_of: Browser, noon: datetime) -> None:
    newcomer, question = client_of(ben()), _protected(client_of, ana())
    _page(newcomer, question)
    with clock.standing(noon + timedelta(days=7)):
        assert "Post your answer" in _page(newcomer, question)


def test_without_a_reason_the_form_comes_back(client_of: Browser) -> None:
    moderator, question = client_of(mo()), posts.question(ana())
    answer = moderator.post(f"/questions/{question.id}/protection", data={"reason": " "})
    assert answer.status_code == 422 and "Say why." in answer.text


def test_lifting_it_takes_the_notice_away(client_of: Browser) -> None:
    question = _protected(client_of, ana())
    client_of(iris()).post(f"/questions/{question.id}/protection/undo")
    assert _WHY not in _page(client_of(ben()), question)

"""Hints above the composer, and after a question that the form has answered."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.intake.actions import FieldDraft, change_form
from forum.people.models import Person
from forum.questions.models import Question
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def page(client_of: Browser, reader: Person, asked: Question) -> str:
    return client_of(reader).get(f"/questions/{asked.id}/{asked.slug}").text


def test_three_posts_in_a_row_are_told_to_who_wrote_them(client_of: Browser) -> None:
    asked, writer, other = posts.question(ana()), ben(), iris()
    given = posts.answer(asked, writer)
    posts.comment(asked, writer)
    assert "last three posts" not in page(client_of, writer, asked)
    posts.comment(asked, writer, on=given)
    assert "last three posts" in page(client_of, writer, asked)
    assert "last three posts" not in page(client_of, other, asked)
    posts.comment(asked, other, at=NOON + timedelta(minutes=1))
    assert "last three posts" not in page(client_of, writer, asked)


def test_the_asker_is_not_sent_to_a_button_that_only_others_have(client_of: Browser) -> None:
    asked = posts.question(asker := ana())
    assert "above. Is your problem different" not in page(client_of, asker, asked)
    assert "Found the way out yourself?" in page(client_of, asker, asked)
    assert "above. Is your problem different" in page(client_of, ben(), asked)


@pytest.mark.parametrize(("days", "told"), [(179, False), (180, True), (400, True)])
def test_an_old_thread_says_so(client_of: Browser, days: int, told: bool) -> None:
    asked = posts.question(ana(), at=NOON - timedelta(days=days))
    assert ("Nothing has happened here for" in page(client_of, ben(), asked)) is told


def test_a_question_that_the_form_has_answered_is_told(client_of: Browser) -> None:
    place = posts.category()
    change_form(place.id, [FieldDraft("device", "Device", label_ms="Peranti")], by=posts.actor(admin()), at=NOON)
    asked = posts.question(ana(), place, fields={"device": "ThinkPad T14"})
    form = {"source": "Hi Ana, which device do you use?", "tone_kind": "answer", "tone_about": str(asked.id)}
    browser = client_of(ben())
    assert "Device: ThinkPad T14" in browser.post("/tone", data=form).text
    assert "Device" not in browser.post("/tone", data={**form, "tone_about": "999999"}).text

"""The question's page."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.actions.accept import accept_answer, accept_fix
from forum.intake.actions import FieldDraft, change_form
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import count_view
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.votes.actions import cast_vote
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, sam

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


def test_a_question_in_the_other_language_is_read_aloud_in_it(client_of: Browser) -> None:
    malay, english = (posts.question(by, language=spoken) for by, spoken in ((ana(), "ms"), (ben(), "en")))
    reader = client_of(sam())
    page = reader.get(f"/questions/{malay.id}/{malay.slug}").text
    assert f'<h1 lang="ms">{posts.TITLE}</h1>' in page and '<div class="prose" lang="ms">' in page
    assert f"<h1>{posts.TITLE}</h1>" in reader.get(f"/questions/{english.id}/{english.slug}").text


def test_a_fix_stands_below_the_askers_choice_and_names_its_ticket(client_of: Browser) -> None:
    question, helper = posts.question(asker := ana()), iris()
    popular, fix, chosen = (posts.answer(question, helper, source=words) for words in ("Popular", "The fix", "Chosen"))
    cast_vote(question, on=popular, by=posts.actor(ben()), at=NOON)
    accept_answer(question, chosen, by=posts.actor(asker), at=NOON)
    accept_fix(question, fix, label="IT-000007", by=posts.actor(helper), at=NOON)
    session.commit()
    page = client_of(asker).get(f"/questions/{question.id}/{question.slug}").text
    assert page.index("Chosen") < page.index("The fix from IT-000007") < page.index("Popular")


def test_no_line_below_a_comment_begins_with_a_dot(client_of: Browser) -> None:
    question = posts.question(asker := ana())
    posts.comment(question, iris(), on=posts.answer(question, ben()))
    page = client_of(asker).get(f"/questions/{question.id}/{question.slug}").text
    below = page.partition('<div class="comment"')[2].partition("</div></div>")[0]
    assert below.count("·") == below.count("&#8288;&nbsp;· ") == 2


def test_who_reads_on_two_days_is_one_colleague_and_two_views(client_of: Browser) -> None:
    question, reader = posts.question(ana()), sam()
    for day in (0, 1):
        count_view(question, by=posts.actor(reader), at=posts.later(days=day))
    page = client_of(reader).get(f"/questions/{question.id}/{question.slug}").text
    assert "2 views" in page and "colleagues" not in page.partition("</header>")[0]


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
        browser.get(f"/questions/{question.id}/{question.slug}")  # from here on the process keeps what rarely changes
        before = queries()
        assert browser.get(f"/questions/{question.id}/{question.slug}").text.count('class="answer') == wanted
        counts.append(queries() - before)
    assert counts[0] == counts[1] <= 10


def test_with_everything_on_it_the_page_costs_ten_queries_at_most(
    client_of: Browser, queries: Callable[[], int]
) -> None:
    asker, staff, reader = ana(), iris(), client_of(sam())
    question = full_question(client_of, asker, staff)
    reader.get(f"/questions/{question.id}/{question.slug}")
    before = queries()
    page = reader.get(f"/questions/{question.id}/{question.slug}").text
    assert queries() - before <= 10
    for words in ("IT-000001", "Ben Ong is on it", "LT-0042", "notes.txt", "Asked twice by mistake", "Which model?"):
        assert words in page


def full_question(client_of: Browser, asker: Person, staff: Person) -> Question:
    """A question with a field, a file, an answer with a comment, a duplicate, a ticket and a claim."""
    place = posts.category()
    change_form(place.id, [FieldDraft("device", "Device")], by=posts.actor(admin()), at=posts.NOON)
    sent = {
        "files": (BytesIO(b"words"), "notes.txt"),
        "title": posts.TITLE,
        "source": posts.BODY,
        "field-device": "LT-0042",
    }
    client_of(asker).post("/questions", data={**sent, "category": place.slug}, content_type="multipart/form-data")
    question = session.scalars(select(Question).where(unrestricted())).one()
    posts.comment(question, staff, on=posts.answer(question, staff))
    copy = posts.question(asker, place, title="Asked twice by mistake")
    client_of(staff).post(f"/questions/{copy.id}/duplicate", data={"original": f"{question.id}"})
    client_of(staff).post(f"/questions/{question.id}/ticket")
    client_of(ben()).post(f"/questions/{question.id}/claim")
    return question


def test_an_answer_that_was_removed_solves_nothing(client_of: Browser) -> None:
    asker, staff = ana(), iris()
    question = posts.question(asker)
    answer = posts.answer(question, asker)
    accept_answer(question, answer, by=posts.actor(asker), at=NOON)
    address = f"/questions/{question.id}/{question.slug}"
    assert "This solved it" in client_of(asker).get(address).text
    client_of(staff).post(f"/answers/{answer.id}/removal", data={"reason": "Wrong."})
    for reader in (asker, staff):
        page = client_of(reader).get(address).text
        assert "Removed by Iris Tan" in page and "This solved it" not in page

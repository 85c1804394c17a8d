"""Votes, acceptance, "affects me too", claims, following: one click each."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.kernel import clock
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from tests import posts
from tests.people import admin, ana, ben, iris, mo, sam

Browser = Callable[[Person], FlaskClient]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def fresh(question: Question) -> Question:
    session.refresh(question)
    return question


def test_a_vote_changes_its_part_and_can_be_taken_back(client_of: Browser) -> None:
    answer, browser = posts.answer(posts.question(ana()), ben()), client_of(sam())
    part = browser.post(f"/answers/{answer.id}/vote", data={"value": "-1"}, headers=HTMX).text
    assert 'aria-pressed="true">Did not work for me <span class="score">1</span>' in part
    part = browser.post(f"/answers/{answer.id}/vote/undo", headers=HTMX).text
    assert 'aria-pressed="true"' not in part


def test_helpful_counts_whom_it_helped_and_not_whom_it_failed(client_of: Browser) -> None:
    question = posts.question(ana())
    answer = posts.answer(question, ben())
    for who, value in ((iris(), "1"), (sam(), "-1"), (mo(), "-1")):
        client_of(who).post(f"/answers/{answer.id}/vote", data={"value": value})
    page = client_of(admin()).get(f"/questions/{question.id}/x", follow_redirects=True).text
    assert 'Helpful <span class="score">1</span>' in page and 'work for me <span class="score">2</span>' in page


def test_a_vote_without_javascript_leads_back_to_the_answer(client_of: Browser) -> None:
    question = posts.question(ana())
    answer = posts.answer(question, ben())
    done = client_of(sam()).post(f"/answers/{answer.id}/vote", data={"value": "1"})
    assert (done.status_code, done.location) == (303, f"/questions/{question.id}/{question.slug}#answer-{answer.id}")


@pytest.mark.parametrize(
    ("act", "place"),
    [("vote", "helpful"), ("affected", "affected"), ("follow", "follow"), ("mute", "follow"), ("bookmark", "follow")],
)
def test_a_mark_without_javascript_leads_back_to_its_button(client_of: Browser, act: str, place: str) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    undo = [f"{act}/undo"] if act != "mute" else []
    for each in (act, *undo):
        done = browser.post(f"/questions/{question.id}/{each}")
        assert done.location == f"/questions/{question.id}/{question.slug}#{place}"
        assert f'id="{place}"' in browser.get(done.location).text


def test_a_question_is_voted_helpful(client_of: Browser) -> None:
    question = posts.question(ana())
    client_of(sam()).post(f"/questions/{question.id}/vote")
    assert fresh(question).score == 1


@pytest.mark.parametrize("value", ["2", "0", "", "a" * 500, "-0", "1e9", "²"])
def test_an_unknown_vote_is_refused(client_of: Browser, value: str) -> None:
    answer = posts.answer(posts.question(ana()), ben())
    assert client_of(sam()).post(f"/answers/{answer.id}/vote", data={"value": value}).status_code == 422


def test_nobody_votes_for_himself(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker)
    assert client_of(asker).post(f"/questions/{question.id}/vote").status_code == 403


def test_the_asker_accepts_by_one_click_and_the_answer_stands_first(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker)
    posts.answer(question, ben(), source="First try.")
    answer = posts.answer(question, iris(), source="Second try.")
    page = client_of(asker).post(f"/answers/{answer.id}/acceptance", follow_redirects=True).text
    assert page.index("Second try.") < page.index("First try.")
    assert "says Ana Lim, " in page
    page = client_of(asker).post(f"/answers/{answer.id}/acceptance/undo", follow_redirects=True).text
    assert page.index("First try.") < page.index("Second try.")


def test_a_colleague_cannot_accept(client_of: Browser) -> None:
    answer = posts.answer(posts.question(ana()), ben())
    assert client_of(sam()).post(f"/answers/{answer.id}/acceptance").status_code == 403


def test_affects_me_too_is_one_click_without_a_page_change(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    part = browser.post(f"/questions/{question.id}/affected", headers=HTMX).text
    assert 'aria-pressed="true"' in part and '<span class="score">1</span>' in part
    assert fresh(question).affected_count == 1
    part = browser.post(f"/questions/{question.id}/affected/undo", headers=HTMX).text
    assert 'aria-pressed="false"' in part and "score" not in part


def test_who_was_affected_by_what_is_solved_is_promised_no_news(client_of: Browser) -> None:
    question, browser = posts.question(asker := ana()), client_of(sam())
    browser.post(f"/questions/{question.id}/affected")
    assert "You hear when it is solved" in browser.get(f"/questions/{question.id}/{question.slug}").text
    answer = posts.answer(question, ben())
    client_of(asker).post(f"/answers/{answer.id}/acceptance")
    assert "You hear when it is solved" not in browser.get(f"/questions/{question.id}/{question.slug}").text


def test_who_is_affected_is_for_staff(client_of: Browser) -> None:
    question, colleague = posts.question(ana()), sam()
    client_of(colleague).post(f"/questions/{question.id}/affected", data={"device": "LT-0042"})
    assert "LT-0042" in client_of(iris()).get(f"/questions/{question.id}/affected").text
    assert client_of(colleague).get(f"/questions/{question.id}/affected").status_code == 404


def test_a_claim_is_seen_by_all_until_it_lapses(client_of: Browser, noon: datetime) -> None:
    question, reader, helper = posts.question(ana()), client_of(sam()), client_of(ben())
    helper.post(f"/questions/{question.id}/claim")
    place = f"/questions/{question.id}/{question.slug}"
    page = reader.get(place).text
    assert "Ben Ong is on it" in page and ">12:20</time>" in page and ">12:20</time>" in helper.get(place).text
    with clock.standing(noon + timedelta(minutes=21)):
        assert "Ben Ong is on it" not in reader.get(place).text


def test_a_second_claim_is_told_who_is_on_it(client_of: Browser) -> None:
    question = posts.question(ana())
    client_of(ben()).post(f"/questions/{question.id}/claim")
    answer = client_of(sam()).post(f"/questions/{question.id}/claim")
    assert answer.status_code == 409
    assert "Ben Ong is on it already" in answer.text


def test_following_muting_and_keeping_change_their_part(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    acts = {"follow": "Following", "mute": "You hear nothing", "bookmark": "Kept", "bookmark/undo": "Keep for later"}
    for act, words in acts.items():
        assert words in browser.post(f"/questions/{question.id}/{act}", headers=HTMX).text


def test_a_reading_is_counted_once(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(sam())
    for _ in range(3):
        assert browser.post(f"/questions/{question.id}/view").status_code == 204
    assert fresh(question).view_count == 1


def test_what_is_not_there_cannot_be_marked(client_of: Browser) -> None:
    browser = client_of(sam())
    for place in (
        "/questions/999/vote",
        "/answers/999/vote",
        "/questions/999/affected",
        "/questions/9223372036854775808/vote",
    ):
        assert browser.post(place).status_code == 404

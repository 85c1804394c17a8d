"""The house rules are read by everybody, written by administrators, and accepted with the first post."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as all_answers
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from tests import posts
from tests.access.controls import controls
from tests.people import admin, ana, make_person, sam

Browser = Callable[[Person], FlaskClient]
RULES = {"source": "Be **kind**.", "source_ms": "Bersopanlah.", "reason": "shorter", "revision": "1"}
BOX = 'name="house_rules"'


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def nadia() -> Person:
    """Somebody who has never posted."""
    return make_person("Nadia Yusof", rules_accepted=0)


def count(table: type, unrestricted: Callable[[], object]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(unrestricted())) or 0  # type: ignore[arg-type]


def test_anybody_reads_them_but_not_who_changed_them(client: FlaskClient, client_of: Browser) -> None:
    assert "We help each other here" in client.get("/house-rules").text
    assert "Versions" not in client.get("/house-rules").text
    assert "as the forum came" in client_of(sam()).get("/house-rules").text


def test_an_administrator_changes_them_and_the_old_ones_stay(client_of: Browser) -> None:
    browser = client_of(admin())
    answer = browser.post("/admin/house-rules", data=RULES)
    assert (answer.status_code, answer.location) == (303, "/house-rules")
    page = browser.get("/house-rules").text
    assert "Be <strong>kind</strong>." in page and "Version 2" in page and "shorter" in page
    assert "We help each other here" in browser.get("/house-rules/1").text
    assert browser.get("/house-rules/3").status_code == 404


def test_nobody_else_changes_them(client_of: Browser) -> None:
    browser = client_of(sam())
    assert browser.get("/admin/house-rules").status_code == 403
    assert browser.post("/admin/house-rules", data=RULES).status_code == 403


def test_who_wrote_meanwhile_loses_nothing(client_of: Browser) -> None:
    browser = client_of(admin())
    browser.post("/admin/house-rules", data=RULES)
    answer = browser.post("/admin/house-rules", data={**RULES, "source": "Be brief."})
    assert answer.status_code == 409
    assert "Be brief." in answer.text and "Be **kind**." in answer.text and 'name="revision" value="2"' in answer.text


def test_what_only_another_changed_is_not_taken_back_by_who_changes_the_other_language(client_of: Browser) -> None:
    browser = client_of(admin())
    stood = controls(browser.get("/admin/house-rules").text)
    (english,), (malay,), (opened,) = stood["source"], stood["source_ms"], stood["opened"]
    browser.post("/admin/house-rules", data={"source": "Be kind.", "source_ms": malay, "revision": "1"})
    mine = {"source": english, "source_ms": "Bersopanlah.", "revision": "1", "opened": opened}
    back = browser.post("/admin/house-rules", data=mine)
    found = controls(back.text)
    assert back.status_code == 409 and "as it is now: In English" in back.text
    assert (found["source"], found["source_ms"]) == ({"Be kind."}, {"Bersopanlah."})
    again = {name: found[name].pop() for name in ("source", "source_ms", "revision", "opened")}
    assert browser.post("/admin/house-rules", data=again).status_code == 303
    page = browser.get("/house-rules").text
    assert "Be kind." in page and "Version 3" in page


def test_rules_without_words_are_refused(client_of: Browser) -> None:
    answer = client_of(admin()).post("/admin/house-rules", data={**RULES, "source": " "})
    assert answer.status_code == 422
    assert "Write the rules in English" in answer.text and "Bersopanlah." in answer.text


def test_a_first_question_asks_for_the_rules_and_keeps_every_word(client_of: Browser) -> None:
    posts.category()
    browser = client_of(nadia())
    words = {"title": posts.TITLE, "category": "hardware", "source": posts.BODY, "key": "k1"}
    assert BOX in browser.get("/questions/new").text
    answer = browser.post("/questions", data=words)
    assert answer.status_code == 422 and count(Question, unrestricted) == 0
    assert "tick the box" in answer.text and posts.BODY in answer.text
    assert browser.post("/questions", data={**words, "house_rules": "1"}).status_code == 303
    assert BOX not in browser.get("/questions/new").text


def test_a_first_answer_asks_for_them(client_of: Browser) -> None:
    asked = posts.question(ana(), posts.category())
    browser, address = client_of(nadia()), f"/questions/{asked.id}/answers"
    assert BOX in browser.get(f"/questions/{asked.id}/{asked.slug}").text
    answer = browser.post(address, data={"source": "Turn it off and on.", "key": "k1"})
    assert answer.status_code == 422 and "Turn it off and on." in answer.text and BOX in answer.text
    assert answer.text.count("Please tick the box.") == 1 and f'{BOX} value="1" autofocus' in answer.text
    assert browser.post(address, data={"source": "Turn it off.", "key": "k1", "house_rules": "1"}).status_code == 303
    assert count(Answer, all_answers) == 1
    assert BOX not in browser.get(f"/questions/{asked.id}/{asked.slug}").text


def test_a_first_comment_asks_for_them(client_of: Browser) -> None:
    asked = posts.question(ana(), posts.category())
    browser, address = client_of(nadia()), f"/questions/{asked.id}/comments"
    assert BOX in browser.get(f"{address}/new").text
    assert browser.post(address, data={"source": "Which printer?", "key": "k1"}).status_code == 422
    assert browser.post(address, data={"source": "Which one?", "key": "k1", "house_rules": "1"}).status_code == 303
    assert session.scalar(select(func.count()).select_from(Comment).where(all_answers())) == 1


def test_rules_that_ask_again_are_accepted_anew(client_of: Browser) -> None:
    posts.category()
    browser = client_of(ana())
    assert BOX not in browser.get("/questions/new").text
    client_of(admin()).post("/admin/house-rules", data={**RULES, "asks_again": "1"})
    assert BOX in browser.get("/questions/new").text


def test_they_are_linked_from_every_page_and_from_the_ladder(client_of: Browser) -> None:
    browser = client_of(ana())
    assert browser.get("/").text.count('href="/house-rules"') == 1
    assert browser.get("/ladder").text.count('href="/house-rules"') == 2

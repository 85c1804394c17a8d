"""Hints about tone, and drafts that cool down."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.actions.closing import deactivate
from forum.answers.models import Answer
from forum.answers.visibility import unrestricted
from forum.conduct.cooling import KEPT_FOR, MOST_DRAFTS
from forum.conduct.jobs import forget_old_keys
from forum.conduct.models import KeptDraft
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import TicketReply
from tests import posts
from tests.people import admin, ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]
HARSH = "You should have read the guide. WHY DO YOU NEVER ASK"
SHORT = "Gpupdate fails."


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def asked() -> Question:
    return posts.question(ana(), posts.category())


def answers() -> int:
    return session.scalar(select(func.count()).select_from(Answer).where(unrestricted())) or 0


def drafts() -> list[KeptDraft]:
    return session.query(KeptDraft).all()


def test_staff_get_every_rule_and_colleagues_the_softer_ones(client_of: Browser) -> None:
    form = {"source": SHORT, "tone_kind": "reply", "tone_for": "Ana Lim"}
    said = client_of(iris()).post("/tone", data=form).text
    assert "has no greeting" in said and "own name" in said and "Gpupdate" in said
    assert client_of(sam()).post("/tone", data=form).text.strip() == ""
    assert "reads as a reproach" in client_of(ben()).post("/tone", data={"source": HARSH}).text


def test_who_has_switched_them_off_gets_none(client_of: Browser) -> None:
    sam_ = sam()
    sam_.tone_check = False
    session.flush()
    browser = client_of(sam_)
    assert browser.post("/tone", data={"source": HARSH}).text.strip() == ""
    assert "/tone" not in browser.get("/questions/new").text


def test_the_preferences_switch_them_off(client_of: Browser) -> None:
    browser = client_of(sam())
    posts.category()
    assert 'hx-post="/tone"' in browser.get("/questions/new").text
    browser.post("/settings/preferences", data={"language": "en", "zone": "", "theme": "auto"})
    assert 'hx-post="/tone"' not in browser.get("/questions/new").text


@pytest.mark.parametrize("text", ["<script>x</script>", "\0", "🙃" * 900, "a" * 1_000_000, "", "SHOUT " * 50_000])
def test_no_text_is_too_strange_for_it(client_of: Browser, text: str) -> None:
    answer = client_of(iris()).post("/tone", data={"source": text, "tone_kind": "nothing", "tone_in": "xx"})
    assert answer.status_code == 200 and "<script>" not in answer.text


def test_without_javascript_a_button_shows_them_and_sends_nothing(client_of: Browser) -> None:
    form = {"source": HARSH, "key": "k1", "check": "tone", "tone_kind": "answer"}
    answer = client_of(ben()).post(f"/questions/{asked().id}/answers", data=form)
    assert (answer.status_code, answers()) == (200, 0)
    assert "Not sent yet. Look at the hints" in answer.text and "reads as a reproach" in answer.text
    assert HARSH in answer.text


def test_asking_shows_them_too(client_of: Browser) -> None:
    posts.category()
    form = {"title": "Nothing prints here", "category": "hardware", "source": HARSH, "key": "k1", "check": "tone"}
    answer = client_of(ana()).post("/questions", data=form)
    assert answer.status_code == 200
    assert "reads as shouting" in answer.text and "Nothing prints here" in answer.text


def test_a_reply_in_a_ticket_shows_them_too(client_of: Browser) -> None:
    staff, thread = iris(), asked()
    ticket = make_ticket(thread.id, by=posts.actor(staff), at=posts.later(hours=0)).ticket
    form = {"reply": "Done.", "key": "k1", "check": "tone", "tone_kind": "reply", "tone_for": "Ana Lim"}
    answer = client_of(staff).post(f"/tickets/{ticket.label}/replies", data=form)
    assert answer.status_code == 200 and session.query(TicketReply).count() == 0
    assert "has no greeting" in answer.text and ">Done.</textarea>" in answer.text


def test_a_heated_text_is_kept_and_sent_later(client_of: Browser) -> None:
    browser, address = client_of(ben()), f"/questions/{asked().id}/answers"
    assert "Keep it for ten minutes" in browser.post("/tone", data={"source": HARSH}).text
    form = {"source": HARSH, "key": "k1", "address": address}
    assert browser.post("/drafts", data=form).location == "/drafts"
    assert answers() == 0
    page = browser.get("/drafts").text
    assert HARSH in page and f'action="{address}"' in page and "Let it rest until" in page
    sent = browser.post(address, data={"source": HARSH, "key": "kept-1", "kept": str(drafts()[0].id)})
    assert (sent.status_code, answers(), drafts()) == (303, 1, [])


def test_a_kept_text_is_edited_in_its_form(client_of: Browser) -> None:
    browser, address = client_of(ben()), f"/questions/{asked().id}/answers"
    browser.post("/drafts", data={"source": HARSH, "address": address})
    kept = drafts()[0]
    edited = browser.post(address, data={"source": HARSH, "kept": str(kept.id), "check": "tone"})
    assert HARSH in edited.text and f'name="kept" value="{kept.id}"' in edited.text
    again = {"source": "Calmer.", "kept": str(kept.id), "address": address}
    browser.post("/drafts", data=again)
    assert [dict(draft.fields)["source"] for draft in drafts()] == ["Calmer."]


def test_a_kept_text_is_discarded_by_its_writer_alone(client_of: Browser) -> None:
    browser, address = client_of(ben()), f"/questions/{asked().id}/answers"
    browser.post("/drafts", data={"source": HARSH, "address": address})
    kept = drafts()[0].id
    stranger = client_of(sam())
    assert HARSH not in stranger.get("/drafts").text
    stranger.post(f"/drafts/{kept}/removal")
    stranger.post(address, data={"source": "Mine.", "key": "k", "kept": str(kept)})
    assert len(drafts()) == 1
    browser.post(f"/drafts/{kept}/removal")
    assert drafts() == []


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"source": HARSH, "address": "/admin/people"}, 404),
        ({"source": HARSH, "address": "https://evil.example/questions"}, 404),
        ({"source": HARSH}, 404),
        ({"source": " ", "address": "/questions"}, 422),
        ({"source": "a" * 200_000, "address": "/questions"}, 422),
    ],
)
def test_what_cannot_be_kept(client_of: Browser, form: dict[str, str], status: int) -> None:
    assert client_of(ben()).post("/drafts", data=form).status_code == status
    assert drafts() == []


def test_nobody_keeps_heaps_and_nothing_typed_is_lost(client_of: Browser) -> None:
    browser = client_of(ben())
    for number in range(MOST_DRAFTS):
        browser.post("/drafts", data={"source": f"Draft {number}", "address": "/questions", "key": f"k{number}"})
    answer = browser.post("/drafts", data={"source": "One too many", "address": "/questions"})
    assert answer.status_code == 422 and "You keep 20 drafts already" in answer.text and "One too many" in answer.text


def test_drafts_are_gone_after_a_month(client_of: Browser, noon: datetime) -> None:
    client_of(ben()).post("/drafts", data={"source": HARSH, "address": "/questions"})
    forget_old_keys(noon + KEPT_FOR)
    assert len(drafts()) == 1
    forget_old_keys(noon + KEPT_FOR * 2)
    assert drafts() == []


def test_home_says_that_a_draft_waits(client_of: Browser) -> None:
    browser = client_of(ben())
    assert 'href="/drafts"' not in browser.get("/").text
    browser.post("/drafts", data={"source": HARSH, "address": "/questions"})
    assert "A draft of yours waits" in browser.get("/").text


def test_who_leaves_takes_his_drafts_along(client_of: Browser, noon: datetime) -> None:
    leaver, by = ben(), admin()
    client_of(leaver).post("/drafts", data={"source": HARSH, "address": "/questions"})
    deactivate(leaver, keeps_name=True, by=posts.actor(by), at=noon)
    assert drafts() == []

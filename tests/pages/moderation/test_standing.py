"""The ladder, one's own standing, the page of a person and the public log, in the browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.kernel import clock
from forum.kernel.db import session
from forum.moderation.actions import flag_post
from forum.moderation.models import Kind, Reason
from forum.people.models import Person
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")
_STEP = {"step": "silence_1", "words": "You called a colleague a fool.", "key": "s"}


def test_a_step_is_read_with_its_reason_objected_to_and_answered(client_of: Browser) -> None:
    sam, mo = people.sam(), people.mo()
    assert client_of(mo).post("/moderation/people/sam.lee/steps", data=_STEP).status_code == 303
    page = client_of(sam).get("/settings/standing").text
    assert "You called a colleague a fool." in page and "Mohan Pillai" in page
    assert client_of(sam).post("/settings/standing/1/objection", data={"objection": ""}).status_code in (404, 422)
    objections = client_of(mo).get("/moderation/objections").text
    assert "Nobody objects" in objections


def test_the_public_log_names_nobody(client_of: Browser) -> None:
    people.sam()
    client_of(people.mo()).post("/moderation/people/sam.lee/steps", data=_STEP)
    log = client_of(people.ana()).get("/moderation-log").text.partition("<main")[2]
    assert "Silence for a day" in log and "Sam Lee" not in log and "fool" not in log and "Mohan" not in log


def test_a_flag_is_decided_with_a_step_in_one_form(client_of: Browser) -> None:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    given = posts.answer(posts.question(ana), ben)
    item = flag_post(Kind.ANSWER, given.id, Reason.ABUSIVE, "", by=actor(ana), at=NOON)
    decision = {"verdict": "agreed", "remedy": "hidden", "step": "silence_1", "words": "No insults.", "key": "d"}
    assert client_of(mo).post(f"/moderation/{item.id}/decision", data=decision).status_code == 303
    page = client_of(ben).get("/settings/standing").text
    assert "Silence for a day" in page and "The post is hidden" in page and f'href="/flags/{item.id}">About' in page
    assert client_of(ben).get(f"/questions/{given.question_id}/comments/new").status_code == 403
    session.refresh(item)
    client_of(ben).post(
        f"/settings/standing/{item.consequence_id}/objection", data={"objection": "It was a joke.", "key": "o"}
    )
    for where in ("objections", "people/ben.ong"):
        assert f'href="/moderation/{item.id}">About' in client_of(mo).get(f"/moderation/{where}").text


def test_who_is_silenced_is_led_to_a_ticket_and_not_to_asking(client_of: Browser) -> None:
    sam = people.sam()
    client_of(people.mo()).post("/moderation/people/sam.lee/steps", data=_STEP)
    page = client_of(sam).get("/questions/new")
    ways = page.text.partition('class="error-page"')[2].partition("</section>")[0]
    assert page.status_code == 403 and 'href="/tickets/new"' in ways and 'href="/settings/standing"' in ways
    assert "/questions/new" not in ways


def test_a_silence_that_is_over_says_so(client_of: Browser) -> None:
    sam = people.sam()
    client_of(people.mo()).post("/moderation/people/sam.lee/steps", data=_STEP)
    assert "is over" not in client_of(sam).get("/settings/standing").text
    with clock.standing(NOON + timedelta(days=2)):
        assert "is over, counts until" in client_of(sam).get("/settings/standing").text


def test_a_moderator_comes_from_somebodys_page_to_his_standing(client_of: Browser) -> None:
    people.sam()
    way = 'href="/moderation/people/sam.lee"'
    assert way in client_of(people.mo()).get("/people/sam.lee").text
    assert way not in client_of(people.ana()).get("/people/sam.lee").text


def test_a_step_without_a_word_comes_back(client_of: Browser) -> None:
    people.sam()
    back = client_of(people.mo()).post("/moderation/people/sam.lee/steps", data={**_STEP, "words": ""})
    assert back.status_code == 422 and "Say why" in back.text


def test_everybody_reads_the_ladder(client_of: Browser) -> None:
    page = client_of(people.sam()).get("/ladder").text
    assert "Reminder" in page and "Suspension for thirty days" in page

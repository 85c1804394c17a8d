"""Flagging and deciding in the browser, without JavaScript."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.moderation.models import FlagItem
from forum.people.models import Person
from tests import people, posts
from tests.conftest import NOON

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")
_DECISION = {"verdict": "agreed", "remedy": "hidden", "text": "rude", "words": "Thank you, Ana.", "key": "d"}


def _flagged(client_of: Browser) -> tuple[int, Person, Person, Person]:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    given = posts.answer(posts.question(ana), ben, source="Only a fool asks this")
    sent = client_of(ana).post(f"/flag/answer/{given.id}", data={"why": "abusive", "note": "rude", "key": "k"})
    assert sent.status_code == 303
    return int(sent.location.rpartition("/")[2]), ana, ben, mo


def test_a_flag_is_decided_in_one_form_and_both_read_what_came_of_it(client_of: Browser) -> None:
    item_id, ana, ben, mo = _flagged(client_of)
    page = client_of(mo).get("/moderation").text
    assert "Only a fool asks this" in page and "Ana Lim" in page
    assert client_of(mo).post(f"/moderation/{item_id}/decision", data=_DECISION).status_code == 303
    assert "Mohan Pillai agrees with you" in client_of(ana).get(f"/flags/{item_id}").text
    told = client_of(ben).get(f"/flags/{item_id}").text
    assert "Thank you, Ana." in told and "The post is hidden" in told and "Ana Lim" not in told.partition("<main")[2]


def test_nothing_typed_is_lost_when_the_form_is_not_whole(client_of: Browser) -> None:
    item_id, _ana, _ben, mo = _flagged(client_of)
    back = client_of(mo).post(f"/moderation/{item_id}/decision", data={**_DECISION, "verdict": ""})
    assert back.status_code == 422 and "Thank you, Ana." in back.text and "Say whether you agree" in back.text


def test_a_flag_without_a_reason_comes_back_with_its_note(client_of: Browser) -> None:
    asked = posts.question(people.ana())
    back = client_of(people.ben()).post(f"/flag/question/{asked.id}", data={"note": "look here", "key": "k"})
    assert back.status_code == 422 and "look here" in back.text


def test_a_moderator_who_is_suspended_while_deciding_decides_nothing(client_of: Browser) -> None:
    item_id, _ana, _ben, mo = _flagged(client_of)
    browser = client_of(mo)
    assert browser.get(f"/moderation/{item_id}").status_code == 200
    mo.suspended_until = NOON.replace(year=2027)
    assert browser.post(f"/moderation/{item_id}/decision", data=_DECISION).status_code == 401
    assert session.get_one(FlagItem, item_id).decided_at is None


def test_an_empty_queue_says_what_comes_here(client_of: Browser) -> None:
    assert "Nothing waits" in client_of(people.mo()).get("/moderation").text

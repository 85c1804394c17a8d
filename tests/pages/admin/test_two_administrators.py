"""Two administrators at the same form: the second sees what the first has saved, and takes nothing back unseen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.tickets.models import Level, Priority
from forum.tickets.timing.matrix import matrix_in_force
from forum.tickets.timing.targets import Target, own_targets, targets_of
from tests.access.controls import form_to
from tests.people import admin
from tests.posts import category

_OFFICE = {"name": "Penang", "zone": "Asia/Kuala_Lumpur", "day-0": "09:00-18:00", "own_days": "2026-12-24 Eve"}


@pytest.fixture
def browser(client_of: Callable[[Person], FlaskClient], noon: datetime) -> FlaskClient:
    """An administrator's."""
    return client_of(admin())


def test_at_one_calendar(browser: FlaskClient) -> None:
    address = browser.post("/admin/calendars/new", data=_OFFICE).location
    mine = form_to(address, browser.get(address).text)
    theirs = {**mine, "day-0": "8-16", "own_days": "2026-12-24 Eve\n2026-12-31 <Party>", "country": "MY"}
    assert browser.post(address, data=theirs).status_code == 303
    back = browser.post(address, data={**mine, "name": "Penang office", "day-0": "10:00-19:00"})
    assert back.status_code == 409 and "while you had it open" in back.text and "08:00-16:00</dd>" in back.text
    assert "as it is now: Public holidays of, Own days" in back.text
    again = form_to(address, back.text)
    assert {**again, "opened": ""} == {**theirs, "name": "Penang office", "day-0": "10:00-19:00", "opened": ""}
    assert browser.post(address, data=again).status_code == 303
    assert {**form_to(address, browser.get(address).text), "opened": ""} == {**again, "opened": ""}


def test_a_calendar_that_both_made_the_same_is_no_conflict(browser: FlaskClient) -> None:
    address = browser.post("/admin/calendars/new", data=_OFFICE).location
    mine = {**form_to(address, browser.get(address).text), "day-0": "8-16", "country": "MY", "region": "Pulau Pinang"}
    assert [browser.post(address, data=mine).status_code for _ in range(2)] == [303, 303]


def test_a_refused_calendar_is_still_known_to_be_older(browser: FlaskClient) -> None:
    address = browser.post("/admin/calendars/new", data=_OFFICE).location
    mine = form_to(address, browser.get(address).text)
    browser.post(address, data={**mine, "day-0": "8-16"})
    back = browser.post(address, data={**mine, "own_days": "tomorrow"})
    assert back.status_code == 422
    assert browser.post(address, data={**form_to(address, back.text), "own_days": ""}).status_code == 409


def test_a_calendars_form_goes_to_the_calendar_also_where_its_file_was_refused(browser: FlaskClient) -> None:
    address = browser.post("/admin/calendars/new", data=_OFFICE).location
    refused = browser.post(f"{address}/file")
    assert refused.status_code == 422 and form_to(address, refused.text)["name"] == "Penang"


def test_at_the_targets(browser: FlaskClient) -> None:
    address = "/admin/targets"
    mine = form_to(address, browser.get(address).text)
    assert browser.post(address, data={**mine, "urgent-response": "10m", "low-update": ""}).status_code == 303
    back = browser.post(address, data={**mine, "urgent-response": "20m", "high-update": "3h"})
    assert back.status_code == 409 and '<dt>Urgent: First answer</dt><dd class="said">10m</dd>' in back.text
    assert "as it is now: Low: Next news" in back.text
    again = form_to(address, back.text)
    assert (again["urgent-response"], again["high-update"], again["low-update"]) == ("20m", "3h", "")
    assert browser.post(address, data=again).status_code == 303
    held = targets_of(None)
    assert held[Priority.URGENT].response == 20 and held[Priority.LOW].update is None


def test_at_the_targets_of_a_category(browser: FlaskClient) -> None:
    place = category("Network").id
    address = f"/admin/targets?category={place}"
    mine = form_to(address, browser.get(address).text)
    browser.post(address, data={**mine, "urgent-response": "10m"})
    back = browser.post(address, data={**mine, "high-response": "90"})
    assert back.status_code == 409 and "as it is now: Urgent: First answer" in back.text
    assert browser.post(address, data=form_to(address, back.text)).status_code == 303
    assert own_targets(place) == {Priority.URGENT: Target(10), Priority.HIGH: Target(90)}


def test_targets_of_another_category_are_none_of_this_ones(browser: FlaskClient) -> None:
    one, other = (f"/admin/targets?category={category(name).id}" for name in ("Network", "Printing"))
    mine = form_to(one, browser.get(one).text)
    browser.post(other, data={"urgent-response": "10m"})
    assert browser.post(one, data={**mine, "urgent-response": "20m"}).status_code == 303


def test_at_the_matrix(browser: FlaskClient) -> None:
    address = "/admin/matrix#matrix"
    mine = form_to(address, browser.get("/admin/targets").text)
    assert browser.post("/admin/matrix", data={**mine, "high-high": "high", "low-low": "normal"}).status_code == 303
    back = browser.post("/admin/matrix", data={**mine, "high-high": "low", "high-low": "urgent"})
    assert back.status_code == 409
    assert '<dt>Impact: High, Urgency: High</dt><dd class="said">High</dd>' in back.text
    assert "as it is now: Impact: Low, Urgency: Low" in back.text
    again = form_to(address, back.text)
    assert (again["high-high"], again["high-low"], again["low-low"]) == ("low", "urgent", "normal")
    assert browser.post("/admin/matrix", data=again).status_code == 303
    assert matrix_in_force()[Level.HIGH, Level.LOW] is Priority.URGENT
    assert form_to("/admin/targets", back.text)["urgent-response"] == "30m"


@pytest.mark.parametrize(
    ("setting", "theirs", "now", "mine"),
    [("company", "Kencana <Foods>", "Kencana &lt;Foods&gt;", "Kencana Group"),
     ("sign_up", "closed", "Nobody; administrators make accounts", "open"), ("faq_review_days", "90", "90", "120")],
)  # fmt: skip
def test_at_one_setting(browser: FlaskClient, setting: str, theirs: str, now: str, mine: str) -> None:
    address = f"/admin/settings/{setting}"
    opened = form_to(f"{address}#{setting}", browser.get("/admin/settings").text)
    assert browser.post(address, data={**opened, "value": theirs}).status_code == 303
    back = browser.post(address, data={**opened, "value": mine})
    assert back.status_code == 409 and f"{now}</dd>" in back.text
    untouched = browser.post(address, data=opened)
    assert untouched.status_code == 409
    assert form_to(f"{address}#{setting}", untouched.text)["value"] == theirs
    again = form_to(f"{address}#{setting}", back.text)
    assert again["value"] == mine and browser.post(address, data=again).status_code == 303
    assert form_to(f"{address}#{setting}", browser.get("/admin/settings").text)["value"] == mine

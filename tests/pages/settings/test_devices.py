"""My devices: told once, kept to their person, named with "I have this too"."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Device
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Affected
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import TicketWatcher
from tests import posts
from tests.people import ana, ben, iris, sam

ClientOf = Callable[[Person], FlaskClient]
T14 = {"name": "ThinkPad T14", "kind": "laptop", "system": "Windows", "system_version": "11 24H2", "asset": "LT-1"}
_FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def test_a_device_is_kept_and_said_in_one_line(client_of: ClientOf) -> None:
    browser = client_of(ana())
    assert browser.post("/settings/devices", data=T14).status_code == 303
    assert "ThinkPad T14 · Windows 11 24H2 · LT-1" in browser.get("/settings/devices").text


@pytest.mark.parametrize("spoilt", [{"name": ""}, {"name": "x" * 61}, {"kind": "fridge"}, {"asset": "y" * 31}])
def test_a_device_that_makes_no_sense_comes_back_as_typed(client_of: ClientOf, spoilt: dict[str, str]) -> None:
    answer = client_of(ana()).post("/settings/devices", data={**T14, **spoilt})
    assert (answer.status_code, "11 24H2" in answer.text) == (422, True)


def test_the_browser_tells_its_system_only_when_asked(client_of: ClientOf) -> None:
    browser = client_of(ana())
    assert "Ubuntu" not in browser.get("/settings/devices", headers={"User-Agent": _FIREFOX}).text
    page = browser.post("/settings/devices/browser", data={"name": "My PC"}, headers={"User-Agent": _FIREFOX}).text
    assert 'value="Ubuntu"' in page and 'value="My PC"' in page
    assert session.scalars(select(Device)).all() == []


@pytest.mark.parametrize("number", ["9" * 30, "-1", "x", "0", ""])
def test_a_device_that_there_cannot_be_is_none(client_of: ClientOf, number: str) -> None:
    page = client_of(ana()).post("/settings/devices/browser", data={"name": "My PC", "device_id": number})
    assert page.status_code == 200 and 'value="My PC"' in page.text


def test_the_first_is_the_main_one_until_it_is_removed(client_of: ClientOf) -> None:
    browser = client_of(ana())
    for name in ("One", "Two", "Three"):
        browser.post("/settings/devices", data={**T14, "name": name, "key": name})
    ids = session.scalars(select(Device.id).order_by(Device.id)).all()
    browser.post(f"/settings/devices/{ids[2]}/main")
    assert session.scalars(select(Device.name).where(Device.is_main)).all() == ["Three"]
    browser.post(f"/settings/devices/{ids[2]}/removal")
    assert session.scalars(select(Device.name).where(Device.is_main)).all() == ["One"]


def test_nobody_reaches_the_device_of_another(client_of: ClientOf) -> None:
    client_of(ana()).post("/settings/devices", data=T14)
    id_ = session.scalars(select(Device.id)).one()
    stranger = client_of(sam())
    assert stranger.get(f"/settings/devices/{id_}").status_code == 404
    assert stranger.post(f"/settings/devices/{id_}", data={**T14, "name": "Mine"}).status_code == 404
    assert "LT-1" not in stranger.get("/settings/devices").text


def test_one_device_too_many_is_refused(client_of: ClientOf) -> None:
    browser = client_of(ana())
    answers = [browser.post("/settings/devices", data={**T14, "key": f"k{number}"}) for number in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [422]


def test_i_have_this_too_names_the_main_device_to_staff(client_of: ClientOf) -> None:
    question, technician, browser = posts.question(ana()), iris(), client_of(colleague := ben())
    browser.post("/settings/devices", data=T14)
    assert "on ThinkPad T14" in browser.get(f"/questions/{question.id}/{question.slug}").text
    make_ticket(question.id, by=posts.actor(technician), at=posts.NOON)
    browser.post(f"/questions/{question.id}/affected")
    watching = session.scalars(select(TicketWatcher.device).where(TicketWatcher.person_id == colleague.id)).one()
    assert watching == "ThinkPad T14 · Windows 11 24H2 · LT-1"


def test_another_device_can_be_named_afterwards(client_of: ClientOf) -> None:
    question, technician, browser = posts.question(ana()), iris(), client_of(ben())
    make_ticket(question.id, by=posts.actor(technician), at=posts.NOON)
    browser.post(f"/questions/{question.id}/affected")
    browser.post(f"/questions/{question.id}/affected/device", data={"other": "The one in room 4"})
    assert session.scalars(select(Affected.device)).all() == ["The one in room 4"]
    assert session.scalars(select(TicketWatcher.device)).all() == ["The one in room 4"]
    assert "IT sees: The one in room 4" in browser.get(f"/questions/{question.id}/{question.slug}").text

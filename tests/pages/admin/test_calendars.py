"""Business hours in the browser."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.tickets.timing.models import BusinessCalendar, TeamCalendar
from tests.people import admin, ana, iris
from tests.tickets.timing.test_calendars import FILE

ClientOf = Callable[[Person], FlaskClient]
FORM = {"name": "Penang", "zone": "Asia/Kuala_Lumpur", "day-0": "09:00-13:00, 14:00-18:00", "country": "MY"}


def test_only_administrators_see_calendars(client_of: ClientOf) -> None:
    for path in ("/admin/calendars", "/admin/calendars/new"):
        assert client_of(admin_once()).get(path).status_code == 200
        assert client_of(person("Iris Tan") or iris()).get(path).status_code == 403
        assert client_of(person("Ana Lim") or ana()).get(path).status_code == 403


def person(name: str) -> Person | None:
    return session.query(Person).filter(Person.name == name).first()


def admin_once() -> Person:
    return person("Aishah Rahman") or admin()


def test_a_calendar_is_made_and_given_to_a_team(client_of: ClientOf) -> None:
    browser = client_of(admin())
    browser.post("/admin/teams", data={"name": "Network", "kind": "team"})
    made = browser.post("/admin/calendars/new", data=FORM)
    assert "Malaysia Day" in browser.get(made.location).text
    calendar = session.query(BusinessCalendar.id).scalar()
    team = browser.get("/admin/calendars").text.split("/admin/teams/")[1].split("/")[0]
    browser.post(f"/admin/teams/{team}/calendar", data={"calendar": calendar})
    assert session.query(TeamCalendar.calendar_id).all() == [(calendar,)]


def test_what_was_typed_stays_when_it_is_refused(client_of: ClientOf) -> None:
    answer = client_of(admin()).post("/admin/calendars/new", data={**FORM, "day-0": "", "own_days": "2026-12-24 Eve"})
    assert answer.status_code == 422 and "never let a deadline come" in answer.text and "2026-12-24 Eve" in answer.text


def test_a_file_is_read(client_of: ClientOf) -> None:
    browser = client_of(admin())
    address = browser.post("/admin/calendars/new", data=FORM).location
    answer = browser.post(f"{address}/file", data={"file": (io.BytesIO(FILE), "off.ics")}, follow_redirects=True)
    assert "3 days from the file" in answer.text and "2026-12-26 Shutdown" in answer.text
    assert browser.post(f"{address}/file", data={"file": (io.BytesIO(b"x"), "off.ics")}).status_code == 422

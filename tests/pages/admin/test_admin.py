"""Administration, for the one it is for and for everybody else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Team
from forum.accounts.settings import COMPANY, COMPANY_ZONE, SITE_NAME
from forum.files.actions import keep_bytes, record_file
from forum.files.content import prepared
from forum.files.settings import STORE_MEGABYTES
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.ledger.actions import verify
from forum.mail.models import OutgoingMail
from forum.people.models import Person, PersonState
from forum.topics.models import Audience, Category
from tests.people import admin, ana, iris, mo

ClientOf = Callable[[Person], FlaskClient]
PAGES = ["", "/people", "/people/ana.lim", "/teams", "/categories", "/categories/new", "/settings", "/mails", "/record"]


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_enter(client_of: ClientOf, client: FlaskClient, path: str) -> None:
    ana()
    assert client.get(f"/admin{path}").status_code == 302
    assert client_of(iris()).get(f"/admin{path}").status_code == 403
    assert client_of(mo()).get(f"/admin{path}").status_code == 403
    assert client_of(admin()).get(f"/admin{path}").status_code == 200


def test_an_administrator_reads_that_the_room_for_uploads_is_nearly_gone(client_of: ClientOf, tmp_path: Path) -> None:
    browser = client_of(admin())
    kept = keep_bytes(prepared("log.txt", b"x" * 900_000), FolderStorage(tmp_path))
    record_file(kept, by_id=ana().id, at=clock.now())
    assert "nobody can add a picture or a file" not in browser.get("/admin").text
    registry.store(STORE_MEGABYTES, 1)
    assert "/admin/settings#store_megabytes" in browser.get("/admin").text


@pytest.mark.parametrize("zone", ["Asia", "Asia/KL", "Kuala Lumpur", ""])
def test_a_zone_that_is_none_is_refused_and_closes_no_page(client_of: ClientOf, zone: str) -> None:
    browser = client_of(admin())
    assert browser.post("/admin/settings/company_zone", data={"value": zone}).status_code == 422
    registry.store(COMPANY_ZONE, zone)
    assert browser.get("/admin/settings").status_code == 200
    assert browser.post("/admin/settings/company_zone", data={"value": "Asia/Kuching"}).status_code == 303


def test_a_role_gives_the_badge_and_is_recorded(client_of: ClientOf) -> None:
    browser, person = client_of(admin()), ana()
    browser.post("/admin/people/ana.lim/roles", data={"role": "it_staff", "act": "grant"})
    browser.post("/admin/teams", data={"name": "Network", "kind": "team"})
    team = str(session.scalars(select(Team.id)).one())
    browser.post("/admin/people/ana.lim/teams", data={"team": team, "speciality": "Wi-Fi"})
    person = session.get_one(Person, person.id, populate_existing=True)
    assert person.is_it_staff and person.badge == "Wi-Fi" and verify("administration") == []
    assert "Role given" in browser.get("/admin/record").text


def test_nobody_gives_himself_a_role_while_another_could(client_of: ClientOf) -> None:
    browser = client_of(admin())
    ana().roles = "employee administrator"
    answer = browser.post("/admin/people/aishah.rahman/roles", data={"role": "moderator", "act": "grant"})
    assert answer.status_code == 403


def test_the_last_administrator_stays(client_of: ClientOf) -> None:
    browser = client_of(admin())
    roles, closing = "/admin/people/aishah.rahman/roles", "/admin/people/aishah.rahman/deactivation"
    assert browser.post(roles, data={"role": "administrator", "act": "withdraw"}).status_code == 409
    assert browser.post(closing, data={"keeps_name": "1"}).status_code == 409


def test_a_deactivated_person_is_signed_out(client_of: ClientOf) -> None:
    person = ana()
    hers, browser = client_of(person), client_of(admin())
    browser.post("/admin/people/ana.lim/deactivation", data={"name": "former"})
    assert hers.get("/menu").status_code == 302
    gone = session.get_one(Person, person.id, populate_existing=True)
    assert (gone.state, gone.name) == (PersonState.DEACTIVATED, "former colleague")


def test_settings_stand_in_the_order_in_which_a_forum_is_set_up(client_of: ClientOf) -> None:
    page = client_of(admin()).get("/admin/settings").text
    headings = re.findall(r'id="settings-\d+"><h2>([^<]+)', page)
    assert headings[:3] == ["General", "Sign-in", "Reading"] and headings[-1] == "Files"
    assert re.findall(r'class="card measure" id="(\w+)"', page)[:2] == ["site_name", "company"]


def test_a_setting_is_kept_and_says_who_changed_it(client_of: ClientOf) -> None:
    browser = client_of(admin())
    browser.post("/admin/settings/company", data={"value": "Kencana Foods"})
    page = browser.get("/admin/settings").text
    assert "Kencana Foods" in page and "changed by Aishah Rahman" in page
    registry.forget()
    registry.refresh(0)
    assert COMPANY() == "Kencana Foods"


def test_a_wrong_value_is_refused_beside_its_field(client_of: ClientOf) -> None:
    answer = client_of(admin()).post("/admin/settings/sign_up", data={"value": "perhaps"})
    assert answer.status_code == 422 and "Choose one of the listed values" in answer.text


@pytest.mark.parametrize(
    ("setting", "value"),
    [("site_name", " "), ("site_name", "x" * 61), ("company", "x" * 61)],
)
def test_what_would_spoil_every_page_is_refused(client_of: ClientOf, setting: str, value: str) -> None:
    answer = client_of(admin()).post(f"/admin/settings/{setting}", data={"value": value})
    assert answer.status_code == 422 and "Look at the help beside the field" in answer.text


def test_a_setting_is_one_line(client_of: ClientOf) -> None:
    client_of(admin()).post("/admin/settings/site_name", data={"value": "Ask\r\nus\u202e"})
    registry.refresh_now()
    assert SITE_NAME() == "Ask us"


def test_a_category_is_made_and_opened_to_others(client_of: ClientOf) -> None:
    browser = client_of(admin())
    browser.post("/admin/categories/new", data={"name": "Network", "audience": "staff"})
    made = session.scalars(select(Category)).one()
    browser.post(f"/admin/categories/{made.id}", data={"name": "Network", "audience": "everyone"})
    assert session.get_one(Category, made.id, populate_existing=True).audience == Audience.EVERYONE
    assert f"/admin/categories/{made.id}/form" in browser.get(f"/admin/categories/{made.id}").text


def test_a_new_account_gets_a_mail(client_of: ClientOf) -> None:
    browser = client_of(admin())
    answer = browser.post("/admin/people", data={"name": "Puteri Balqis", "email": "puteri@kencana.example"})
    assert answer.location == "/admin/people/puteri.balqis"
    assert session.scalars(select(OutgoingMail.template)).all() == ["account_made"]


def test_a_parked_mail_is_sent_again(client_of: ClientOf) -> None:
    browser = client_of(admin())
    browser.post("/admin/invitations", data={"email": "new@kencana.example"})
    mail = session.scalars(select(OutgoingMail)).one()
    mail.parked_at, mail.failure = mail.created_at, "refused"
    browser.post(f"/admin/mails/{mail.id}/sending")
    assert session.get_one(OutgoingMail, mail.id, populate_existing=True).parked_at is None


def test_all_parked_mails_are_sent_again_with_one_button(client_of: ClientOf) -> None:
    browser = client_of(admin())
    for name in ("fine", "parked", "parked2"):
        browser.post("/admin/invitations", data={"email": f"{name}@kencana.example"})
    for mail in session.scalars(select(OutgoingMail).where(OutgoingMail.address.startswith("parked"))):
        mail.parked_at, mail.failure = mail.created_at, "refused"
    page = browser.get("/admin/mails?show=parked").text
    assert "fine@kencana" not in page and "parked2@kencana" in page and "Send 2 parked mails again" in page
    assert "2 mails are tried again." in browser.post("/admin/mails/sending", follow_redirects=True).text
    assert "Nothing waits" in browser.get("/admin/mails?show=parked").text


def test_a_number_that_is_0_unless_somebody_changes_it_is_said(client_of: ClientOf) -> None:
    page = client_of(admin()).get("/admin/settings").text
    assert "Default: 0" in page and "Default: empty" in page

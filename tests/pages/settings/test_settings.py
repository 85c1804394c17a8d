"""What people set for themselves, and how others see them."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from forum.accounts.actions.sign_up import set_password
from forum.accounts.passwords import hashed
from forum.files.jobs import sweep_unused
from forum.files.models import StoredFile
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.text.skeleton import skeleton
from forum.mail.models import OutgoingMail
from forum.people.models import Person
from forum.questions.models import QuestionFile
from tests.people import admin, ana, ben, iris, mo
from tests.posts import question

ClientOf = Callable[[Person], FlaskClient]
PROFILE = {"name": "Ana Lim", "handle": "ana.lim", "title": "Accountant", "department": "Finance", "about": "*Hi*"}


def test_the_profile_is_kept_and_shown(client_of: ClientOf) -> None:
    browser = client_of(ana())
    assert browser.post("/settings", data=PROFILE).status_code == 303
    page = browser.get("/people/ana.lim").text
    assert "Accountant" in page and "<em>Hi</em>" in page


def test_a_given_up_handle_leads_to_the_person(client_of: ClientOf) -> None:
    browser = client_of(ana())
    browser.post("/settings", data={**PROFILE, "handle": "ana"})
    assert browser.get("/people/ana.lim").location == "/people/ana"


def test_a_handle_changes_once_a_month(client_of: ClientOf) -> None:
    browser = client_of(ana())
    browser.post("/settings", data={**PROFILE, "handle": "ana"})
    answer = browser.post("/settings", data={**PROFILE, "handle": "ana2"})
    assert answer.status_code == 422 and "once a month; yours again from" in answer.text


@pytest.mark.parametrize("handle", ["iris-tan", "lris.tan", "iris.tan2", "iris.tan-007"])
def test_a_handle_does_not_imitate_staff_by_a_number_behind_it(client_of: ClientOf, handle: str) -> None:
    iris()
    answer = client_of(ana()).post("/settings", data={**PROFILE, "handle": handle})
    assert answer.status_code == 422 and "looks like the name of one of the staff" in answer.text


@pytest.mark.parametrize(
    "handle", ["x", "Ana", "ana lim", "-ana", "it.staff", "moderator", "tanya.bot", "ben.it", "1t.penang"]
)
def test_bad_handles_are_refused(client_of: ClientOf, handle: str) -> None:
    assert client_of(ana()).post("/settings", data={**PROFILE, "handle": handle}).status_code == 422


def test_a_refused_field_says_so_and_where_the_reason_stands(client_of: ClientOf) -> None:
    page = client_of(ana()).post("/settings", data={**PROFILE, "handle": "x"}).text
    drawn = page[page.index('id="handle"') - 200 : page.index('id="handle"') + 200]
    assert 'aria-invalid="true"' in drawn and 'aria-describedby="handle-help handle-wrong"' in drawn
    assert 'id="handle-wrong"' in page and page.count('aria-invalid="true"') == 1


@pytest.mark.parametrize(
    "name",
    ["Iris Tan", "Tan, Iris", "Iris  Tan - Network", "Iris Tan – Penang", "lris Tan (Network)", "Network | Iris Tan"],
)
def test_nobody_takes_the_name_of_it_staff(client_of: ClientOf, name: str) -> None:
    iris().skeleton = skeleton("Iris Tan")
    answer = client_of(ana()).post("/settings", data={**PROFILE, "name": name})
    assert answer.status_code == 422 and "administrator has this name" in answer.text


@pytest.mark.parametrize("person", [mo, admin])
def test_nobody_takes_the_name_of_who_moderates_or_administers(
    client_of: ClientOf, person: Callable[[], Person]
) -> None:
    name = person().name.replace("a", "а")  # of the Cyrillic alphabet
    answer = client_of(ana()).post("/settings", data={**PROFILE, "name": name})
    assert answer.status_code == 422 and "administrator has this name" in answer.text


@pytest.mark.parametrize(
    "words", ["IT staff - Network", "1T Stаff", "Kakitangan IT", "Unit ICT", "Finance, IT support", "Helpdesk"]
)
@pytest.mark.parametrize("field", ["title", "department", "location"])
def test_nobody_writes_himself_a_badge_beside_the_name(client_of: ClientOf, field: str, words: str) -> None:
    answer = client_of(ana()).post("/settings", data={**PROFILE, field: words})
    assert answer.status_code == 422 and "Only the badge says" in answer.text


@pytest.mark.parametrize("words", ["Moderator", "M0derator", "Forum administrator", "Tanya moderator", "Penyederhana"])
def test_nobody_calls_himself_what_only_some_are_in_the_forum(client_of: ClientOf, words: str) -> None:
    answer = client_of(ana()).post("/settings", data={**PROFILE, "title": words})
    assert answer.status_code == 422 and "This is a role in the forum." in answer.text
    assert client_of(mo()).post("/settings", data={**PROFILE, "handle": "mo", "title": words}).status_code == 303


@pytest.mark.parametrize(
    "title",
    ["Administration manager", "Administrator", "Admin", "Support engineer at customer site", "Exam moderator"],
)
def test_honest_jobs_are_kept(client_of: ClientOf, title: str) -> None:
    assert client_of(ana()).post("/settings", data={**PROFILE, "title": title}).status_code == 303


@pytest.mark.parametrize("name", ["Iris Tan Mei Ling", "Iris-Tan Abdullah", "Tan, Iris Mei"])
def test_a_name_that_is_told_apart_is_kept(client_of: ClientOf, name: str) -> None:
    iris().skeleton = skeleton("Iris Tan")
    assert client_of(ana()).post("/settings", data={**PROFILE, "name": name}).status_code == 303


def test_it_staff_says_what_it_is(client_of: ClientOf) -> None:
    mine = {"name": "Iris Tan", "handle": "iris.tan", "title": "IT support engineer", "department": "IT department"}
    assert client_of(iris()).post("/settings", data=mine).status_code == 303


@pytest.mark.parametrize("department", ["Finance", "Sales support", "IT", "Office administration", "Ipoh"])
def test_honest_departments_are_kept(client_of: ClientOf, department: str) -> None:
    assert client_of(ana()).post("/settings", data={**PROFILE, "department": department}).status_code == 303


def test_a_photo_is_drawn_again(client_of: ClientOf) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG", comment=b"secret-place")
    browser = client_of(person := ana())
    answer = browser.post("/settings/photo", data={"photo": (io.BytesIO(picture.getvalue()), "me.jpg")})
    assert answer.status_code == 303
    shown = browser.get(session.get_one(Person, person.id).photo)
    assert shown.status_code == 200 and b"secret-place" not in shown.data


def _sent(picture: Image.Image, size: tuple[int, int], kind: str) -> dict[str, tuple[io.BytesIO, str]]:
    file = io.BytesIO()
    picture.convert("RGB").resize(size).save(file, kind)
    return {"photo": (io.BytesIO(file.getvalue()), f"me.{kind}")}


def _stored() -> list[str]:
    return list(session.scalars(select(StoredFile.token).order_by(StoredFile.id)))


def test_a_photo_that_was_replaced_is_swept(client_of: ClientOf, tmp_path: Path) -> None:
    hers, later = client_of(ana()), clock.now() + timedelta(days=2)
    for colour in ("teal", "olive"):
        hers.post("/settings/photo", data=_sent(Image.new("RGB", (40, 30), colour), (40, 30), "png"))
    first, second = _stored()
    assert sweep_unused(FolderStorage(tmp_path), at=later) == 1 and _stored() == [second]
    hers.post("/settings/photo/removal")
    assert sweep_unused(FolderStorage(tmp_path), at=later) == 1 and _stored() == []


def test_a_photo_that_stands_in_a_question_stays(client_of: ClientOf, tmp_path: Path) -> None:
    person = ana()
    hers = client_of(person)
    hers.post("/settings/photo", data=_sent(Image.new("RGB", (40, 30), "teal"), (40, 30), "png"))
    asked = question(person, source=f"![It is me]({person.photo})")
    session.commit()
    assert session.scalar(select(QuestionFile.question_id)) == asked.id
    hers.post("/settings/photo/removal")
    assert sweep_unused(FolderStorage(tmp_path), at=clock.now() + timedelta(days=2)) == 0 and len(_stored()) == 1


@pytest.mark.parametrize("of", [iris, mo, admin])
def test_nobody_shows_the_photo_of_staff(client_of: ClientOf, of: Callable[[], Person]) -> None:
    face, other = Image.radial_gradient("L").rotate(30), Image.linear_gradient("L").rotate(90)
    assert client_of(of()).post("/settings/photo", data=_sent(face, (400, 400), "png")).status_code == 303
    hers = client_of(ana())
    answer = hers.post("/settings/photo", data=_sent(face, (310, 310), "jpeg"))
    assert answer.status_code == 422 and "shows this picture" in answer.text
    assert hers.post("/settings/photo", data=_sent(other, (400, 400), "png")).status_code == 303


def test_something_else_is_no_photo(client_of: ClientOf) -> None:
    answer = client_of(ana()).post("/settings/photo", data={"photo": (io.BytesIO(b"<svg onload=x>"), "me.png")})
    assert answer.status_code == 422 and 'id="photo-wrong"' in answer.text and 'value="Ana Lim"' in answer.text


def test_language_zone_and_look(client_of: ClientOf) -> None:
    browser, wish = client_of(ana()), {"language": "ms", "zone": "Asia/Tokyo", "theme": "dark"}
    assert browser.post("/settings/preferences", data=wish).status_code == 303
    assert 'lang="ms" data-theme="dark"' in browser.get("/menu").text
    refused = browser.post("/settings/preferences", data={**wish, "zone": "Mars/Base"})
    assert refused.status_code == 422 and refused.text.count(' autofocus aria-invalid="true"') == 1


def test_a_zone_is_chosen_by_its_city(client_of: ClientOf) -> None:
    browser = client_of(ana())
    offered = browser.get("/settings/preferences").text
    assert '<option selected value="">As the company: Kuala Lumpur, Asia</option>' in offered
    assert '<option value="America/Argentina/Buenos_Aires">Buenos Aires, America</option>' in offered
    browser.post("/settings/preferences", data={"language": "ms", "zone": "UTC", "theme": "auto"})
    chosen = browser.get("/settings/preferences").text
    assert '<option selected value="UTC">UTC</option>' in chosen and "Kuala Lumpur, Asia</option>" in chosen
    assert '<option value="Europe/Berlin">Berlin, Eropah</option>' in chosen


def test_a_new_password_signs_other_browsers_out(client_of: ClientOf) -> None:
    set_password(person := ana(), hashed("the old river bends"), at=clock.now())
    here, there = client_of(person), client_of(person)
    change = {"present": "the old river bends", "password": "the new river bends"}
    assert here.post("/settings/password", data={**change, "present": "wrong"}).status_code == 422
    assert here.post("/settings/password", data=change).status_code == 303
    assert (here.get("/menu").status_code, there.get("/menu").status_code) == (200, 302)


def test_a_new_password_ends_a_strangers_wish_for_another_address(client_of: ClientOf) -> None:
    set_password(person := ana(), hashed("the old river bends"), at=clock.now())
    here, known = client_of(person), {"present": "the old river bends"}
    here.post("/settings/address", data={**known, "email": "mallory@elsewhere.example"})
    link = session.scalars(select(OutgoingMail).where(OutgoingMail.template == "address")).one().facts["link"]
    here.post("/settings/password", data={**known, "password": "the new river bends"})
    assert here.post(link).status_code == 422
    assert session.get_one(Person, person.id).email == "ana.lim@kencana.example"


def test_nobody_floods_other_peoples_mailboxes_with_his_wishes(client_of: ClientOf) -> None:
    set_password(person := ana(), hashed("the old river bends"), at=clock.now())
    here, known = client_of(person), {"present": "the old river bends"}
    wishes = [here.post("/settings/address", data={**known, "email": f"a{n}@elsewhere.example"}) for n in range(6)]
    assert [each.status_code for each in wishes] == [303] * 5 + [422]
    assert "several times within the hour" in wishes[5].text and "a5@elsewhere.example" in wishes[5].text


def test_a_feed_key_is_made_and_taken_back(client_of: ClientOf) -> None:
    browser = client_of(ana())
    browser.post("/settings/feed-key")
    assert "/feeds/" in browser.get("/settings/privacy").text
    browser.post("/settings/feed-key/revocation")
    assert "/feeds/" not in browser.get("/settings/privacy").text


@pytest.mark.parametrize("path", ["", "/preferences", "/account", "/privacy"])
def test_strangers_sign_in_first(client: FlaskClient, path: str) -> None:
    assert client.get(f"/settings{path}").status_code == 302


def test_people_are_closed_to_strangers(client: FlaskClient) -> None:
    ben()
    assert client.get("/people/ben.ong").status_code == 302

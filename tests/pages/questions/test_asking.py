"""The ask form with fields of every kind: by somebody whose browser runs no scripts."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.devices import DeviceDraft, add_device
from forum.accounts.models import Device, DeviceKind
from forum.intake.actions import FieldDraft, change_form, form_in_force
from forum.intake.models import FieldKind
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question, QuestionField, QuestionFile
from forum.questions.visibility import unrestricted
from forum.topics.models import Category
from tests import posts
from tests.files import samples
from tests.people import admin, ana, make_person, sam

ClientOf = Callable[[Person], FlaskClient]
FIELDS = [
    FieldDraft("over", "How are you connected?", FieldKind.CHOICE, options=["Wi-Fi", "VPN"], required=True),
    FieldDraft("step", "Which step?", depends_on="over", depends_value="VPN", required=True),
    FieldDraft("device", "Which device?", FieldKind.DEVICE),
    FieldDraft("photo", "A photo", FieldKind.FILE, options=["png"]),
    FieldDraft("all", "All of you?", FieldKind.YES_NO),
    FieldDraft("system", "System", fact="system"),
]
_CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
_WINVER = "It stops.\n\nMicrosoft Windows\nVersion 23H2 (OS Build 22631.4460)\n"


@pytest.fixture
def place(client_of: ClientOf) -> Category:
    """A category that asks for all of this."""
    made = posts.category()
    change_form(made.id, FIELDS, by=posts.actor(admin()), at=posts.NOON)
    return made


def _form(place: Category, **more: Any) -> dict[str, Any]:
    form = form_in_force(place.id)
    sent = {"title": posts.TITLE, "source": posts.BODY, "category": place.slug, "field-over": "Wi-Fi", "key": "k"}
    return {**sent, "form_id": form.id if form else "", **more}


def _asked() -> dict[str, str]:
    session.expire_all()
    rows = session.scalars(select(QuestionField).order_by(QuestionField.field_id)).all()
    return {str(number): row.value for number, row in enumerate(rows)}


def _thread(browser: FlaskClient) -> str:
    question = session.scalars(select(Question).where(unrestricted())).one()
    return browser.get(f"/questions/{question.id}/{question.slug}").text


def test_a_device_of_the_profile_is_chosen_and_shown(client_of: ClientOf, place: Category) -> None:
    add_device(
        DeviceDraft("ThinkPad T14", DeviceKind.LAPTOP, asset="LT-1"), by=posts.actor(asker := ana()), at=posts.NOON
    )
    browser = client_of(asker)
    id_ = session.scalars(select(Device.id)).one()
    page = browser.get(f"/questions/new?category={place.slug}").text
    assert f'<option value="device:{id_}" selected>ThinkPad T14 · LT-1' in page
    assert browser.post("/questions", data=_form(place, **{"field-device": f"device:{id_}"})).status_code == 303
    assert "ThinkPad T14 · LT-1" in _thread(browser)


def test_a_form_that_there_cannot_be_is_refused_and_nothing_typed_is_lost(client_of: ClientOf, place: Category) -> None:
    page = client_of(ana()).post("/questions", data=_form(place, form_id="9" * 30))
    assert page.status_code == 422 and posts.BODY in page.text


def test_the_browser_is_named_only_by_choice(client_of: ClientOf, place: Category) -> None:
    browser = client_of(ana())
    browser.post("/questions", data=_form(place), headers={"User-Agent": _CHROME})
    assert "Chrome 131" not in _thread(browser)
    told = {"field-device": "browser", "key": "other", "title": "Another one"}
    browser.post("/questions", data=_form(place, **told), headers={"User-Agent": _CHROME})
    assert "Windows 10 or 11, Chrome 131" in _asked().values()


def test_the_device_of_somebody_else_is_refused(client_of: ClientOf, place: Category) -> None:
    device = add_device(DeviceDraft("Laptop of Sam", DeviceKind.LAPTOP), by=posts.actor(sam()), at=posts.NOON)
    answer = client_of(ana()).post("/questions", data=_form(place, **{"field-device": f"device:{device.id}"}))
    assert answer.status_code == 422 and "Choose one of your devices" in answer.text
    assert "Laptop of Sam" not in answer.text


def test_a_field_that_waits_is_needed_only_after_its_answer(client_of: ClientOf, place: Category) -> None:
    browser = client_of(ana())
    answer = browser.post("/questions", data=_form(place, **{"field-over": "VPN"}))
    assert answer.status_code == 422 and "Please fill in “Which step?”" in answer.text
    assert 'id="field-step-wrong"' in answer.text
    assert browser.post("/questions", data=_form(place, **{"field-step": "left over"})).status_code == 303
    assert "left over" not in _asked().values()


def test_a_file_of_a_field_belongs_to_the_question(client_of: ClientOf, place: Category) -> None:
    browser = client_of(ana())
    picture = {"field-photo": (io.BytesIO(samples.png()), "screen.png")}
    answer = browser.post("/questions", data=_form(place, **picture), content_type="multipart/form-data")
    assert answer.status_code == 303
    address = next(value for value in _asked().values() if value.startswith("/files/"))
    assert session.scalars(select(QuestionFile)).all() and client_of(sam()).get(address).status_code == 200


def test_a_file_of_the_wrong_kind_is_refused_and_the_rest_stays(client_of: ClientOf, place: Category) -> None:
    file = {"field-photo": (io.BytesIO(b"a line"), "notes.txt"), "field-system": "Ubuntu"}
    answer = client_of(ana()).post("/questions", data=_form(place, **file), content_type="multipart/form-data")
    assert answer.status_code == 422 and "takes these kinds of files: png" in answer.text
    assert 'value="Ubuntu"' in answer.text and posts.BODY in answer.text


def test_a_file_that_was_sent_before_a_refusal_is_still_there(client_of: ClientOf, place: Category) -> None:
    browser = client_of(ana())
    file = {"field-photo": (io.BytesIO(samples.png()), "screen.png"), "field-over": "VPN"}
    page = browser.post("/questions", data=_form(place, **file), content_type="multipart/form-data").text
    address = page.partition('name="field-photo" value="')[2].partition('"')[0]
    assert address.startswith("/files/")
    assert browser.post("/questions", data=_form(place, **{"field-photo": address})).status_code == 303
    assert address in _asked().values()


@pytest.mark.parametrize(
    "forged",
    [{"field-over": "Pigeon"}, {"field-all": "perhaps"}, {"field-photo": "/etc/passwd"}, {"field-over": ""}],
)
def test_forged_values_come_back_with_a_sentence(client_of: ClientOf, place: Category, forged: dict[str, str]) -> None:
    answer = client_of(ana()).post("/questions", data=_form(place, **forged))
    assert answer.status_code == 422 and posts.BODY in answer.text and 'class="wrong"' in answer.text


def test_fields_that_are_not_in_the_form_are_left_aside(client_of: ClientOf, place: Category) -> None:
    assert client_of(ana()).post("/questions", data=_form(place, **{"field-x": "y", "field-": "z"})).status_code == 303
    assert set(_asked().values()) == {"Wi-Fi"}


def test_a_form_that_changed_meanwhile_keeps_everything_and_says_what_is_new(
    client_of: ClientOf, place: Category
) -> None:
    browser = client_of(ana())
    sent = _form(place, **{"field-system": "Ubuntu 24.04"})
    new = [*FIELDS[:5], FieldDraft("floor", "Which floor?", required=True)]
    change_form(
        place.id,
        new,
        by=posts.actor(session.scalars(select(Person).where(Person.handle == "aishah.rahman")).one()),
        at=posts.NOON,
    )
    answer = browser.post("/questions", data=sent)
    assert answer.status_code == 422
    for words in (
        "New: Which floor?",
        "Not asked any more: System",
        "System: Ubuntu 24.04",
        posts.BODY,
        '<option value="Wi-Fi" selected>',
    ):
        assert words in answer.text, words
    assert browser.post("/questions", data=_form(place, **{"field-floor": "3"})).status_code == 303


def test_an_old_question_shows_the_form_it_was_asked_with(client_of: ClientOf, place: Category) -> None:
    browser, by = (
        client_of(ana()),
        posts.actor(session.scalars(select(Person).where(Person.handle == "aishah.rahman")).one()),
    )
    browser.post("/questions", data=_form(place, **{"field-all": "yes"}))
    change_form(place.id, [], by=by, at=posts.NOON)
    page = _thread(browser)
    assert "All of you?" in page and "<dd>Yes</dd>" in page


def test_the_continue_step_says_what_would_help_most(client_of: ClientOf, place: Category) -> None:
    page = client_of(ana()).post("/questions/new", data=_form(place, **{"field-over": ""})).text
    assert "Required fields filled in: 0 of 1. “How are you connected?” would help most." in page
    filled = {"field-device": "", "field-device-other": "PC", "field-all": "no", "field-system": "x", "field-photo": ""}
    page = client_of(ana_again()).post("/questions/new", data=_form(place, **filled)).text
    assert "“A photo” would help most." in page


def ana_again() -> Person:
    """Ana, who is there already."""
    return session.scalars(select(Person).where(Person.handle == "ana.lim")).one()


def test_a_pasted_report_is_offered_and_fills_in_only_on_request(client_of: ClientOf, place: Category) -> None:
    browser = client_of(ana())
    page = browser.post("/questions/new", data=_form(place, source=_WINVER)).text
    assert "Your text tells what these fields ask for" in page and "Windows 23H2" in page
    assert 'name="field-system" maxlength="2000" value=""' in page
    page = browser.post("/questions/new", data=_form(place, source=_WINVER, act="fill")).text
    assert 'name="field-system" maxlength="2000" value="Windows 23H2"' in page


def test_two_hundred_kilobytes_come_back_with_a_sentence(client_of: ClientOf, place: Category) -> None:
    text = "at com.kencana.Foo.bar(Foo.java:12) password=\n" * 4500
    answer = client_of(ana()).post("/questions", data=_form(place, source=text))
    assert answer.status_code in (303, 422) and len(text) > 200_000


def test_a_malay_reader_chooses_and_reads_options_in_malay(client_of: ClientOf, place: Category) -> None:
    fields = [replace(FIELDS[0], options_ms=["", "VPN dari rumah"]), *FIELDS[1:]]
    change_form(place.id, fields, by=posts.actor(make_person("Devi", roles="administrator")), at=posts.NOON)
    browser = client_of(make_person("Nurul Huda", language="ms"))
    page = browser.get(f"/questions/new?category={place.slug}").text
    assert '<option value="VPN">VPN dari rumah</option>' in page and '<option value="Wi-Fi">Wi-Fi</option>' in page
    sent = _form(place, **{"field-over": "VPN", "field-step": "2"})
    assert browser.post("/questions", data=sent).status_code == 303
    assert "<dd>VPN dari rumah</dd>" in _thread(browser)
    assert "<dd>VPN</dd>" in _thread(client_of(ana()))


def test_all_that_a_first_question_lacks_is_told_at_once(client_of: ClientOf, place: Category) -> None:
    left = {"title": "", "field-over": "VPN", "field-step": ""}
    page = client_of(make_person("Nadia Rahim", rules_accepted=0)).post("/questions", data=_form(place, **left)).text
    for said in ("Give your question a title.", "Please fill in “Which step?”", "Please tick the box."):
        assert page.count(said) == 1
    assert 'name="house_rules" value="1" aria-invalid="true"' in page


def test_the_only_category_is_chosen_already(client_of: ClientOf, place: Category) -> None:
    browser, chosen = client_of(ana()), f'value="{place.slug}" selected'
    assert chosen in browser.get("/questions/new").text
    posts.category("Accounts")
    assert chosen not in browser.get("/questions/new").text


def test_who_has_asked_reads_that_he_will_be_told(client_of: ClientOf, place: Category) -> None:
    page = client_of(ana()).post("/questions", data=_form(place), follow_redirects=True).text
    assert page.count("You are told as soon as somebody answers.") == 1

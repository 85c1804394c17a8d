"""Uploads and downloads."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from forum.accounts.settings import OPEN_PEOPLE, OPEN_READING
from forum.app import Tanya
from forum.files.settings import PERSON_MEGABYTES
from forum.files.storage import FolderStorage
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import add_note, reply
from forum.topics.models import Audience
from tests import posts
from tests.files import samples
from tests.people import ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime, app: Tanya) -> Iterator[None]:
    """The clock stands in all of these tests."""
    yield


def send(browser: FlaskClient, data: bytes, name: str = "screen.png") -> Any:
    """What the composer's script does."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + data + b"\r\n--x--\r\n"
    return browser.post(
        "/files", data=body, content_type="multipart/form-data; boundary=x", headers={"Accept": "application/json"}
    )


def test_the_composer_gets_the_markdown_of_its_upload(client_of: Browser) -> None:
    told = send(client_of(ana()), samples.png()).json
    assert re.fullmatch(r"!\[screen\.png\]\(/files/[0-9a-f]{32}/screen\.png\)", told["markdown"])
    assert told["name"] == "screen.png"


def test_without_a_script_the_page_shows_the_line_to_copy(client_of: Browser) -> None:
    data = {"file": (BytesIO(b"a line"), "app.log")}
    answer = client_of(ana()).post(
        "/files", data=data, content_type="multipart/form-data", headers={"Accept": "text/html"}
    )
    assert answer.status_code == 201
    assert "[app.log](/files/" in answer.text


def test_a_picture_is_shown_and_everything_else_is_saved(client_of: Browser) -> None:
    browser = client_of(ana())
    picture = browser.get(send(browser, samples.png()).json["url"])
    other = browser.get(send(browser, samples.SVG, "logo.svg").json["url"])
    assert picture.headers["Content-Disposition"] == "inline; filename=screen.png"
    assert other.headers["Content-Disposition"] == "attachment; filename=logo.svg.txt"
    assert other.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert other.data == samples.SVG


def test_nothing_in_a_file_can_run_here(client_of: Browser) -> None:
    browser = client_of(ana())
    answer = browser.get(send(browser, b"<html><script>alert(1)</script>", "x.html").json["url"])
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_name_beyond_ascii_is_downloaded_by_it(client_of: Browser) -> None:
    browser = client_of(ana())
    header = browser.get(send(browser, b"%PDF-1.7", "laporan ujian – 报告.pdf").json["url"]).headers[
        "Content-Disposition"
    ]
    assert header.isascii()
    assert "filename*=UTF-8''" in header


def test_the_same_file_is_not_sent_twice(client_of: Browser) -> None:
    browser = client_of(ana())
    url = send(browser, samples.png()).json["url"]
    tag = browser.get(url).headers["ETag"]
    assert browser.get(url, headers={"If-None-Match": tag}).status_code == 304


def test_an_upload_is_its_owners_until_a_post_shows_it(client_of: Browser) -> None:
    asker, reader = ana(), client_of(sam())
    told = send(client_of(asker), samples.png()).json
    assert reader.get(told["url"]).status_code == 404
    posts.question(asker, source=told["markdown"])
    assert reader.get(told["url"]).status_code == 200


def test_a_file_of_a_closed_category_is_closed(client_of: Browser) -> None:
    staff, reader = iris(), client_of(sam())
    told = send(client_of(staff), samples.png()).json
    posts.question(staff, posts.category("Inside", audience=Audience.STAFF), source=told["markdown"])
    assert reader.get(told["url"]).status_code == 404
    assert client_of(staff).get(told["url"]).status_code == 200


def test_a_file_of_an_answer_goes_out_of_sight_with_it(client_of: Browser) -> None:
    helper, reader, staff = ben(), client_of(sam()), client_of(iris())
    told = send(client_of(helper), samples.png()).json
    answer = posts.answer(posts.question(ana()), helper, source=told["markdown"])
    assert reader.get(told["url"]).status_code == 200
    staff.post(f"/answers/{answer.id}/removal")
    assert reader.get(told["url"]).status_code == 404


def test_naming_a_colleagues_file_does_not_open_it(client_of: Browser) -> None:
    told = send(client_of(ben()), samples.png()).json
    posts.question(ana(), source=told["markdown"])
    assert client_of(sam()).get(told["url"]).status_code == 404


def test_strangers_get_files_only_when_a_second_setting_opens_them(client_of: Browser, client: FlaskClient) -> None:
    asker = ana()
    told = send(client_of(asker), samples.png()).json
    posts.question(asker, source=told["markdown"])
    assert client.get(told["url"]).status_code == 302
    registry.store(OPEN_READING, True)
    assert client.get(told["url"]).status_code == 404
    registry.store(OPEN_PEOPLE, True)
    assert client.get(told["url"]).status_code == 200


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [
        (samples.png_head(50_000, 50_000), "bomb.png", 422),
        (b"", "empty.txt", 422),
        (b"MZ\x90\x00\x00", "setup.exe", 422),
        (b"a" * 10_000_001, "long.log", 413),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence(
    client_of: Browser, data: bytes, name: str, status: int
) -> None:
    answer = send(client_of(ana()), data, name)
    assert answer.status_code == status
    assert len(answer.json["sentence"]) > 15


def test_a_request_beyond_all_limits_is_refused_from_its_head(client_of: Browser) -> None:
    kind, length = "multipart/form-data; boundary=x", {"CONTENT_LENGTH": "64000000"}
    answer = client_of(ana()).post("/files", data=b"", content_type=kind, environ_overrides=length)
    assert answer.status_code == 413


def test_a_file_of_a_note_is_it_staffs_alone_and_one_of_a_reply_the_requesters_too(client_of: Browser) -> None:
    asker, helper = ana(), iris()
    hers, desk = client_of(asker), client_of(helper)
    ticket = make_ticket(posts.question(asker).id, by=posts.actor(helper), at=posts.NOON).ticket
    for say, statuses in ((add_note, (404, 200)), (reply, (200, 200))):
        told = send(desk, samples.png()).json
        say(ticket, f"See {told['markdown']}", "", by=posts.actor(helper), at=posts.NOON)
        assert (hers.get(told["url"]).status_code, desk.get(told["url"]).status_code) == statuses


def test_a_person_whose_room_is_used_up_is_told(app: Tanya, client_of: Browser) -> None:
    browser = client_of(ana())
    registry.store(PERSON_MEGABYTES, 1)
    assert send(browser, b"a" * 900_000, "a.log").status_code == 200
    kept = set(_storage(app).kept())
    assert send(browser, b"a" * 900_000, "b.log").status_code == 413
    assert set(_storage(app).kept()) == kept  # what is refused takes no room either


def test_a_photo_for_which_there_is_no_room_leaves_nothing_behind(app: Tanya, client_of: Browser) -> None:
    browser = client_of(person := ana())
    registry.store(PERSON_MEGABYTES, 1)
    send(browser, b"a" * 999_900, "a.log")
    kept = set(_storage(app).kept())
    assert (
        browser.post("/settings/photo", data={"photo": (BytesIO(samples.png(300, 300)), "me.png")}).status_code == 413
    )
    assert set(_storage(app).kept()) == kept and session.get_one(Person, person.id).photo == ""


def _storage(app: Tanya) -> FolderStorage:
    return FolderStorage(app.extensions["environment"].files_dir)


@pytest.mark.parametrize(
    "path", ["/files/../../etc/passwd", "/files/xyz/a.png", f"/files/{'f' * 32}/a.png", "/files/%00/a"]
)
def test_no_address_leads_out_of_the_store(client_of: Browser, path: str) -> None:
    assert client_of(ana()).get(path).status_code == 404


def test_another_name_under_the_same_token_is_nothing(client_of: Browser) -> None:
    browser = client_of(ana())
    url = send(browser, samples.png()).json["url"]
    assert browser.get(url.replace("screen.png", "evil.html")).status_code == 404


def test_the_preview_shows_what_will_be_posted(client_of: Browser) -> None:
    browser = client_of(ana())
    assert browser.post("/preview", data={"source": "**bold** <script>"}).text.startswith("<p><strong>bold</strong>")
    assert browser.post("/preview", data={"source": "a" * 100_000}).status_code == 413


def test_a_stranger_cannot_send_or_preview(client: FlaskClient) -> None:
    assert send(client, samples.png()).status_code == 401
    assert client.post("/preview", data={"source": "x"}).status_code == 401

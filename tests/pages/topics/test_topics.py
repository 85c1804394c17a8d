"""Pages of categories and tags."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.topics.models import Audience
from tests import posts
from tests.people import admin, ana, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def test_a_tag_has_a_page_with_its_questions(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn",))
    page = client_of(sam()).get("/tags/vpn").text
    assert posts.TITLE in page
    assert client_of(iris()).get("/tags").text.count('href="/tags/vpn"') == 1


def test_staff_describe_rename_and_merge_a_tag(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn", "remote-access"))
    browser = client_of(iris())
    browser.post("/tags/vpn/description", data={"description": "Working from outside."})
    browser.post("/tags/vpn/synonyms", data={"synonym": "globalprotect"})
    browser.post("/tags/vpn/name", data={"name": "vpn-client"})
    page = browser.get("/tags/vpn", follow_redirects=True).text
    for words in ("#vpn-client", "Working from outside.", "globalprotect"):
        assert words in page
    browser.post("/tags/remote-access/merge", data={"into": "vpn-client", "sure": "1"})
    assert browser.get("/tags/remote-access").location == "/tags/vpn-client"


def test_a_merge_says_first_how_many_questions_it_changes(client_of: Browser) -> None:
    asker, inside = ana(), posts.category("Payroll", audience=Audience.GROUPS)
    for tags in (("wlan",), ("wlan", "wifi"), ("wifi",), ("wifi",)):
        posts.question(asker, tags=tags)
    posts.question(asker, tags=("other",)).category_id = inside.id
    browser = client_of(iris())
    page = browser.post("/tags/wlan/merge", data={"into": "wifi"})
    figures = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page.text)
    assert page.status_code == 200 and figures == [
        ("#wlan", "2 questions"), ("#wifi", "3 questions"), ("With both", "1 question"),
        ("#wifi afterwards", "4 questions"),
    ]  # fmt: skip
    assert browser.get("/tags/wlan").status_code == 200
    browser.post("/tags/wlan/merge", data=dict(re.findall(r'name="(into|sure)" value="([^"]*)"', page.text)))
    assert browser.get("/tags/wlan").location == "/tags/wifi"
    hidden = browser.post("/tags/other/merge", data={"into": "wifi"})
    assert "<dt>#other</dt><dd>0 questions</dd>" in hidden.text


def test_a_merge_says_first_what_becomes_of_the_description(client_of: Browser) -> None:
    posts.question(ana(), tags=("wlan", "wifi"))
    browser = client_of(iris())
    browser.post("/tags/wlan/description", data={"description": "Wireless at work."})
    kept = browser.post("/tags/wlan/merge", data={"into": "wifi"}).text
    assert "gets the one of #wlan: “Wireless at work.”" in unescape(kept)
    browser.post("/tags/wifi/description", data={"description": "In the air."})
    goes = browser.post("/tags/wlan/merge", data={"into": "wifi"}).text
    assert "<dd>Wireless at work.</dd>" in goes and "<dd>In the air.</dd>" in goes and "/tags/wifi/edit" in goes


def test_a_tag_with_signs_has_an_address(client_of: Browser) -> None:
    posts.question(ana(), tags=("c#",))
    browser = client_of(sam())
    assert 'href="/tags/c%23"' in browser.get("/questions").text
    assert browser.get("/tags/c%23").status_code == 200


def test_what_staff_may_not_call_a_tag_is_told(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn", "wifi"))
    browser = client_of(iris())
    assert browser.post("/tags/vpn/name", data={"name": "wifi"}).status_code == 409
    assert browser.post("/tags/vpn/merge", data={"into": "vpn"}).status_code == 422
    missed = browser.post("/tags/vpn/merge", data={"into": "nothing"})
    assert missed.status_code == 422 and "There is no tag “nothing”." in missed.text
    assert 'value="nothing"' in missed.text and "cannot be found" not in missed.text


def test_a_refusal_stands_at_the_field_that_was_sent(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn",))
    page = client_of(iris()).post("/tags/vpn/synonyms", data={"synonym": ""}).text
    assert re.findall(r'id="(\w+)"[^>]*aria-invalid', page) == ["synonym"]


def test_a_word_that_leads_to_the_tag_already_is_no_other_tags(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn",))
    browser = client_of(iris())
    for _time in range(2):
        assert browser.post("/tags/vpn/synonyms", data={"synonym": "tunnel"}).location == "/tags/vpn/edit"


def test_a_category_that_is_archived_says_so_until_it_is_opened_again(client_of: Browser) -> None:
    place, browser = posts.category("Scanners"), client_of(admin())
    way = f"/admin/categories/{place.id}/archive"
    told = browser.post(way, follow_redirects=True).text
    assert "“Scanners” takes no new questions." in told
    reader = client_of(sam())
    assert "nothing new is asked here" in reader.get(f"/categories/{place.slug}").text
    assert "“Scanners” takes questions again." in browser.post(f"{way}/undo", follow_redirects=True).text
    assert "nothing new is asked here" not in reader.get(f"/categories/{place.slug}").text


def test_employees_do_not_curate_tags(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn",))
    browser = client_of(sam())
    assert browser.get("/tags/vpn/edit").status_code == 403
    assert browser.post("/tags/vpn/name", data={"name": "x"}).status_code == 403


def test_a_tag_of_a_closed_category_is_unknown_outside(client_of: Browser) -> None:
    posts.question(iris(), posts.category("Inside", audience=Audience.STAFF), tags=("merger",))
    browser = client_of(sam())
    assert browser.get("/tags/merger").status_code == 404
    assert browser.get("/complete/tags?q=mer").json == {"tags": []}
    assert "merger" not in browser.get("/tags").text
    assert browser.get("/categories/inside").status_code == 404


def test_a_tag_may_be_called_anything(client_of: Browser) -> None:
    posts.question(ana(), tags=("complete", "c++", "naïve", "日本"))
    browser = client_of(sam())
    for name in ("complete", "c++", "naïve", "日本"):
        page = browser.get(f"/tags/{quote(name)}")
        assert page.status_code == 200 and f"#{name}" in page.text


def test_tags_complete_as_one_types(client_of: Browser) -> None:
    posts.question(ana(), tags=("vpn", "vpn-client", "wifi"))
    browser = client_of(sam())
    assert browser.get("/complete/tags?q=VP").json == {"tags": ["vpn", "vpn-client"]}
    assert browser.get("/complete/tags?q=%25").json == {"tags": []}


def test_a_category_says_what_it_is_for(client_of: Browser) -> None:
    posts.question(ana(), posts.category("Network", description="Cables and wireless."))
    page = client_of(sam()).get("/categories/network").text
    assert "Cables and wireless." in page
    assert posts.TITLE in page

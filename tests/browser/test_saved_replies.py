"""Saved replies by keyboard: `/` opens the list, Enter writes the words, and they are made one's own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from forum.kernel import clock
from forum.kernel.db import transaction
from forum.saved_replies.actions import save_reply
from forum.saved_replies.rules import Draft, Scope
from tests import posts
from tests.browser.conftest import Site, person_called

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


DESK = Draft("Bring it to the desk", "Hi {{ requester.call_name }},\n\nplease bring it to the desk.\n\n{{ me.name }}")
THANKS = Draft("Thanks for trying", "Hi {{ requester.call_name }},\n\nthank you for trying.")


@pytest.fixture
def label(site: Site) -> str:
    """A ticket of Ana's, and two saved replies of Iris's."""
    with site.app.app_context(), transaction():
        iris = posts.actor(person_called("iris.tan"), at=clock.now())
        for draft in (DESK, THANKS):
            save_reply(draft, Scope(owner_id=iris.id), by=iris, at=clock.now())
    return site.ticketed()[0]


def test_a_slash_opens_the_list_and_enter_writes_the_words(site: Site, visit: Visit, label: str) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}/tickets/{label}?write=reply")
    page.locator("#reply").press("/")
    search = page.get_by_role("searchbox", name="Search saved replies")
    expect(search).to_be_focused()
    search.press_sequentially("desk")
    search.press("Enter")  # before the list has come
    expect(page.locator("#reply")).to_be_focused()
    expect(page.locator("#reply")).to_have_value(re.compile("bring it to the desk"))
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("Make it yours")).to_be_visible()
    words = page.locator("#reply").input_value()
    page.fill("#reply", f"Good to hear from you.\n\n{words}")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator(".reply").last).to_contain_text("Good to hear from you.")


def test_a_reply_that_is_pressed_twice_is_written_once(site: Site, visit: Visit, label: str) -> None:
    page, asked = visit("iris.tan"), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}/tickets/{label}?write=reply")
    page.locator("#reply").press("/")
    page.get_by_role("button", name="Thanks for trying").first.dblclick()
    expect(page.locator("#reply")).to_have_value(re.compile("thank you for trying"))
    assert len([address for address in asked if "/text?" in address]) == 1


def test_a_slash_within_a_line_is_a_slash(site: Site, visit: Visit, label: str) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}/tickets/{label}?write=reply")
    page.locator("#reply").press_sequentially("and/or")
    expect(page.locator("#reply")).to_have_value("and/or")
    page.fill("#reply", "")
    page.locator("#reply").press("/")
    page.get_by_role("searchbox", name="Search saved replies").press("/")
    expect(page.locator("#reply")).to_have_value("/")
    expect(page.locator("#reply")).to_be_focused()


def test_without_javascript_a_button_writes_them(site: Site, visit: Visit, label: str) -> None:
    page = visit("iris.tan", javascript=False)
    page.goto(f"{site.address}/tickets/{label}?write=reply")
    page.fill("#reply", "My own words.")
    page.locator("details[data-saved=reply] summary").click()
    expect(page.locator("#reply-saved")).to_be_hidden()
    page.get_by_role("button", name="Show them").click()
    page.get_by_role("button", name="Thanks for trying").first.click()
    expect(page.locator("#reply")).to_have_value(re.compile(r"^My own words\.\n\nHi "))

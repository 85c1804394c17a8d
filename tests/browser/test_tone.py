"""Hints come while one writes and are told to screen readers; a heated text rests until its writer decides."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
HARSH = "You people never ask. WHY DO YOU NOT READ IT"


@pytest.fixture
def ask(site: Site, visit: Visit) -> Page:
    """The ask form, with nothing in it."""
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions/new")
    return page


def test_a_heated_text_rests_and_is_edited(ask: Page) -> None:
    ask.fill("#title", "The printer on floor 3 is blank")
    ask.locator("#source").press_sequentially(HARSH)
    told = ask.get_by_role("status").filter(has_text="reads as a reproach")
    expect(told).to_contain_text("reads as shouting")
    told.get_by_role("button", name="Keep it for ten minutes").click()
    expect(ask.get_by_role("heading", name="Kept drafts")).to_be_visible()
    expect(ask.locator(".draft-text")).to_have_text(HARSH)
    ask.get_by_role("button", name="Edit").click()
    expect(ask.locator("#source")).to_have_value(HARSH)
    expect(ask.locator("#title")).to_have_value("The printer on floor 3 is blank")


def test_hints_go_with_their_words(ask: Page) -> None:
    ask.locator("#source").press_sequentially("You people!")
    expect(ask.get_by_text("reads as a reproach")).to_be_visible()
    ask.fill("#source", "The tray is empty.")
    expect(ask.get_by_text("reads as a reproach")).to_have_count(0)


def test_a_heated_comment_rests_too_and_leaves_no_draft_in_the_browser(site: Site, visit: Visit) -> None:
    page, address = visit("ben.ong"), site.asked("The scanner sends nothing")
    page.goto(address)
    page.get_by_role("link", name="Comment").first.click()
    page.locator("#comment-q").press_sequentially("You people never ask.")
    page.get_by_role("button", name="Keep it for ten minutes").click()
    expect(page.get_by_role("heading", name="Kept drafts")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Send as it is").click()
    expect(page.get_by_text("You people never ask.")).to_be_visible()
    page.get_by_role("link", name="Comment").first.click()
    expect(page.locator("#comment-q")).to_have_value("")


def test_a_refused_comment_says_why_in_its_place(site: Site, visit: Visit) -> None:
    page, address = visit("ben.ong"), site.asked("The scanner sends blank pages")
    page.goto(address)
    page.get_by_role("link", name="Comment").first.click()
    page.fill("#comment-q", "password: hunter2hunter2")
    page.get_by_role("button", name="Post the comment").click()
    expect(page.get_by_text("Should others be able to read this?")).to_be_visible()
    page.get_by_role("button", name="Mask what is ticked, and post").click()
    expect(page.locator("#comments-q")).to_contain_text("password: •")
    expect(page.locator("#comment-q")).to_have_count(0)
    expect(page.locator("#comments-q .comment")).to_be_focused()

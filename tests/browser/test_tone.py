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

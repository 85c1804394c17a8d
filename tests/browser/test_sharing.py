"""The address of a thread or of an answer goes to the clipboard, and where there is none its link still leads there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture
def address(site: Site) -> str:
    """A question with one answer."""
    asked = site.asked("The gate stays closed")
    site.answered(asked, "Wave the badge.", by="ben.ong")
    return asked


def test_it_is_copied_and_told(visit: Visit, address: str) -> None:
    page = visit("ana.lim")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("link", name="Link to this answer").click()
    expect(page.locator("#toast")).to_have_text("The address is copied.")
    assert re.search(r"/answers/\d+$", page.evaluate("navigator.clipboard.readText()"))


def test_without_a_clipboard_the_link_leads_there(visit: Visit, address: str) -> None:
    page = visit("ana.lim")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(address)
    page.get_by_role("link", name="Link to this answer").click()
    expect(page).to_have_url(re.compile(r"#answer-\d+$"))

"""Who signs out on a shared machine leaves no page of his behind the Back button."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
# Browsers keep a page whole and say so when they bring it back; the shell that runs the tests never keeps one.
_BROUGHT_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def _sign_out(page: Page) -> None:
    page.click("details.person-menu summary")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")


@pytest.mark.parametrize("javascript", [True, False])
def test_back_after_signing_out_shows_nothing_of_the_person(site: Site, visit: Visit, javascript: bool) -> None:
    page = visit(javascript=javascript)
    sign_in(page, site, "ana.lim")
    page.goto(f"{site.address}/settings/privacy")
    _sign_out(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_a_page_that_was_kept_whole_is_asked_for_anew_when_somebody_else_is_here(site: Site, visit: Visit) -> None:
    page = visit()
    sign_in(page, site, "ana.lim")
    page.goto(f"{site.address}/settings/privacy")
    page.evaluate(_BROUGHT_BACK)
    expect(page.locator("h1")).not_to_have_text("Sign in")
    other = page.context.new_page()
    other.goto(f"{site.address}/")
    _sign_out(other)
    page.evaluate(_BROUGHT_BACK)
    expect(page.locator("h1")).to_have_text("Sign in")

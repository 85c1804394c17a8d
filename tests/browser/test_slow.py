"""A slow or broken network: what is pressed shows that it is on its way, and what did not arrive is told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_press_that_is_on_its_way_is_seen(site: Site, visit: Visit) -> None:
    held: list[Route] = []
    page = visit("ben.ong")
    page.goto(site.asked("The fax prints twice"))
    page.route("**/vote", lambda route: held.append(route))
    button = page.get_by_role("button", name="Helpful 0")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.get_by_role("button", name="Helpful 1")).not_to_have_attribute("aria-busy", "true")


def test_a_press_that_did_not_arrive_is_told_and_can_be_tried_again(site: Site, chromium: Browser) -> None:
    broken: list[str] = []
    page = chromium.new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    sign_in(page, site, "ben.ong")
    page.goto(site.asked("The fax prints three times"))
    page.route("**/vote", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Helpful 0").click()
    expect(page.locator("#toast")).to_be_visible()
    page.get_by_role("button", name="Helpful 0").click()
    expect(page.get_by_role("button", name="Helpful 1")).to_be_visible()
    page.close()
    assert broken == []


def test_a_poll_after_the_session_has_ended_breaks_nothing(site: Site, visit: Visit) -> None:
    page = visit("ben.ong")
    page.goto(site.asked("The fax prints nothing"))
    page.context.clear_cookies()
    with page.expect_response("**/live?*"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Helpful 0")).to_be_visible()


def test_a_press_after_the_session_has_ended_leads_to_the_sign_in_and_back(site: Site, visit: Visit) -> None:
    page = visit("ben.ong")
    page.goto(site.asked("The fax prints upside down"))
    page.context.clear_cookies()
    page.get_by_role("button", name="Helpful 0").click()
    page.locator("#toast").get_by_role("link", name="Sign in").click()
    page.fill("#email", "ben.ong@kencana.example")
    page.fill("#password", site.password)
    page.click("form.form button.main")
    expect(page.get_by_role("heading", name="The fax prints upside down")).to_be_visible()


def test_a_bar_that_comes_late_moves_nothing_and_is_not_there_without_scripts(site: Site, visit: Visit) -> None:
    held: list[Route] = []
    late, without = visit("ben.ong"), visit("ben.ong", javascript=False)
    late.route("**/composer.js*", lambda route: held.append(route))
    for page in (late, without):
        page.goto(f"{site.address}/questions/new", wait_until="commit")
        expect(page.locator("#tags")).to_be_visible()
    before = late.locator("#source").bounding_box()
    expect(without.locator(".composer-bar")).to_be_hidden()
    expect(late.get_by_role("button", name="Quotation")).to_be_hidden()
    held[0].continue_()
    expect(late.get_by_role("button", name="Quotation")).to_be_visible()
    assert late.locator("#source").bounding_box() == before

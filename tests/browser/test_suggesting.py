"""Suggestions while one types a search: arrows, Enter and Escape, and what a screen reader is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def _threads(site: Site) -> None:
    """Two threads that begin alike."""
    site.asked("Projector shows blue")
    site.asked("Projector hums all day")
    site.work()


@pytest.fixture
def page(visit: Visit) -> Page:
    """Ana's browser; she has begun to type."""
    page = visit("ana.lim")
    page.focus("#q-top")
    page.keyboard.type("proj")
    expect(page.get_by_role("option")).to_have_count(2)
    return page


def test_arrows_choose_and_enter_opens(page: Page) -> None:
    field = page.locator("#q-top")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#found")).to_contain_text("Suggestions: 2.")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/questions/\d+/projector-"))


def test_enter_alone_searches(page: Page) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=proj")


def test_escape_closes_the_list_and_leaves_the_text(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#q-top")).to_have_value("proj")
    expect(page.locator("#q-top")).to_be_focused()
    expect(page.locator("#q-top")).to_have_attribute("aria-expanded", "false")


def test_an_answer_that_comes_late_does_not_end_the_question(visit: Visit) -> None:
    page, held = visit("ana.lim"), list[Route]()
    page.route("**/search/suggestions?q=p", lambda route: held.append(route))
    page.focus("#q-top")
    with page.expect_request("**/search/suggestions?q=p"):
        page.keyboard.type("p")
    page.keyboard.type("roj")
    held[0].fulfill(body="")
    expect(page.get_by_role("option")).to_have_count(2)


def test_the_list_stands_still_for_who_chooses_in_it(page: Page) -> None:
    held: list[Route] = []
    page.route("**/search/suggestions?q=proje", lambda route: held.append(route))
    with page.expect_request("**/search/suggestions?q=proje"):
        page.keyboard.type("e")
    page.keyboard.press("ArrowDown")
    held[0].fulfill(body="")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/questions/\d+/projector-"))


def test_a_click_opens_too(page: Page) -> None:
    page.get_by_role("option", name=re.compile("hums")).click()
    page.wait_for_url("**/projector-hums-all-day")


def test_without_a_script_the_field_searches(visit: Visit) -> None:
    page = visit("ana.lim", javascript=False)
    page.fill("#q-top", "projector")
    page.press("#q-top", "Enter")
    page.wait_for_url("**/search?q=projector")
    expect(page.locator("article")).to_have_count(2)

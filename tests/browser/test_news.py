"""What happens while a page is open announces itself there, and waits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_new_answers_announce_themselves_and_disturb_nobody(site: Site, visit: Visit) -> None:
    address = site.asked("The coffee machine asks for a PIN")
    page = visit("ana.lim")
    page.clock.install()
    page.goto(address)
    page.get_by_label("What helps?").fill("I am in the middle of")
    site.answered(address, "It is 0000.", by="ben.ong")
    site.answered(address, "Ask at the desk.", by="iris.tan")
    page.clock.fast_forward(31_000)
    news = page.get_by_role("link", name="2 new answers, show")
    expect(news).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.get_by_label("What helps?")).to_have_value("I am in the middle of")
    news.click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.get_by_label("What helps?")).to_have_value("I am in the middle of")


def test_a_claim_shows_in_an_open_page(site: Site, visit: Visit) -> None:
    address = site.asked("The shredder hums")
    page, ben = visit("ana.lim"), visit("ben.ong")
    page.clock.install()
    page.goto(address)
    ben.goto(address)
    ben.get_by_role("button", name="I am on it").click()
    expect(ben.locator(".banner.claim")).to_be_visible()
    page.clock.fast_forward(31_000)
    expect(page.locator(".banner.claim")).to_contain_text("Ben Ong is on it")

"""Moderators tidy threads up, and every act has its way back: lock, move, merge, spam; the asker hears of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(
        ("site", "javascript"), [("sqlite", True), ("postgresql", False)], indirect=["site"], scope="module"
    ),
]
Visit = Callable[..., Page]


def test_a_thread_is_locked_with_a_reason_that_its_asker_hears_and_opened_again(
    site: Site, visit: Visit, javascript: bool
) -> None:
    thread = site.asked("When is the canteen open")
    mo, ana = visit("mohan.pillai", javascript=javascript), visit("ana.lim", javascript=javascript)
    mo.goto(thread)
    mo.get_by_role("link", name="Lock", exact=True).click()
    mo.fill("#reason", "It stands on the first page.")
    mo.get_by_role("button", name="Lock", exact=True).click()
    expect(mo.locator("#banners")).to_contain_text("Locked by Mohan Pillai")
    site.work()
    ana.goto(f"{site.address}/inbox")
    expect(ana.locator("main")).to_contain_text("closed your question “When is the canteen open”")
    ana.goto(thread)
    expect(ana.locator("#banners")).to_contain_text("Locked by Mohan Pillai")
    expect(ana.locator("#banners")).to_contain_text("It stands on the first page.")
    mo.get_by_role("button", name="Unlock").click()
    expect(mo.locator("#banners")).not_to_contain_text("Locked by")
    ana.goto(thread)
    expect(ana.locator("#write")).to_contain_text("Your answer")


def test_two_threads_become_one_and_stand_apart_again(site: Site, visit: Visit, javascript: bool) -> None:
    one, other = site.asked("Scanner in the lobby is silent"), site.asked("Lobby scanner does nothing", by="sam.lee")
    site.answered(other, "Pull its plug for a minute.", by="ben.ong")
    mo = visit("mohan.pillai", javascript=javascript)
    mo.goto(other)
    mo.get_by_role("link", name="Merge").click()
    mo.fill("#into", one)
    mo.get_by_role("button", name="Merge").click()
    expect(mo.locator("#thread")).to_contain_text("Pull its plug")
    expect(mo.locator("h1")).to_contain_text("Scanner in the lobby is silent")
    mo.get_by_text("Also asked as “Lobby scanner does nothing”").click()
    mo.get_by_role("button", name="Undo the merge").click()
    expect(mo.locator("h1")).to_contain_text("Lobby scanner does nothing")
    mo.goto(one)
    expect(mo.locator("#thread")).not_to_contain_text("Pull its plug")
    mo.goto(other)
    expect(mo.locator("#thread")).to_contain_text("Pull its plug")


def test_all_that_somebody_wrote_goes_and_comes_back_in_one_act(site: Site, visit: Visit, javascript: bool) -> None:
    thread = site.asked("Cheap watches for everybody here", by="ben.ong")
    mo, sam = visit("mohan.pillai", javascript=javascript), visit("sam.lee", javascript=javascript)
    mo.goto(f"{site.address}/moderation/people/ben.ong")
    mo.get_by_text("All of it is spam").click()
    mo.get_by_role("button", name="Hide all of it").click()
    expect(mo.locator("main")).to_contain_text("Mohan Pillai hid all posts as spam")
    sam.goto(thread)
    expect(sam.locator("main")).to_contain_text("cannot be found")
    mo.goto(f"{site.address}/moderation/people/ben.ong")
    mo.get_by_role("button", name="Bring them back").click()
    expect(mo.locator("main")).not_to_contain_text("Mohan Pillai hid all posts as spam")
    sam.goto(thread)
    expect(sam.locator("h1")).to_contain_text("Cheap watches for everybody here")

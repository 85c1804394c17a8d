"""What happens while a page is open announces itself there, and waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from forum.answers.jobs import end_lapsed_claims
from forum.kernel import clock
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def _half_a_minute_passes(page: Page) -> None:
    page.wait_for_load_state()
    with page.expect_response("**/live?*") as told:
        page.clock.fast_forward(31_000)
    told.value.finished()


def test_new_answers_announce_themselves_and_disturb_nobody(site: Site, visit: Visit) -> None:
    address = site.asked("The coffee machine asks for a PIN")
    page = visit("ana.lim")
    page.clock.install()
    page.goto(address)
    page.get_by_label("What helps?").fill("I am in the middle of")
    site.answered(address, "It is 0000.", by="ben.ong")
    site.answered(address, "Ask at the desk.", by="iris.tan")
    _half_a_minute_passes(page)
    news = page.get_by_role("link", name="2 new answers, show")
    expect(news).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.get_by_label("What helps?")).to_have_value("I am in the middle of")
    news.click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.get_by_label("What helps?")).to_have_value("I am in the middle of")


def test_a_page_that_is_opened_behind_another_counts_as_seen_once_it_is_looked_at(site: Site, visit: Visit) -> None:
    page, address = visit("ana.lim"), site.asked("The lamp in the lift blinks")
    seen = list[str]()
    page.on("request", lambda request: seen.append(request.url) if request.url.endswith("/view") else None)
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => !window.isLookedAt})")
    page.clock.install()
    page.goto(address)
    page.clock.fast_forward(2_000)
    assert seen == []
    with page.expect_response("**/view"):
        page.evaluate("window.isLookedAt = true; document.dispatchEvent(new Event('visibilitychange'))")


def test_a_claim_shows_in_an_open_page(site: Site, visit: Visit) -> None:
    address = site.asked("The shredder hums")
    page, ben = visit("ana.lim"), visit("ben.ong")
    page.clock.install()
    page.goto(address)
    ben.goto(address)
    ben.get_by_role("button", name="I am on it").click()
    expect(ben.locator(".banner.claim")).to_be_visible()
    _half_a_minute_passes(page)
    expect(page.locator(".banner.claim")).to_contain_text("Ben Ong is on it")


def test_the_next_answers_are_shown_too(site: Site, visit: Visit) -> None:
    address = site.asked("The whiteboard pens are dry")
    page = visit("ana.lim")
    page.clock.install()
    page.goto(address)
    for number in (1, 2):
        site.answered(address, f"Drawer {number}.", by="ben.ong")
        _half_a_minute_passes(page)
        page.get_by_role("link", name="1 new answer, show").click()
        expect(page.locator(".answer")).to_have_count(number)
    expect(page.locator("#new-posts a")).to_have_count(0)


def test_a_new_comment_announces_itself_to_all_but_its_writer(site: Site, visit: Visit) -> None:
    address = site.asked("The fridge of floor 2 beeps")
    page, ben = visit("ana.lim"), visit("ben.ong")
    for each in (page, ben):
        each.clock.install()
        each.goto(address)
    ben.get_by_role("link", name="Comment").click()
    ben.locator("#write-q textarea").fill("Is its door closed?")
    ben.locator("#write-q").get_by_role("button", name="Post the comment").click()
    expect(ben.locator(".comment")).to_have_count(1)
    for each in (page, ben):
        _half_a_minute_passes(each)
    page.get_by_role("link", name="1 new comment, show").click()
    expect(page.locator(".comment:target")).to_contain_text("Is its door closed?")
    expect(ben.locator("#new-posts a")).to_have_count(0)


def test_who_stands_in_a_part_that_is_renewed_stays_there(site: Site, visit: Visit) -> None:
    address, other = site.asked("The scanner draws lines"), site.asked("The scanner draws lines, too")
    page, staff = visit("ben.ong"), visit("iris.tan")
    staff.goto(f"{other}/duplicate")
    staff.get_by_label("It was asked before as").fill(address)
    staff.get_by_role("button", name="Mark as a duplicate").click()
    page.clock.install()
    page.goto(address)
    page.get_by_text("Also asked as").click()
    button = page.get_by_role("button", name="I am on it")
    button.focus()
    staff.goto(f"{address}/protection")
    staff.get_by_label("Why?").fill("Heated")
    staff.get_by_role("button", name="Protect").click()
    _half_a_minute_passes(page)
    expect(page.locator("#banners")).to_contain_text("Protected by Iris Tan")
    expect(button).to_be_focused()
    expect(page.get_by_role("link", name="The scanner draws lines, too")).to_be_visible()


def test_a_claim_that_lapses_ends_in_an_open_page(site: Site, visit: Visit) -> None:
    address = site.asked("The plotter folds its paper")
    page, ben = visit("ana.lim"), visit("ben.ong")
    ben.goto(address)
    ben.get_by_role("button", name="I am on it").click()
    expect(ben.locator(".banner.claim")).to_be_visible()
    page.clock.install()
    page.goto(address)
    expect(page.locator(".banner.claim")).to_contain_text("Ben Ong is on it")
    with site.app.app_context():
        end_lapsed_claims(clock.now() + timedelta(minutes=20))
    _half_a_minute_passes(page)
    expect(page.locator(".banner.claim")).to_have_count(0)


def test_news_asked_for_before_a_press_and_told_after_it_are_none(site: Site, visit: Visit) -> None:
    address = site.asked("The carpet of floor 2 is wet")
    site.answered(address, "The window was open.", by="ben.ong")
    page, held = visit("ana.lim"), list[Route]()
    page.clock.install()
    page.goto(address)
    site.answered(address, "Call the guard.", by="iris.tan")
    page.route("**/live?*", lambda route: held.append(route), times=1)
    with page.expect_request("**/live?*") as asked:
        page.clock.fast_forward(31_000)
    page.get_by_role("button", name="This solved it").first.click()
    expect(page.locator(".answer")).to_have_count(2)
    held[0].continue_()
    asked.value.response().finished()  # type: ignore[union-attr]
    expect(page.locator("#new-posts a")).to_have_count(0)


def test_what_a_press_has_brought_is_no_news(site: Site, visit: Visit) -> None:
    address = site.asked("The lift smells of paint")
    site.answered(address, "It is new paint.", by="ben.ong")
    page = visit("ana.lim")
    page.clock.install()
    page.goto(address)
    site.answered(address, "Take the stairs.", by="iris.tan")
    page.get_by_role("button", name="This solved it").click()
    expect(page.locator(".answer")).to_have_count(2)
    _half_a_minute_passes(page)
    expect(page.locator("#new-posts a")).to_have_count(0)
    site.answered(address, "Its filter is new, too.", by="iris.tan")
    _half_a_minute_passes(page)
    expect(page.get_by_role("link", name="1 new answer, show")).to_be_visible()

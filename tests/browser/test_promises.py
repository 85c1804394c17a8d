"""A promise, by those who give it and those who wait: refused, given, moved, and seen without reloading."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from forum.kernel import clock
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def _in(days: int) -> str:
    return f"{clock.now() + timedelta(days=days):%Y-%m-%dT15:00}"


def _promise(page: Page, due: str, reason: str = "") -> None:
    if reason:  # it is moved
        page.get_by_text("Move the promise", exact=True).first.click()
        page.fill("#reason", reason)
    page.fill("#promised", due)
    page.locator("#promise form button").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_a_promise_is_refused_given_and_moved(site: Site, visit: Visit, javascript: bool) -> None:
    label, thread = site.ticketed()
    iris, ana = (visit(who, javascript=javascript, width=360) for who in ("iris.tan", "ana.lim"))
    iris.goto(f"{site.address}/tickets/{label}")
    yesterday = _in(-1)
    _promise(iris, yesterday)
    expect(iris.locator("#promise [role=alert]")).to_contain_text("This time is over.")
    expect(iris.locator("#promised")).to_have_value(yesterday)
    _promise(iris, _in(2))
    expect(iris.locator("#promise li")).to_have_count(1)
    _promise(iris, _in(3), "The part comes a day later.")
    expect(iris.locator("#promise li").last).to_contain_text("Moved")
    ana.goto(f"{site.address}/tickets/{label}")
    expect(ana.locator("main")).to_contain_text("The part comes a day later.")
    ana.goto(f"{site.address}/questions/{thread}")
    expect(ana.locator(".banner.ticket")).to_contain_text("promised by")


def test_the_open_thread_hears_of_it_by_itself(site: Site, visit: Visit) -> None:
    label, thread = site.ticketed()
    iris, ana = visit("iris.tan"), visit("ana.lim")
    ana.clock.install()
    ana.goto(f"{site.address}/questions/{thread}")
    expect(ana.locator(".banner.ticket")).to_contain_text(label)
    iris.goto(f"{site.address}/tickets/{label}")
    _promise(iris, _in(2))
    expect(iris.locator("#promise li")).to_have_count(1)
    ana.clock.fast_forward(31_000)
    expect(ana.locator(".banner.ticket")).to_contain_text("promised by")

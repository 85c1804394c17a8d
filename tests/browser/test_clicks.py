"""What each journey costs its person: clicks, forms sent and pages loaded, counted against the budget."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from forum.feedback.models import Feedback
from forum.kernel.db import session
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


class Effort:
    """A person at a page: what he presses is counted from now on, and each page that the browser loads."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self._loads = 0
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self._loads += 1

    @property
    def loads(self) -> int:
        """How many pages have been loaded; one whose words are there already may still be on its way."""
        self.page.wait_for_load_state()
        return self._loads

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()


def test_a_known_answer_is_one_page_behind_the_results(site: Site, visit: Visit) -> None:
    site.answered(site.asked("Kettle in the pantry trips the fuse"), "Use the other socket.", by="ben.ong")
    site.work()
    page = visit("sam.lee")
    page.goto(f"{site.address}/settings")  # any page
    effort = Effort(page)
    page.fill("#q-top", "kettle fuse")
    page.press("#q-top", "Enter")
    effort.click(page.get_by_role("link", name="Kettle in the pantry trips the fuse"))
    expect(page.get_by_text("Use the other socket.")).to_be_visible()
    assert (effort.clicks, effort.loads) == (1, 2)


def test_a_suggestion_leads_away_from_the_form_in_two_clicks(site: Site, visit: Visit) -> None:
    site.answered(site.asked("Stapler robot eats the paper"), "Turn it round.", by="ben.ong")
    site.work()
    page = visit("sam.lee")
    page.goto(f"{site.address}/questions/new")
    page.locator("#title").press_sequentially("stapler robot eats")
    effort = Effort(page)
    with page.context.expect_page() as beside:
        effort.click(page.locator("#suggestions").get_by_role("link", name="Stapler robot eats the paper"))
    expect(beside.value.get_by_text("Turn it round.")).to_be_visible()
    beside.value.close()
    effort.click(page.get_by_role("link", name="Home").first)
    expect(page.locator("h1")).to_have_text("What can we help with?")
    assert effort.clicks <= 2


def test_a_complete_question_is_one_page_and_one_submit(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions/new")
    effort = Effort(page)
    page.fill("#title", "Scanner sends empty mails since Friday")
    page.select_option("#category", label="Network")
    page.fill("#source", "I tried two papers. I expected a scan. The mail is **empty**.")
    page.fill("#tags", "scanner mail")
    effort.click(page.get_by_role("button", name="Ask your question"))
    expect(page.locator("h1")).to_have_text("Scanner sends empty mails since Friday")
    assert (effort.clicks, effort.loads) == (1, 1)


def test_affects_me_too_is_one_click_on_the_same_page(site: Site, visit: Visit) -> None:
    page = visit("ben.ong")
    page.goto(site.asked("The lift plays no music"))
    effort = Effort(page)
    effort.click(page.get_by_role("button", name="I have this too"))
    expect(page.get_by_role("button", name="I have this too")).to_have_attribute("aria-pressed", "true")
    assert (effort.clicks, effort.loads) == (1, 0)


def test_accepting_is_one_click(site: Site, visit: Visit) -> None:
    address = site.asked("Door badge beeps twice")
    site.answered(address, "Hold it longer.", by="ben.ong")
    page = visit("ana.lim")
    page.goto(address)
    effort = Effort(page)
    effort.click(page.get_by_role("button", name="This solved it"))
    expect(page.locator(".answer.accepted")).to_be_visible()
    assert effort.clicks == 1


def test_claiming_is_one_click(site: Site, visit: Visit) -> None:
    page = visit("ben.ong")
    page.goto(site.asked("Webcam is upside down"))
    effort = Effort(page)
    effort.click(page.get_by_role("button", name="I am on it"))
    expect(page.locator(".banner.claim")).to_be_visible()
    assert effort.clicks == 1


def test_a_ticket_is_one_click_and_its_published_fix_one_form(site: Site, visit: Visit) -> None:
    address = site.asked("Badge printer is offline")
    page = visit("iris.tan")
    page.goto(address)
    making = Effort(page)
    making.click(page.get_by_role("button", name="Make a ticket"))
    page.wait_for_url("**/tickets/IT-*")
    assert making.clicks == 1

    solving = Effort(page)
    page.reload()
    solving.click(page.get_by_text("Solve", exact=True))  # opens the one form
    page.fill("#fix", "A new cable.")
    solving.click(page.get_by_role("button", name="Solve the ticket"))
    expect(page.locator("header .state.solved")).to_be_visible()
    assert (solving.clicks, solving.loads) == (2, 2)  # the ticket, and the ticket solved
    page.goto(address)
    expect(page.locator(".answer.accepted")).to_contain_text("A new cable.")


def test_a_flag_is_decided_with_a_message_in_one_form(site: Site, visit: Visit) -> None:
    ana, address = visit("ana.lim"), site.asked("The tap drips", by="ben.ong")
    ana.goto(address)
    ana.get_by_role("link", name="Flag", exact=True).click()
    ana.check("#why-abusive")
    ana.get_by_role("button", name="Flag it").click()
    expect(ana.locator("main")).to_contain_text("A moderator looks at it")
    mo = visit("mohan.pillai")
    mo.goto(f"{site.address}/moderation")
    effort = Effort(mo)
    mo.check("#verdict-disagreed")
    effort.click(mo.get_by_role("button", name="Decide and tell them"))
    expect(mo.locator("main")).to_contain_text("Nothing waits")
    assert (effort.clicks, effort.loads) == (1, 1)


def test_whether_it_worked_is_one_click_in_the_mail_and_one_on_the_page(site: Site, visit: Visit) -> None:
    label, _ = site.ticketed("The door of the store sticks")
    iris = visit("iris.tan")
    iris.goto(f"{site.address}/tickets/{label}")
    iris.get_by_text("Solve", exact=True).click()
    iris.fill("#fix", "A new hinge.")
    iris.get_by_role("button", name="Solve the ticket").click()
    expect(iris.locator("header .state.solved")).to_be_visible()
    page = visit()  # not signed in: it is a mail program that opens the page
    effort = Effort(page)
    page.goto(f"{site.address}{_address_in_the_mail(site)}")
    effort.click(page.get_by_role("button", name="It worked"))
    expect(page.locator("main")).to_contain_text("Good to know that it works")
    assert (effort.clicks, effort.loads) == (1, 2)


def _address_in_the_mail(site: Site) -> str:
    with site.app.app_context():
        return f"/worked/{session.scalars(select(Feedback).order_by(Feedback.id.desc())).first().token}"  # type: ignore[union-attr]

"""What the company knows, in a browser: an answer found before asking, a complete question, a promotion, an outage."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts.actions.devices import DeviceDraft, add_device
from forum.accounts.models import DeviceKind
from forum.intake.actions import FieldDraft, change_form
from forum.intake.models import FieldKind
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.search.models import AskAttempt
from forum.search.noted import write_waiting
from forum.topics.models import Category
from forum.topics.visibility import unrestricted
from tests.browser.conftest import Site, person_called
from tests.browser.test_clicks import Effort
from tests.posts import actor

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PAIRED = [("sqlite", True), ("postgresql", False)]
paired = pytest.mark.parametrize(("site", "javascript"), PAIRED, indirect=["site"], scope="module")


def _type_title(page: Page, site: Site, title: str, *, javascript: bool) -> None:
    """The ask form with what is suggested: while typing, or one step on."""
    page.goto(f"{site.address}/questions/new")
    page.locator("#title").press_sequentially(title)
    if not javascript:
        page.get_by_role("button", name="Find answers first").click()
    expect(page.locator("#suggestions .found-title").first).to_be_visible()


def _accept(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".answer").get_by_role("button", name="This solved it").click()
    expect(page.locator(".answer.accepted")).to_be_visible()


@paired
def test_who_finds_it_while_typing_leaves_with_two_clicks(site: Site, visit: Visit, javascript: bool) -> None:
    known = site.asked("Coffee machine on floor 2 shows E14")
    site.answered(known, "Empty the tray under the grinder.", by="ben.ong")
    _accept(visit("ana.lim", javascript=javascript), known)
    site.work()
    page = visit("sam.lee", javascript=javascript)
    _type_title(page, site, "coffee machine shows E14", javascript=javascript)
    effort = Effort(page)
    with page.context.expect_page() as beside:
        effort.click(page.locator("#suggestions").get_by_role("link", name=re.compile("Coffee machine")))
    expect(beside.value.get_by_text("Empty the tray under the grinder.")).to_be_visible()
    beside.value.close()
    effort.click(page.locator("#suggestions").get_by_role("button", name="This solved it"))
    expect(page.get_by_text("Nothing was posted")).to_be_visible()
    assert effort.clicks <= 2
    _is_proven(site, known)
    site.work()
    ben = visit("ben.ong", javascript=javascript)
    ben.goto(f"{site.address}/inbox")
    expect(ben.locator("main")).to_contain_text("solved it for Sam Lee, who did not have to ask")


def _is_proven(site: Site, known: str) -> None:
    """What was shown, opened and said stands in the attempt, and nothing was posted from it."""
    name = f"thread:{known.rpartition('/')[2]}"
    with site.app.app_context():
        write_waiting()
        attempt = session.scalars(select(AskAttempt).where(AskAttempt.solved_by == name)).one()
        assert name in attempt.shown.split() and attempt.opened == name and attempt.question_id is None
        session.remove()


def _equipped(site: Site) -> None:
    """Ana has a laptop, and the category asks on which device."""
    fields = [
        FieldDraft("device", "Which device?", FieldKind.DEVICE, required=True),
        FieldDraft("error", "Error text", required=True),
    ]
    with site.app.app_context(), transaction():
        ana, head = (actor(person_called(name), at=clock.now()) for name in ("ana.lim", "aishah.rahman"))
        add_device(DeviceDraft("ThinkPad T14", DeviceKind.LAPTOP, asset="LT-0231"), by=ana, at=clock.now())
        place = session.scalars(select(Category).where(unrestricted(), Category.slug == "network")).one()
        change_form(place.id, fields, by=head, at=clock.now())


def _empty_form(site: Site) -> None:
    with site.app.app_context(), transaction():
        place = session.scalars(select(Category).where(unrestricted(), Category.slug == "network")).one()
        change_form(place.id, [], by=actor(person_called("aishah.rahman"), at=clock.now()), at=clock.now())


@paired
def test_who_asks_says_everything_in_one_form(site: Site, visit: Visit, javascript: bool) -> None:
    _equipped(site)
    page = visit("ana.lim", javascript=javascript)
    page.goto(f"{site.address}/questions/new?category=network")
    expect(page.locator("#field-device option:checked")).to_contain_text("ThinkPad T14")
    page.fill("#title", "Drive Z is gone after the update")
    page.fill("#field-error", "0x80070035")
    page.fill("#source", "I restarted twice. The others in my row have it.")
    effort = Effort(page)
    effort.click(page.get_by_role("button", name="Ask your question"))
    page.wait_for_url(re.compile(r"/questions/\d+/drive-z"))
    for words in ("ThinkPad T14", "0x80070035"):
        expect(page.locator("dl.facts-list").first).to_contain_text(words)
    assert (effort.clicks, effort.loads) == (1, 1)
    _empty_form(site)


@paired
def test_a_colleagues_answer_is_in_the_faq_with_two_clicks(site: Site, visit: Visit, javascript: bool) -> None:
    asked = site.asked("Where is the spare key of the server room?")
    site.answered(asked, "With the guard at the gate. Sign the list.", by="ben.ong")
    page = visit("iris.tan", javascript=javascript)
    page.goto(asked)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Promote to FAQ"))
    effort.click(page.get_by_role("button", name="Publish"))
    page.wait_for_url(re.compile(r"/faq/\d+/where-is-the-spare-key"))
    assert effort.clicks == 2
    sam = visit("sam.lee", javascript=javascript)
    sam.goto(page.url)
    expect(sam.locator("main")).to_contain_text("With the guard at the gate.")
    expect(sam.locator("main")).to_contain_text("Ben Ong")


def _open_issue(page: Page, site: Site) -> str:
    page.goto(f"{site.address}/known-issues/new")
    page.fill("#title", "Payroll portal refuses everybody")
    page.fill("#service", "Payroll portal")
    page.select_option("#category", label="Network")
    page.fill("#source", "It says “wrong password” to everybody.")
    page.fill("#news", "We look at the directory.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/known-issues/\d+/payroll"))
    return page.url


@paired
def test_a_known_issue_from_open_to_fixed_with_three_threads(site: Site, visit: Visit, javascript: bool) -> None:
    askers = "ana.lim", "ben.ong", "sam.lee"
    threads = [site.asked(f"Payroll portal refuses me, says {who}", by=who) for who in askers]
    site.work()
    readers = "iris.tan", "ana.lim", "sam.lee", "mohan.pillai"
    iris, ana, sam, mohan = (visit(who, javascript=javascript) for who in readers)
    issue = _open_issue(iris, site)
    iris.get_by_role("link", name="Attach threads").click()
    for thread in threads:
        iris.check(f"#thread-{thread.rpartition('/')[2]}")
    iris.get_by_role("button", name="Attach", exact=True).click()
    iris.wait_for_url(issue)
    ana.goto(threads[0])
    expect(ana.locator("main")).to_contain_text("Known issue: Payroll portal refuses everybody")
    sam.goto(issue)
    expect(sam.locator("#mine")).to_contain_text("You are affected")
    mohan.goto(issue)
    mohan.get_by_role("button", name="Affects me too").click()
    expect(mohan.locator("#mine")).to_contain_text("You are affected")
    iris.goto(issue)
    iris.fill("#news", "The directory answers again.")
    iris.select_option("#state", label="Fixed")
    iris.get_by_role("button", name="Tell everybody").click()
    expect(iris.locator("main")).to_contain_text("The directory answers again.")
    site.work()
    _say_whether_it_worked(ana, sam, site)
    iris.goto(issue)
    expect(iris.locator(".staff-bar")).to_contain_text("works again: 1")
    expect(iris.locator(".staff-bar")).to_contain_text("not yet: 1")


def _say_whether_it_worked(ana: Page, sam: Page, site: Site) -> None:
    """Both are asked in the inbox: for Ana it works, for Sam not yet."""
    for page, answer in ((ana, "It works"), (sam, "Not yet")):
        page.goto(f"{site.address}/inbox")
        page.get_by_role("button", name=re.compile("Payroll portal refuses everybody.* is fixed")).click()
        page.get_by_role("button", name=answer).click()
        expect(page.get_by_role("button", name=answer)).to_have_attribute("aria-pressed", "true")

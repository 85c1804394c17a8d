"""The whole story, by the people it is for: find an old answer, ask, answer, accept, make a ticket, publish the fix."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forum.importers.report import Report
from forum.importers.run import run_import
from forum.importers.stackexchange import reader
from forum.kernel import clock
from tests.browser.conftest import Site
from tests.importers.dumps import write_dump

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
TITLE = "Printer on floor 3 prints blank pages"


def _import_dump(site: Site, folder: Path) -> None:
    with site.app.app_context(), Report(folder / "report.csv") as report:
        run_import(reader.records(write_dump(folder)), source="iot", category="Imported", report=report, at=clock.now())
    site.work()


def _ask(page: Page, site: Site, title: str = TITLE) -> str:
    page.goto(f"{site.address}/questions/new")
    page.fill("#title", title)
    page.select_option("#category", label="Network")
    page.fill("#source", "Every page comes out **blank** since Monday.")
    page.click("#ask button.main")
    expect(page.locator("h1")).to_have_text(title)
    return page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_from_finding_to_fixing(site: Site, visit: Visit, tmp_path: Path, javascript: bool) -> None:
    _import_dump(site, tmp_path)
    ana, ben, iris = (visit(who, javascript=javascript) for who in ("ana.lim", "ben.ong", "iris.tan"))

    # An employee finds an old answer: type, Enter, open.
    ana.fill("#q-top", "resetting gateway button")
    ana.press("#q-top", "Enter")
    ana.get_by_role("link", name="Reset the gateway").first.click()
    expect(ana.get_by_text("Hold the button for")).to_be_visible()

    # She asks a new question; a colleague and IT staff answer; she accepts with one click.
    address = _ask(ana, site)
    ben.goto(address)
    ben.get_by_role("button", name="I have this too").click()
    expect(
        ben.get_by_role("button", name="I have this too").or_(ben.locator("[aria-pressed=true]").first)
    ).to_be_visible()
    iris.goto(address)
    iris.fill("main textarea[name=source] >> nth=0", "The drum is empty. Change it: *Menu*, then *Drum*.")
    iris.get_by_role("button", name="Post your answer").click()
    expect(iris.get_by_text("The drum is empty")).to_be_visible()
    ana.goto(address)
    ana.get_by_role("button", name="This solved it").or_(ana.get_by_role("button", name="Accept")).first.click()
    expect(ana.locator(".state.solved").first).to_be_visible()

    # Another thread becomes a ticket with one click, and its fix comes back as the accepted answer.
    second = _ask(ana, site, "Wi-Fi on floor 3 is slow")
    iris.goto(second)
    iris.get_by_role("button", name="Make a ticket").click()
    expect(iris.get_by_text("IT-000001").first).to_be_visible()
    ana.goto(second)
    expect(ana.get_by_text("IT-000001").first).to_be_visible()
    iris.get_by_text("Solve", exact=True).click()
    iris.fill("#fix", "The uplink had a bent fibre. It is replaced.")
    iris.get_by_role("button", name="Solve the ticket").click()
    ana.goto(second)
    expect(ana.locator(".answer.accepted")).to_contain_text("bent fibre")

    # She is told, in the inbox; a stranger sees the thread and not the ticket.
    site.work()
    ana.goto(f"{site.address}/inbox")
    expect(ana.get_by_text("Iris Tan has solved IT-000001").first).to_be_visible()
    sam = visit("sam.lee", javascript=javascript)
    assert sam.goto(f"{site.address}/tickets/IT-000001").status == 404  # type: ignore[union-attr]


def test_a_draft_survives_a_reload_and_ends_with_the_session(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions/new")
    page.fill("#title", "A long thought")
    page.fill("#source", "that I have not finished")
    page.reload()
    expect(page.locator("#source")).to_have_value("that I have not finished")
    page.click("details.person-menu summary")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('tanya-draft:')).length") == 0


def test_the_preview_shows_what_will_be_posted(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions/new")
    page.fill("#source", "Some **bold** words")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview] strong")).to_have_text("bold")


def test_keys_work_outside_fields_only(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    page.keyboard.press("n")
    page.wait_for_url("**/questions/new")
    page.focus("#title")
    page.keyboard.type("/n")
    expect(page.locator("#title")).to_have_value("/n")

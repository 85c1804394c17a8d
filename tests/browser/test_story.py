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


def _import_dump(site: Site, folder: Path) -> None:
    with site.app.app_context(), Report(folder / "report.csv") as report:
        run_import(reader.records(write_dump(folder)), source="iot", category="Imported", report=report, at=clock.now())
    site.work()


def _ask(page: Page, title: str) -> str:
    page.locator("header").get_by_role("link", name="Ask").click()
    page.fill("#title", title)
    page.select_option("#category", label="Network")
    page.fill("#source", "Every page comes out **blank** since Monday.")
    page.get_by_role("button", name="Ask your question").click()
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def _search(page: Page, words: str) -> None:
    page.fill("#q-top", words)
    page.press("#q-top", "Enter")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_from_finding_to_fixing(site: Site, visit: Visit, tmp_path: Path, javascript: bool) -> None:
    _import_dump(site, tmp_path)
    run = "with scripts" if javascript else "without scripts"
    ana, ben, iris = (visit(who, javascript=javascript) for who in ("ana.lim", "ben.ong", "iris.tan"))

    # An employee finds an old answer: type, Enter, open.
    _search(ana, "resetting gateway button")
    ana.get_by_role("link", name="Reset the gateway").click()
    expect(ana.locator(".answer.accepted")).to_contain_text("Hold the button for ten seconds.")

    # She asks a new question; a colleague has the same; IT staff answer, visibly; she accepts with one click.
    printer = _ask(ana, f"Printer on floor 3 prints blank pages, {run}")
    ben.goto(printer)
    ben.get_by_role("button", name="I have this too").click()
    expect(ben.get_by_role("button", name="I have this too")).to_have_attribute("aria-pressed", "true")
    iris.goto(printer)
    iris.get_by_label("What helps?").fill("The drum is empty. Change it: *Menu*, then *Drum*.")
    iris.get_by_role("button", name="Post your answer").click()
    expect(iris.locator(".answer")).to_contain_text("The drum is empty")
    ana.goto(printer)
    expect(ana.locator(".answer .badge")).to_have_text("IT staff - Network")
    ana.locator(".answer").get_by_role("button", name="This solved it").click()
    expect(ana.locator(".answer.accepted")).to_contain_text("says Ana Lim")

    # Another thread becomes a ticket with one click, and its fix comes back as the accepted answer.
    wifi = _ask(ana, f"Wi-Fi on floor 3 is slow, {run}")
    iris.goto(wifi)
    iris.get_by_role("button", name="Make a ticket").click()
    iris.wait_for_url("**/tickets/IT-*")
    label = iris.url.rpartition("/")[2]
    ana.goto(wifi)
    expect(ana.locator(".banner.ticket")).to_contain_text(label)
    iris.goto(f"{site.address}/tickets/{label}")
    iris.get_by_text("Solve", exact=True).click()
    iris.fill("#fix", "The uplink had a bent fibre. It is replaced.")
    iris.get_by_role("button", name="Solve the ticket").click()
    expect(iris.locator("header .state.solved")).to_be_visible()
    ana.goto(wifi)
    expect(ana.locator(".answer.accepted")).to_contain_text("The uplink had a bent fibre.")

    # She is told, in the inbox; the next one finds the fix by searching; a stranger sees no ticket.
    site.work()
    ana.goto(f"{site.address}/inbox")
    expect(ana.locator(".unread-notice").get_by_text(f"Iris Tan has solved {label}")).to_be_visible()
    sam = visit("sam.lee", javascript=javascript)
    _search(sam, "bent fibre")
    sam.get_by_role("link", name=f"Wi-Fi on floor 3 is slow, {run}").click()
    expect(sam.locator(".state.solved").first).to_be_visible()
    assert sam.goto(f"{site.address}/tickets/{label}").status == 404  # type: ignore[union-attr]

"""IT staff side by side in a browser: who is replying, who is away, what belongs together, and the record of it all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from forum.kernel import clock
from forum.tickets.desk.rules import PRESENT_FOR
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PAIRED = [("sqlite", True), ("postgresql", False)]


@pytest.fixture
def devi(site: Site) -> str:
    """A colleague of Iris."""
    return site.hired("Devi Nair")


def _look_again(page: Page) -> None:
    """The tab asks for news at once, as when it is looked at again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_who_is_replying_is_seen_until_a_minute_after_the_last_word(site: Site, visit: Visit, devi: str) -> None:
    label, _thread = site.ticketed()
    iris, colleague = visit("iris.tan"), visit(devi)
    colleague.goto(f"{site.address}/tickets/{label}")
    iris.goto(f"{site.address}/tickets/{label}?write=reply")
    with iris.expect_response("**/presence"):
        iris.locator("#reply").press_sequentially("We are")
    _look_again(colleague)
    expect(colleague.locator("#presence")).to_contain_text("Iris Tan is replying")
    with iris.expect_response("**/live?*"):
        _look_again(iris)
    expect(iris.locator("#presence")).to_be_empty()
    with clock.standing(clock.now() + PRESENT_FOR):
        _look_again(colleague)
        expect(colleague.locator("#presence")).to_be_empty()


def test_replies_and_notes_announce_themselves_and_take_nothing_that_is_typed(
    site: Site, visit: Visit, devi: str
) -> None:
    label, _thread = site.ticketed("The scanner whistles")
    ana, iris, colleague = (visit(who) for who in ("ana.lim", "iris.tan", devi))
    for page in (ana, colleague):
        page.goto(f"{site.address}/tickets/{label}")
    ana.fill("#reply", "It whistles lo")
    colleague.get_by_text("Note for IT only", exact=True).click()
    colleague.fill("#note", "Its bearing, I thi")
    for kind, words in (("note", "zqnote"), ("reply", "We bring another one.")):
        iris.goto(f"{site.address}/tickets/{label}?write={kind}")
        iris.fill(f"#{kind}", words)
        iris.locator(f"#to-{kind} button:has-text('{'Keep the note' if kind == 'note' else 'Send the reply'}')").click()
        expect(iris.locator(f"article.{kind}").last).to_contain_text(words)
    for page in (ana, colleague, iris):
        with page.expect_response("**/live?*"):
            _look_again(page)
    expect(colleague.get_by_role("link", name="1 new note, show")).to_be_visible()
    expect(ana.locator("#new-posts a")).to_have_count(1)
    expect(iris.locator("#new-posts a")).to_have_count(0)
    for page, box, typed in ((ana, "#reply", "It whistles lo"), (colleague, "#note", "Its bearing, I thi")):
        page.get_by_role("link", name="1 new reply, show").click()
        expect(page.locator(".reply:focus")).to_contain_text("We bring another one.")
        expect(page.locator(box)).to_have_value(typed)
        expect(page.locator("#new-posts a")).to_have_count(0)
    expect(ana.locator("main")).not_to_contain_text("zqnote")


def test_what_is_missing_fits_a_phone_however_long_it_is(site: Site, visit: Visit) -> None:
    label, _thread = site.ticketed("The door squeaks")
    iris = visit("iris.tan", width=360)
    iris.goto(f"{site.address}/tickets/{label}")
    iris.get_by_text("Ask for what is missing").click()
    iris.fill("#other", "A picture of the door, and of the plate with its number beside the hinge")
    iris.get_by_role("button", name="Ask for it").click()
    expect(iris.get_by_text("Still missing: A picture")).to_be_visible()
    assert iris.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_requester_sees_in_the_open_page_that_the_ticket_is_solved(site: Site, visit: Visit) -> None:
    label, _thread = site.ticketed("The lamp hums")
    ana, iris = visit("ana.lim"), visit("iris.tan")
    for page in (ana, iris):
        page.goto(f"{site.address}/tickets/{label}")
    iris.get_by_text("Solve", exact=True).click()
    iris.fill("#fix", "The lamp was changed.")
    iris.get_by_role("button", name="Solve the ticket").click()
    expect(iris.locator(".flash").first).to_contain_text("is solved")
    _look_again(ana)
    ana.get_by_role("link", name="Now: Solved, show").click()
    expect(ana.locator("#state")).to_contain_text("Solved")
    expect(ana.locator("#state")).to_be_focused()
    expect(ana.locator("#worked")).to_contain_text("Did it work?")


@pytest.mark.parametrize(("site", "javascript"), PAIRED, indirect=["site"], scope="module")
def test_whoever_is_away_has_a_stand_in_and_hands_over(site: Site, visit: Visit, devi: str, javascript: bool) -> None:
    label, _thread = site.ticketed()
    iris, ana = (visit(who, javascript=javascript, width=360) for who in ("iris.tan", "ana.lim"))
    iris.goto(f"{site.address}/tickets/{label}")
    iris.get_by_role("button", name="Take it").click()
    expect(iris.get_by_role("button", name="Take it")).to_have_count(0)
    iris.goto(f"{site.address}/desk/absence")
    iris.select_option("#stand_in", label="Devi Nair - Desk")
    iris.fill("#last_day", f"{clock.now() + timedelta(days=3):%Y-%m-%d}")
    iris.get_by_role("button", name="Tell colleagues").click()
    expect(iris.locator("main")).to_contain_text("Devi Nair stands in")
    ana.goto(f"{site.address}/tickets/{label}")
    expect(ana.locator("main")).to_contain_text("Devi Nair stands in")
    iris.select_option("#to", label="Devi Nair - Desk")
    iris.get_by_role("button", name="Hand them over").click()
    expect(iris.locator(".flash")).to_have_text("1 ticket is handed over.")
    iris.goto(f"{site.address}/desk/absence")
    iris.get_by_role("button", name="I am back").click()
    expect(iris.locator(".flash")).to_have_text("Welcome back.")
    ana.reload()
    expect(ana.locator("main")).to_contain_text("Devi Nair")
    expect(ana.locator("main")).not_to_contain_text("Iris Tan")


@pytest.mark.parametrize(("site", "javascript"), PAIRED, indirect=["site"], scope="module")
def test_two_reports_of_one_matter_become_one_ticket(site: Site, visit: Visit, javascript: bool) -> None:
    one, thread = site.ticketed("No mail since nine", by="ben.ong")
    other, _thread = site.ticketed("Mail does not arrive")
    iris, ben, sam = (visit(who, javascript=javascript) for who in ("iris.tan", "ben.ong", "sam.lee"))
    iris.goto(f"{site.address}/tickets/{one}")
    iris.get_by_text("Merge, split, make a part", exact=True).click()
    iris.get_by_label("Merge into the ticket").fill(other)
    iris.get_by_role("button", name="Merge", exact=True).click()
    expect(iris.get_by_text("Merged into this one")).to_be_visible()
    ben.goto(f"{site.address}/tickets/{one}")
    expect(ben.locator("h1")).to_have_text("Mail does not arrive")
    sam.goto(f"{site.address}/questions/{thread}")
    expect(sam.locator(".banner.ticket")).to_contain_text(other)


@pytest.mark.parametrize(("site", "javascript"), PAIRED, indirect=["site"], scope="module")
def test_one_outage_is_solved_with_its_parts_and_another_matter_split_off(
    site: Site, visit: Visit, javascript: bool
) -> None:
    whole, _thread = site.ticketed("Wi-Fi is down on floor 2")
    part, thread = site.ticketed("No network at my desk", by="ben.ong")
    iris, ben = (visit(who, javascript=javascript) for who in ("iris.tan", "ben.ong"))
    iris.goto(f"{site.address}/tickets/{part}")
    iris.get_by_text("Merge, split, make a part", exact=True).click()
    iris.get_by_role("link", name="Split off another matter").click()
    iris.fill("#title", "The telephone is silent")
    iris.fill("#source", "It has no tone at all.")
    iris.get_by_role("button", name="Split the ticket").click()
    expect(iris.locator("h1")).to_have_text("The telephone is silent")
    iris.goto(f"{site.address}/tickets/{part}")
    iris.get_by_text("Merge, split, make a part", exact=True).click()
    iris.get_by_label("Part of the ticket").fill(whole.rpartition("-")[2])
    iris.get_by_role("button", name="Make it a part").click()
    expect(iris.get_by_role("heading", name="Part of")).to_be_visible()
    iris.goto(f"{site.address}/tickets/{whole}")
    iris.get_by_text("Solve", exact=True).click()
    iris.fill("#fix", "A power supply was changed.")
    iris.get_by_label("Solve its 1 part with it").check()
    iris.get_by_role("button", name="Solve the ticket").click()
    expect(iris.locator(".flash").first).to_contain_text("1 part")
    ben.goto(f"{site.address}/questions/{thread}")
    expect(ben.locator(".answer.accepted")).to_contain_text("A power supply was changed.")


@pytest.mark.parametrize(("site", "javascript"), PAIRED, indirect=["site"], scope="module")
def test_the_record_is_read_printed_and_taken_along(site: Site, visit: Visit, javascript: bool) -> None:
    label, _thread = site.ticketed("The projector is dark")
    iris, ana = (visit(who, javascript=javascript, width=360) for who in ("iris.tan", "ana.lim"))
    iris.goto(f"{site.address}/tickets/{label}?write=note")
    iris.fill("#note", "zqnote")
    iris.get_by_role("button", name="Keep the note").click()
    expect(iris.locator(".note").first).to_contain_text("zqnote")
    ana.goto(f"{site.address}/tickets/{label}")
    ana.get_by_role("link", name="The whole record").click()
    expect(ana.locator("main li").first).to_contain_text("asked in the thread")
    expect(ana.locator("main")).to_contain_text("made the ticket")
    expect(ana.locator("main")).not_to_contain_text("note")
    for name, end in (("As PDF", ".pdf"), ("As JSON", ".json")):
        with ana.expect_download() as download:
            ana.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"{label}{end}"
        assert b"zqnote" not in download.value.path().read_bytes()

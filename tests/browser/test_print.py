"""Questions, tickets and FAQ entries on paper, without buttons; in letters twice as large; in a system's colours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
THINGS = {"/questions/1": 1, "/tickets/IT-000006": 2, "/faq/1": 1}  # sheets of A4 each may take


@pytest.fixture(scope="module")
def site(company: Site) -> Site:
    """The sample company."""
    return company


@pytest.mark.parametrize("path", THINGS)
def test_it_fits_and_has_nothing_to_press(visit: Callable[..., Page], site: Site, path: str) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}{path}")
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    assert [e for e in page.locator("button, .button, input, textarea, nav").all() if e.is_visible()] == []
    expect(page.locator("h1")).to_be_visible()
    sheets = page.pdf(format="A4")
    assert sheets.count(b"/Type /Page") - sheets.count(b"/Type /Pages") <= THINGS[path]


def test_a_printed_ticket_says_who_has_it_and_what_happened(visit: Callable[..., Page], site: Site) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}/tickets/IT-000006")
    page.emulate_media(media="print")
    for words in ("Owner", "Promise", "Requester"):
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    assert not page.locator("article .row-apart").first.inner_text().endswith("·")
    expect(page.get_by_text("made the ticket")).to_be_visible()  # though its history is folded on the screen


def test_the_end_of_a_long_line_of_code_and_of_a_wide_table_is_on_the_paper(
    visit: Callable[..., Page], site: Site
) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}/questions/7")
    page.emulate_media(media="print")
    code = "'a_long_line_of_code '.repeat(60) + 'code\\n'.repeat(300)"
    page.locator(".prose pre").first.evaluate(f"pre => {{ pre.textContent = {code}; }}")
    page.locator(".prose td").first.evaluate("cell => { cell.textContent = 'a_long_cell'.repeat(60); }")
    is_cut = "one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
    lost = f"all => all.filter((one) => {is_cut}).length"
    assert page.locator(".prose pre, .prose .table-scroll").evaluate_all(lost) == 0


def test_in_the_colours_of_a_system_what_is_open_is_told_from_the_rest(visit: Callable[..., Page], site: Site) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}/questions?show=unanswered")
    page.emulate_media(forced_colors="active")
    look = "one => getComputedStyle(one).backgroundColor + getComputedStyle(one).borderBlockEndColor"
    for kind in ("nav.tabs a", "nav.chips a", ".rail a"):
        looks = {
            page.locator(kind + is_open).first.evaluate(look) for is_open in ("[aria-current]", ":not([aria-current])")
        }
        assert len(looks) == 2, kind


@pytest.mark.parametrize("path", ["/questions/1", "/tickets/IT-000006"])
def test_letters_twice_as_large_leave_room_for_what_is_read(visit: Callable[..., Page], site: Site, path: str) -> None:
    page = visit("iris.tan", width=1280)
    page.goto(f"{site.address}{path}")
    larger = {"fontSizes": {"standard": 32, "fixed": 26}}  # as the settings of a browser do
    page.context.new_cdp_session(page).send("Page.setFontSizes", larger)
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert page.locator("article").first.evaluate("one => one.getBoundingClientRect().width") >= 500
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_health_of_the_forum_fits_a_phone_in_malay(visit: Callable[..., Page], site: Site) -> None:
    page = visit("aishah.rahman", width=360)
    page.get_by_role("button", name="Bahasa Melayu").click()
    expect(page.locator("html")).to_have_attribute("lang", "ms")
    page.goto(f"{site.address}/admin")
    one_line = "states => states.every((state) => state.clientHeight < 30)"
    assert page.locator(".first-steps .state").evaluate_all(one_line)
    long = "one => one.append(' dan ayat yang lebih panjang daripada lebar telefon pintar biasa')"
    page.locator(".plain-list .state").first.evaluate(long)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

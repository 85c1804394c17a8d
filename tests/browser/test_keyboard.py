"""By keyboard alone: every stop of the Tab key is seen, and single letters help only where they do no harm."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
# The element that has the focus: its name, and whether a sighted person can tell.
_STOP = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const look = getComputedStyle(it);
  const box = it.getBoundingClientRect();
  const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  const beside = box.left < 0 || box.right > innerWidth;
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && !beside;
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const bar = above && above.closest(".top, .bottom, .bulk-bar");
  return {what: it.outerHTML.slice(0, 90), seen: outlined && inside && (!bar || bar.contains(it))};
}"""
_MOST_STOPS = 200


def _stops(page: Page) -> list[dict[str, object]]:
    """Where the Tab key goes, from the beginning of the page until it leaves it."""
    stops: list[dict[str, object]] = []
    while len(stops) < _MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or (stops and stop["what"] == stops[0]["what"]):
            break
        stops.append(stop)
    return stops


_FOR_ALL = ("/", "/questions", "/questions/new", "/questions/1", "/tickets/new", "/inbox", "/search?q=projector")
_FOR_STAFF = ("/questions/1", "/queue", "/tickets/IT-000001", "/worklist", "/settings/notifications")


@pytest.fixture(scope="module")
def things(site: Site) -> None:
    """A question with an answer, and a ticket."""
    site.answered(site.asked("Projector shows blue"), "Press *Source*.", by="iris.tan")
    site.ticketed()


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("who", "path"), [*(("ana.lim", path) for path in _FOR_ALL), *(("iris.tan", path) for path in _FOR_STAFF)]
)
def test_every_stop_from_the_first_tab_to_the_last_is_seen(site: Site, visit: Visit, who: str, path: str) -> None:
    page = visit(who)
    page.goto(f"{site.address}{path}")
    stops = _stops(page)
    assert "Skip to the content" in str(stops[0]["what"])
    assert 10 < len(stops) < _MOST_STOPS
    assert [stop["what"] for stop in stops if not stop["seen"]] == []


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("who", "path"),
    [
        *(("ana.lim", path) for path in ("/questions", "/questions/1", "/questions/new", "/inbox")),
        *(("iris.tan", path) for path in ("/queue", "/tickets/IT-000001")),
    ],
)
def test_on_a_phone_no_stop_is_out_of_sight(site: Site, visit: Visit, who: str, path: str) -> None:
    page = visit(who, width=360)
    page.goto(f"{site.address}{path}")
    assert [stop["what"] for stop in _stops(page) if not stop["seen"]] == []


def test_the_skip_link_leads_past_the_frame(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions/new")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#title")).to_be_focused()


def test_letters_lead_to_places_but_are_letters_in_a_field(site: Site, visit: Visit) -> None:
    page = visit("iris.tan")
    page.keyboard.press("n")
    page.wait_for_url("**/questions/new")
    page.focus("#title")
    page.keyboard.type("/n?gq")
    expect(page.locator("#title")).to_have_value("/n?gq")
    page.keyboard.press("Escape")
    page.keyboard.type("gq")
    page.wait_for_url("**/queue")
    page.keyboard.press("/")
    expect(page.locator("#q-top")).to_be_focused()


def test_a_list_is_walked_and_its_row_opened(site: Site, visit: Visit) -> None:
    site.asked("The older of two questions")
    site.asked("The newer of two questions")
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions?sort=newest")
    for key in "jjkj":
        page.keyboard.press(key)
    expect(page.locator(".question-row.selected")).to_contain_text("The older of two questions")
    page.keyboard.press("o")
    expect(page.locator("h1")).to_have_text("The older of two questions")


def test_the_question_mark_shows_the_keys_and_escape_hides_them(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_the_menu_of_the_person_closes_behind_who_leaves_it(site: Site, visit: Visit) -> None:
    page = visit("ana.lim")
    opener, inside = page.locator(".person-menu summary"), page.get_by_role("link", name="Bookmarks")
    opener.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(inside).to_be_hidden()


def test_the_keys_can_be_switched_off(site: Site, visit: Visit) -> None:
    page = visit("ben.ong")
    page.goto(f"{site.address}/settings/preferences")
    page.uncheck("#shortcuts")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("body")).to_have_attribute("data-keys", "off")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.url.endswith("/settings/preferences")


@pytest.mark.parametrize(
    ("pressed", "then"), [("Helpful 0", "Helpful 1"), ("Follow", "Following"), ("I am on it", "20 minutes more")]
)
def test_a_button_that_changes_its_part_hands_the_focus_on(site: Site, visit: Visit, pressed: str, then: str) -> None:
    page = visit("ben.ong")
    page.goto(site.asked("The gate does not read my card"))
    page.get_by_role("button", name=pressed).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=then)).to_be_focused()


def test_an_accepted_answer_keeps_the_focus_of_its_asker(site: Site, visit: Visit) -> None:
    address = site.asked("The lift shows no floor")
    site.answered(address, "It does after a restart.", by="iris.tan")
    page = visit("ana.lim")
    page.goto(address)
    page.get_by_role("button", name="This solved it").press("Enter")
    expect(page.get_by_role("button", name="Not solved after all")).to_be_focused()


def test_words_typed_ahead_of_a_comment_form_lead_nowhere(site: Site, visit: Visit) -> None:
    page = visit("ben.ong")
    page.goto(site.asked("The barrier stays down"))
    page.route("**/comments/new", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.get_by_role("link", name="Comment").press("Enter")
    page.keyboard.type("none")
    expect(page.get_by_label("Your comment")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_refused_form_begins_where_it_is_wrong(site: Site, visit: Visit, javascript: bool) -> None:
    page = visit("ana.lim", javascript=javascript)
    page.goto(f"{site.address}/questions/new")
    page.fill("#title", "Scanner sends nothing")
    page.select_option("#category", "network")
    page.get_by_role("button", name="Ask your question").click()
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#source")).to_have_accessible_description(re.compile("Describe|Write|Say"))


def test_a_page_that_shows_what_refused_forms_look_like_begins_at_its_head(site: Site, visit: Visit) -> None:
    page = visit("iris.tan")
    page.goto(f"{site.address}/_/components")
    expect(page.locator("[data-shown] [aria-invalid=true]").first).to_be_attached()
    expect(page.locator("body")).to_be_focused()

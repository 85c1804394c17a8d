"""Writing: the bar, the preview, files by paste and drag, names and tags completed by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from forum.files.settings import FILE_MEGABYTES
from forum.kernel.db import transaction
from forum.kernel.settings.registry import store
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
# Files on a clipboard or under the mouse, as the browser hands them to the page.
_GIVE = """(area, {kind, name, type, data}) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, {type}));
  const facts = {bubbles: true, cancelable: true, clipboardData: files, dataTransfer: files};
  area.dispatchEvent(kind === "paste" ? new ClipboardEvent(kind, facts) : new DragEvent(kind, facts));
}"""

# Words on a clipboard; true if the browser is left to insert them.
_PASTE = """(area, words) => {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(words)) clipboardData.setData(type, text);
  return area.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData}));
}"""


@pytest.fixture
def ask(site: Site, visit: Visit) -> Page:
    """The ask form, with nothing in it."""
    page = visit("ana.lim")
    page.goto(f"{site.address}/questions/new")
    return page


def _give(page: Page, kind: str, name: str, media_type: str, data: str, *, into: str = "#source") -> None:
    page.locator(into).evaluate(_GIVE, {"kind": kind, "name": name, "type": media_type, "data": data})


@pytest.mark.parametrize(
    ("tool", "written"),
    [
        ("Bold (Ctrl+B)", "**word**"),
        ("Code (Ctrl+E)", "`word`"),
        ("Link (Ctrl+K)", "[word](https://)"),
        ("Quotation", "> word"),
        ("Numbered steps", "1. word"),
        ("Tasks to tick", "- [ ] word"),
    ],
)
def test_a_tool_marks_what_is_chosen_and_can_be_undone(ask: Page, tool: str, written: str) -> None:
    ask.fill("#source", "word")
    ask.locator("#source").select_text()
    ask.get_by_role("button", name=tool, exact=True).click()
    expect(ask.locator("#source")).to_have_value(written)
    ask.keyboard.press("Control+z")
    expect(ask.locator("#source")).to_have_value("word")


def test_a_line_is_marked_where_the_caret_stands_though_it_is_empty(ask: Page) -> None:
    ask.fill("#source", "\n\nword")
    ask.locator("#source").evaluate("area => area.setSelectionRange(0, 0)")
    ask.get_by_role("button", name="Quotation", exact=True).click()
    expect(ask.locator("#source")).to_have_value("> \n\nword")


def test_the_bar_is_one_stop_of_the_tab_key(ask: Page) -> None:
    ask.get_by_role("button", name="Bold (Ctrl+B)").focus()
    ask.keyboard.press("ArrowRight")
    expect(ask.get_by_role("button", name="Italic (Ctrl+I)")).to_be_focused()
    ask.keyboard.press("Tab")
    expect(ask.locator("#source")).to_be_focused()


def test_the_preview_follows_what_is_written(ask: Page) -> None:
    ask.get_by_role("button", name="Preview").click()
    expect(ask.locator("[data-preview]")).to_contain_text("What you write is shown here")
    ask.fill(
        "#source",
        "Some **bold** words\n\n- [x] done\n\n```python\nfor x in y: pass\n```\n\n| A | B |\n|--|--|\n| 1 | 2 |\n",
    )
    pane = ask.locator("[data-preview]")
    expect(pane.locator("strong")).to_have_text("bold")
    expect(pane.locator("input[type=checkbox]")).to_be_checked()
    expect(pane.locator("pre.code .k").first).to_have_text("for")
    expect(pane.locator("td").first).to_have_text("1")


def test_the_preview_beside_the_text_leaves_the_other_fields_as_wide_as_they_were(ask: Page) -> None:
    ask.set_viewport_size({"width": 1400, "height": 800})
    width = "field => field.getBoundingClientRect().width"
    before = ask.locator("#title").evaluate(width), ask.locator("#tags").evaluate(width)
    ask.get_by_role("button", name="Preview").click()
    text, pane = (ask.locator(place).bounding_box() for place in ("#source", "[data-preview]"))
    assert text and pane and text["x"] + text["width"] <= pane["x"]
    assert (ask.locator("#title").evaluate(width), ask.locator("#tags").evaluate(width)) == before


def test_a_preview_that_cannot_be_made_says_so(ask: Page) -> None:
    ask.context.clear_cookies()
    ask.fill("#source", "Is this **bold**?")
    ask.get_by_role("button", name="Preview").click()
    expect(ask.locator("[data-preview]")).to_have_text("This did not work. Please try again.")


def test_cells_of_a_sheet_come_as_a_table_and_a_stack_trace_as_code(ask: Page) -> None:
    area, trace = ask.locator("#source"), "Error: no\n\tat Bar.<init>(Bar.java:9)\n\tat Foo.run(Foo.java:12)\n"
    area.fill("See")
    sheet = "<style>td {}</style><table><tr><td>Room<td style='a\nb'>A|B</tr><tr><td colspan=2>3<br>East</tr></table>"
    area.evaluate(_PASTE, {"text/plain": "Room\tA|B\n3 East", "text/html": sheet})
    table = "| Room | A\\|B |\n| --- | --- |\n| 3 East |  |"
    expect(area).to_have_value(f"See\n\n{table}\n\n")
    area.evaluate(_PASTE, {"text/plain": trace})
    expect(area).to_have_value(f"See\n\n{table}\n\n```\n{trace}```\n\n")
    ask.keyboard.press("Control+z")
    expect(area).to_have_value(f"See\n\n{table}\n\n")


@pytest.mark.parametrize(
    ("above", "pasted"), [("```\n", {"text/plain": "\tat a()\n\tat b()"}), ("", {"text/html": "<p>A"})]
)
def test_what_is_no_table_or_stands_in_code_is_pasted_as_it_is(ask: Page, above: str, pasted: dict[str, str]) -> None:
    ask.fill("#source", above)
    assert ask.locator("#source").evaluate(_PASTE, pasted)


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_comes_in_and_what_is_written_stays(ask: Page, kind: str) -> None:
    ask.fill("#source", "Before")
    _give(ask, kind, "screen.png", "image/png", _PNG)
    expect(ask.locator("#source")).to_have_value(re.compile(r"^Before\n!\[.*\]\(/files/[0-9a-f]+/screen\.png\)\n$"))
    expect(ask.locator("[data-status]")).to_be_hidden()


@pytest.mark.parametrize("box", ["reply", "note"])
def test_a_picture_comes_into_the_words_of_a_ticket(site: Site, visit: Visit, box: str) -> None:
    label, _thread = site.ticketed(f"The scanner whistles, see the {box}")
    iris = visit("iris.tan")
    iris.goto(f"{site.address}/tickets/{label}?write={box}")
    _give(iris, "paste", "screen.png", "image/png", _PNG, into=f"#{box}")
    expect(iris.locator(f"#{box}")).to_have_value(re.compile(r"^!\[.*\]\(/files/[0-9a-f]+/screen\.png\)\n$"))


def test_a_picture_that_comes_late_stands_below_the_line_that_is_being_written(ask: Page) -> None:
    held: list[Route] = []
    ask.route("**/files", lambda route: held.append(route))
    ask.fill("#source", "Bef")
    with ask.expect_request("**/files"):
        _give(ask, "paste", "screen.png", "image/png", _PNG)
    ask.keyboard.type("ore")
    held[0].continue_()
    expect(ask.locator("#source")).to_have_value(re.compile(r"^Before\n!\[.*\)\n$"))
    ask.keyboard.type(" and after")
    expect(ask.locator("#source")).to_have_value(re.compile(r"^Before and after\n!\[.*\)\n$"))


def test_a_file_that_is_too_large_is_refused_in_words(site: Site, ask: Page) -> None:
    with site.app.app_context(), transaction():
        store(FILE_MEGABYTES, 1)
    ask.fill("#source", "Before")
    _give(ask, "drop", "dump.txt", "text/plain", "QUFB" * 400_000)
    expect(ask.locator("[data-status]")).to_contain_text("dump.txt: ")
    expect(ask.locator("[data-status]")).to_contain_text("1 MB")
    expect(ask.locator("#source")).to_have_value("Before")


def test_a_colleague_is_completed_by_keyboard(ask: Page) -> None:
    ask.focus("#source")
    ask.keyboard.type("Thank you @be")
    choice = ask.get_by_role("option", name="Ben Ong @ben.ong")
    expect(choice).to_be_visible()
    expect(ask.locator("#found")).to_contain_text("Suggestions: 1.")
    ask.keyboard.press("ArrowDown")
    expect(choice).to_have_attribute("aria-selected", "true")
    expect(ask.locator("#source")).to_have_attribute("aria-activedescendant", re.compile("completions"))
    ask.keyboard.press("Enter")
    expect(ask.locator("#source")).to_have_value("Thank you @ben.ong ")
    expect(choice).to_be_hidden()


def test_who_goes_back_in_the_text_is_offered_nothing_more(ask: Page) -> None:
    ask.focus("#source")
    ask.keyboard.type("@be")
    choice = ask.get_by_role("option", name="Ben Ong @ben.ong")
    expect(choice).to_be_visible()
    for key in ("ArrowDown", "Home", "Enter"):
        ask.keyboard.press(key)
    expect(choice).to_be_hidden()
    expect(ask.locator("#source")).to_have_value("\n@be")


@pytest.fixture
def late(ask: Page) -> list[Route]:
    """Ben is offered for “@be”, and the answer to “@ben” is on its way."""
    held: list[Route] = []
    ask.route("**/complete/people?q=ben", lambda route: held.append(route))
    ask.focus("#source")
    ask.keyboard.type("@be")
    expect(ask.get_by_role("option", name="Ben Ong")).to_be_visible()
    with ask.expect_request("**/complete/people?q=ben"):
        ask.keyboard.type("n")
    return held


def test_an_answer_that_comes_late_takes_no_choice_away(ask: Page, late: list[Route]) -> None:
    ask.keyboard.press("ArrowDown")
    late[0].fulfill(json={"people": []})
    ask.keyboard.press("Enter")
    expect(ask.locator("#source")).to_have_value("@ben.ong ")


def test_an_answer_that_comes_late_opens_no_list_that_was_closed(ask: Page, late: list[Route]) -> None:
    ask.keyboard.press("Escape")
    late[0].fulfill(json={"people": [{"handle": "ben.ong", "name": "Ben Ong"}]})
    ask.keyboard.type(" knows it")
    expect(ask.locator("#source")).to_have_value("@ben knows it")
    expect(ask.get_by_role("option", name="Ben Ong")).to_have_count(0)


def test_a_tag_is_completed_and_escape_leaves_the_text_alone(site: Site, ask: Page) -> None:
    site.asked("Tunnel of the VPN closes", tags=("vpn",))
    ask.focus("#source")
    ask.keyboard.type("It is #vp")
    expect(ask.get_by_role("option", name="#vpn")).to_be_visible()
    ask.keyboard.press("Escape")
    expect(ask.get_by_role("option", name="#vpn")).to_be_hidden()
    expect(ask.locator("#source")).to_be_focused()
    ask.keyboard.press("Enter")
    ask.keyboard.type("next")
    expect(ask.locator("#source")).to_have_value("It is #vp\nnext")

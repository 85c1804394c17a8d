"""Two ways through the ask form: one finds the answer and leaves, another says everything once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
_PASTE = "area => area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: new DataTransfer(), bubbles: true}))"


@pytest.fixture(scope="module")
def site(company: Site) -> Site:
    """The sample company, with its forms and devices."""
    return company


def test_somebody_types_a_known_problem_and_leaves_without_posting(visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(page.url + "questions/new")
    page.fill("#title", "Outlook does not start, white window")
    first = page.locator("#suggestions .found-title").first
    expect(first).to_be_visible()
    expect(page.locator("#suggestions mark").first).to_be_visible()
    expect(page.locator("#found")).to_contain_text("Tab leads to them")
    page.focus("#title")
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value).to_have_url(re.compile(r"/(known-issues|faq|questions)/\d+/"))
    expect(page.locator("#title")).to_have_value("Outlook does not start, white window")


def test_enter_in_a_field_sends_the_form_and_presses_no_suggestion(visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(page.url + "questions/new")
    page.fill("#title", "Outlook does not start, white window")
    expect(page.locator("#suggestions button").first).to_be_attached()
    page.locator("#tags").press("Enter")
    expect(page.locator(".wrong").first).to_have_text("Describe the problem.")
    expect(page.locator("#title")).to_have_value("Outlook does not start, white window")


def test_suggestions_stand_still_for_who_walks_in_them(visit: Visit) -> None:
    page, held = visit("ana.lim"), list[Route]()
    page.goto(page.url + "questions/new")
    page.fill("#title", "Outlook does not start")
    first = page.locator("#suggestions .found-title").first
    expect(first).to_be_visible()
    page.route("**/search/similar?*", lambda route: held.append(route))
    with page.expect_request("**/search/similar?*"):
        page.locator("#title").press("s")
    page.keyboard.press("Tab")
    held[0].fulfill(body="")
    with page.expect_popup():
        page.keyboard.press("Enter")
    expect(first).to_be_focused()


def test_of_two_categories_the_one_chosen_last_stays(visit: Visit) -> None:
    page, held = visit("ana.lim"), list[Route]()
    page.goto(page.url + "questions/new")
    page.route("**/questions/new", lambda route: held.append(route), times=1)
    with page.expect_request("**/questions/new"):
        page.select_option("#category", "workplace")
    page.select_option("#category", "network")
    held[0].continue_()
    expect(page.locator("#field-place")).to_be_visible()
    expect(page.locator("#category")).to_have_value("network")


def test_a_field_that_was_drawn_larger_is_exchanged_without_a_complaint(visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(page.url + "questions/new")
    page.locator("#category").evaluate("field => { field.style.height = '4rem'; }")  # as drawing at its corner does it
    with page.expect_response("**/questions/new"):
        page.select_option("#category", "network")
    expect(page.locator("#field-place")).to_be_visible()


def test_another_posts_a_complete_question_through_the_form(visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(page.url + "questions/new?category=network")
    step = page.locator("#field-vpn_step")
    expect(step).to_be_hidden()
    expect(page.locator("#meter")).to_contain_text("would help most")
    page.fill("#title", "Tunnel breaks after ninety minutes of work")
    page.select_option("#field-place", "At home")
    page.select_option("#field-over", "VPN")
    expect(step).to_be_visible()
    page.select_option("#field-vpn_step", "After the password")
    expect(page.locator("#field-device option:checked")).to_contain_text("ThinkPad T14")
    page.fill("#field-error", "Error code: 691")
    page.fill("#source", "It stops and says so. I restarted twice.")
    page.check("#field-others-no")
    page.get_by_role("button", name="Ask your question").click()
    page.wait_for_url(re.compile(r"/questions/\d+/tunnel-breaks"))
    for words in ("After the password", "ThinkPad T14", "Error code: 691"):
        expect(page.locator("dl.facts-list").first).to_contain_text(words)


def test_what_was_pasted_is_offered_and_a_password_is_noticed(visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(page.url + "questions/new?category=network")
    page.fill("#source", "Microsoft Windows\nVersion 23H2 (OS Build 22631.4460)\nMy password is Sunshine99x")
    page.locator("#source").evaluate(_PASTE)
    expect(page.locator("#noticed")).to_contain_text("Windows 23H2")
    expect(page.locator("#secrets")).to_contain_text("Su••••••")
    page.get_by_role("button", name="Fill them in").click()
    expect(page.locator("#field-system")).to_have_value("Windows 23H2")
    expect(page.locator("#source")).to_have_value(re.compile("Sunshine99x"))


def test_without_a_script_all_fields_are_there_and_the_next_step_suggests(visit: Visit) -> None:
    page = visit("ben.ong", javascript=False)
    page.goto(page.url + "questions/new?category=network")
    expect(page.locator("#field-vpn_step")).to_be_visible()
    page.fill("#title", "Outlook does not start, white window")
    page.get_by_role("button", name="Find answers first").click()
    expect(page.locator("#suggestions .found-title").first).to_be_visible()
    expect(page.locator("#title")).to_have_value("Outlook does not start, white window")
    expect(page.locator("#meter")).to_contain_text("would help most")


def test_the_category_is_guessed_until_somebody_chooses_one(visit: Visit) -> None:
    page = visit("ana.lim")
    page.goto(page.url + "questions/new")
    page.fill("#title", "VPN disconnects every 30 minutes at home")
    guessed = page.locator("#category-guessed")
    expect(guessed).to_contain_text("Choose another one if it is wrong")
    expect(page.locator("#category")).to_have_value("network")
    expect(page.locator("#title")).to_be_focused()
    page.select_option("#category", "accounts")
    expect(guessed).to_have_count(0)
    with page.expect_response("**/search/similar?*"):
        page.fill("#title", "VPN disconnects every hour at home")
    expect(page.locator("#category")).to_have_value("accounts")

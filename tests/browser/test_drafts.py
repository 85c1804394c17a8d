"""What is typed outlives a reload, a lost session and a refused form, is nobody else's, and ends with the sign-out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
_DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('tanya-draft:')).length"


@pytest.fixture
def writing(site: Site, visit: Visit) -> Page:
    """Ana at the ask form, in the middle of a thought."""
    page = visit()
    sign_in(page, site, "ana.lim")
    page.goto(f"{site.address}/questions/new")
    page.fill("#title", "A long thought")
    page.fill("#source", "that I have not finished")
    return page


def _expect_kept(page: Page) -> None:
    expect(page.locator("#title")).to_have_value("A long thought")
    expect(page.locator("#source")).to_have_value("that I have not finished")


def test_a_draft_survives_a_reload(writing: Page) -> None:
    writing.reload()
    _expect_kept(writing)


def test_a_draft_survives_a_lost_session(site: Site, writing: Page) -> None:
    writing.context.clear_cookies()
    writing.get_by_role("button", name="Ask your question").click()
    expect(writing.locator("h1")).not_to_have_text("Ask a question")
    sign_in(writing, site, "ana.lim")
    writing.goto(f"{site.address}/questions/new")
    _expect_kept(writing)


def test_a_draft_survives_a_sign_out_in_another_tab(site: Site, writing: Page) -> None:
    other = writing.context.new_page()
    other.goto(f"{site.address}/")
    other.click("details.person-menu summary")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/sign-in*")
    writing.get_by_role("button", name="Ask your question").click()
    expect(writing.locator("h1")).to_have_text("Please sign in")
    writing.get_by_role("main").get_by_role("link", name="Sign in").click()
    writing.fill("#email", "ana.lim@kencana.example")
    writing.fill("#password", site.password)
    writing.press("#password", "Enter")
    expect(writing.locator("h1")).to_have_text("Ask a question")
    _expect_kept(writing)


def test_a_draft_survives_a_form_that_is_refused(site: Site, writing: Page) -> None:
    writing.select_option("#category", "")
    writing.get_by_role("button", name="Ask your question").click()
    expect(writing.locator(".wrong").first).to_be_visible()
    _expect_kept(writing)
    writing.goto(f"{site.address}/")
    writing.goto(f"{site.address}/questions/new")
    _expect_kept(writing)


def test_a_draft_survives_a_form_that_nobody_answered(site: Site, writing: Page) -> None:
    writing.route("**/questions", lambda route: route.abort("aborted"))
    with writing.expect_request("**/questions"):
        writing.get_by_role("button", name="Ask your question").click()
    writing.goto(f"{site.address}/questions/new")
    _expect_kept(writing)


def test_a_draft_survives_a_lost_connection_and_an_address_that_leads_on(site: Site, visit: Visit) -> None:
    page, thread = visit("ana.lim"), site.asked("The door of the lift hums")
    page.goto(thread)
    page.fill("#source", "Oil it.")
    page.route("**/answers", lambda route: route.abort("aborted"), times=1)
    with page.expect_request("**/answers"):
        page.get_by_role("button", name="Post your answer").click()
    page.goto(thread)  # which is led to the address with the title
    expect(page.locator("#source")).to_have_value("Oil it.")
    page.get_by_role("button", name="Post your answer").click()
    page.wait_for_url("**#answer-*")
    assert page.evaluate(_DRAFTS) == 0


def test_a_draft_ends_when_its_question_stands(site: Site, writing: Page) -> None:
    writing.select_option("#category", label="Network")
    writing.get_by_role("button", name="Ask your question").click()
    expect(writing.locator("h1")).to_have_text("A long thought")
    writing.go_back()
    _expect_kept(writing)
    writing.goto(f"{site.address}/questions/new")
    expect(writing.locator("#title")).to_have_value("")
    assert writing.evaluate(_DRAFTS) == 0


def test_after_the_sign_out_nobody_finds_anything(site: Site, writing: Page) -> None:
    writing.click("details.person-menu summary")
    writing.get_by_role("button", name="Sign out").click()
    writing.wait_for_url("**/sign-in*")
    assert writing.evaluate(_DRAFTS) == 0
    sign_in(writing, site, "ben.ong")
    writing.goto(f"{site.address}/questions/new")
    expect(writing.locator("#title")).to_have_value("")
    expect(writing.locator("#source")).to_have_value("")


def test_another_person_sees_no_draft_of_a_session_that_was_lost(site: Site, writing: Page) -> None:
    writing.context.clear_cookies()
    sign_in(writing, site, "ben.ong")
    writing.goto(f"{site.address}/questions/new")
    expect(writing.locator("#source")).to_have_value("")

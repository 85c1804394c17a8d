"""A comment is written in its place: what is refused says why there, and what stands leaves no form behind."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture
def writing(site: Site, visit: Visit) -> Page:
    """Ben at the open form for a comment on a question."""
    page = visit("ben.ong")
    page.goto(site.asked("The clock of the lobby is late"))
    page.get_by_role("link", name="Comment").click()
    expect(_text(page)).to_be_visible()
    return page


def _text(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def _send(page: Page, words: str) -> None:
    _text(page).fill(words)
    page.get_by_role("button", name="Post the comment").click()


def test_a_comment_takes_the_place_of_its_form(writing: Page) -> None:
    _send(writing, "By how much?")
    expect(writing.locator(".comment")).to_contain_text("By how much?")
    expect(writing.locator(".comment")).to_be_focused()
    expect(_text(writing)).to_have_count(0)


def test_a_form_that_is_closed_hands_the_focus_back_and_keeps_what_was_typed(writing: Page) -> None:
    _text(writing).fill("Half a thought")
    writing.get_by_role("link", name="Cancel").click()
    expect(_text(writing)).to_have_count(0)
    expect(writing.get_by_role("link", name="Comment")).to_be_focused()
    writing.keyboard.press("Enter")
    expect(_text(writing)).to_have_value("Half a thought")


def test_the_next_comment_begins_empty(writing: Page) -> None:
    _text(writing).press_sequentially("By how much?")
    writing.get_by_role("button", name="Post the comment").click()
    expect(writing.locator(".comment")).to_be_focused()
    writing.get_by_role("link", name="Comment").click()
    expect(_text(writing)).to_be_focused()
    expect(_text(writing)).to_have_value("")


def test_an_empty_comment_is_refused_in_its_place(writing: Page) -> None:
    _send(writing, "")
    expect(_text(writing)).to_have_accessible_description(re.compile("Please write something first."))
    expect(_text(writing)).to_be_focused()
    _send(writing, "Now with words.")
    expect(writing.locator(".comment")).to_contain_text("Now with words.")


def test_a_password_is_noticed_and_masked(writing: Page) -> None:
    _send(writing, "It says: my password: Hunter2!xyz")
    writing.get_by_role("button", name="Mask what is ticked, and post").click()
    expect(writing.locator(".comment")).to_contain_text("my password")
    expect(writing.locator(".comment")).not_to_contain_text("Hunter2!xyz")


def test_a_comment_behind_the_fold_is_shown_to_its_writer(writing: Page) -> None:
    for number in range(4):
        if number:
            writing.get_by_role("link", name="Comment").click()
        _send(writing, f"Thought {number}.")
        expect(writing.locator(".comment").last).to_contain_text(f"Thought {number}.")
        expect(writing.locator(".comment").last).to_be_visible()


def test_the_form_works_on_a_page_of_its_own(writing: Page) -> None:
    writing.goto(f"{writing.url.rpartition('/')[0]}/comments/new")
    _send(writing, "From another tab.")
    expect(writing.locator(".comment:target")).to_contain_text("From another tab.")

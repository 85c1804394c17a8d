"""The queue in a browser: what is for selected tickets comes with a selection, small; the usual columns fit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def site(company: Site) -> Site:
    """The sample company, which has tickets in most states."""
    return company


def _queue(visit: Visit, site: Site, **how: object) -> Page:
    page = visit("iris.tan", **how)
    page.goto(f"{site.address}/queue")
    return page


@pytest.mark.parametrize(("width", "most"), [(360, 64), (1280, 64)])
def test_the_bar_comes_with_a_selection_and_stays_small(visit: Visit, site: Site, width: int, most: int) -> None:
    page = _queue(visit, site, width=width)
    bar, row = page.locator("#bulk"), page.locator("tbody tr").first
    expect(bar).to_be_hidden()
    before = row.bounding_box()
    row.locator("input").check()
    expect(bar).to_be_in_viewport()
    box = bar.bounding_box()
    assert box and box["height"] <= most and row.bounding_box() == before
    row.locator("input").uncheck()
    expect(bar).to_be_hidden()


def test_all_are_selected_and_changed_at_once(visit: Visit, site: Site) -> None:
    page = _queue(visit, site)
    page.get_by_label("Select all").check()
    count = page.locator("tbody tr").count()
    page.select_option("#change", label="Urgent")
    page.click("#bulk button")
    expect(page.locator(".flash").first).to_have_text(f"{count} tickets are changed.")
    page.get_by_role("button", name="Undo this change").click()
    expect(page.locator(".flash").first).to_have_text(f"{count} tickets are as they were.")


def test_on_a_phone_nothing_moves_when_the_box_that_selects_all_comes(visit: Visit, site: Site) -> None:
    page = _queue(visit, site, width=360)
    first = page.locator("tbody tr").first
    place = first.bounding_box()
    page.locator(".select-all").evaluate("label => { label.hidden = true; }")
    assert first.bounding_box() == place


def test_on_a_phone_all_are_selected_by_a_box_that_is_seen(visit: Visit, site: Site) -> None:
    page = _queue(visit, site)
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_text("Select all", exact=True).click()
    expect(page.locator("tbody input:not(:checked)")).to_have_count(0)
    expect(page.get_by_role("columnheader", name="Owner")).to_be_hidden()


def test_the_usual_columns_fit_even_with_a_ticket_beside_them(visit: Visit, site: Site) -> None:
    page = _queue(visit, site)
    fits = "const box = document.querySelector('.table-scroll'); box.scrollWidth <= box.clientWidth"
    assert page.evaluate(fits)
    page.locator("tbody tr a").first.click()
    expect(page.locator("#peek h2")).to_be_visible()
    assert page.evaluate(fits)
    assert page.evaluate("document.querySelector('tbody tr a').clientWidth") >= 160


def test_without_javascript_the_bar_stands_small_and_works(visit: Visit, site: Site) -> None:
    page = _queue(visit, site, javascript=False, width=360)
    box = page.locator("#bulk").bounding_box()
    assert box and box["height"] <= 64
    page.locator("tbody input").first.check()
    page.select_option("#change", label="Urgent")
    page.click("#bulk button")
    expect(page.locator(".flash").first).to_have_text("1 ticket is changed.")


def test_the_queue_is_worked_by_keyboard(visit: Visit, site: Site) -> None:
    page = _queue(visit, site)
    selected = page.locator("[data-row].selected")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    label = selected.get_attribute("data-label")
    assert label == page.locator("[data-row]").first.get_attribute("data-label")
    page.keyboard.press("x")
    expect(selected.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("o")
    expect(page.locator("#peek")).to_contain_text(label)
    page.keyboard.press("a")
    expect(page.locator("#change")).to_be_focused()


@pytest.mark.parametrize(("key", "box"), [("r", "#reply"), ("i", "#note")])
def test_a_key_leads_from_a_row_to_what_is_written(visit: Visit, site: Site, key: str, box: str) -> None:
    page = _queue(visit, site)
    page.keyboard.press("j")
    page.keyboard.press(key)
    page.wait_for_url("**/tickets/IT-*")
    expect(page.locator(box)).to_be_focused()
    page.locator(box).press("Escape")
    page.evaluate("document.querySelector('main').classList.add('htmx-request')")  # a field is on its way
    page.keyboard.press("a")
    expect(page.locator("#owner")).not_to_be_focused()


@pytest.mark.parametrize("width", [1280, 1920])
def test_titles_are_read_whole_in_rows_that_stay_dense(visit: Visit, site: Site, width: int) -> None:
    page = _queue(visit, site, width=width)
    rows = page.locator("tbody tr")
    cut = "links => links.filter(link => link.scrollHeight > link.clientHeight + 1).map(link => link.textContent)"
    usual = [title for title in page.locator("tbody .two-lines").evaluate_all(cut) if len(title) < 55]
    heights = {round(row.bounding_box()["height"]) for row in rows.all()}  # type: ignore[index]
    assert usual == [] and max(heights) <= 38


def test_on_a_phone_the_views_are_one_row_that_stands_at_the_open_one(visit: Visit, site: Site) -> None:
    page = _queue(visit, site, width=360, javascript=False)
    views = page.locator("#queue-views nav")
    assert views.bounding_box()["height"] < 48  # type: ignore[index]
    expect(views.locator("[aria-current]")).to_be_in_viewport(ratio=1)


def test_states_and_times_are_read_whole_in_malay_too(visit: Visit, site: Site) -> None:
    page = _queue(visit, site)
    page.get_by_role("button", name="Bahasa Melayu").click()
    expect(page.locator("h1")).to_have_text("Giliran")
    cut = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"
    assert page.locator("tbody td:has(.state)").evaluate_all(cut) == []
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Queue")

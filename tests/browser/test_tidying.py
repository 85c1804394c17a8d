"""Moderators tidy threads up, and every act has its way back: lock, move, merge, spam; the asker hears of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(
        ("site", "javascript"), [("sqlite", True), ("postgresql", False)], indirect=["site"], scope="module"
    ),
]
Visit = Callable[..., Page]


def test_a_thread_is_locked_with_a_reason_that_its_asker_hears_and_opened_again(
    site: Site, visit: Visit, javascript: bool
) -> None:
    thread = site.asked("When is the canteen open")
    mo, ana = visit("mohan.pillai", javascript=javascript), visit("ana.lim", javascript=javascript)
    mo.goto(thread)
    mo.get_by_role("link", name="Lock", exact=True).click()
    mo.fill("#reason", "It stands on the first page.")
    mo.get_by_role("button", name="Lock", exact=True).click()
    expect(mo.locator("#banners")).to_contain_text("Locked by Mohan Pillai")
    site.work()
    ana.goto(f"{site.address}/inbox")
    expect(ana.locator("main")).to_contain_text("closed your question “When is the canteen open”")
    ana.goto(thread)
    expect(ana.locator("#banners")).to_contain_text("Locked by Mohan Pillai")
    expect(ana.locator("#banners")).to_contain_text("It stands on the first page.")
    mo.get_by_role("button", name="Unlock").click()
    expect(mo.locator("#banners")).not_to_contain_text("Locked by")
    ana.goto(thread)
    expect(ana.locator("#write")).to_contain_text("Your answer")


def test_two_threads_become_one_and_stand_apart_again(site: Site, visit: Visit, javascript: bool) -> None:
    one, other = site.asked("Scanner in the lobby is silent"), site.asked("Lobby scanner does nothing", by="sam.lee")
    site.answered(other, "Pull its plug for a minute.", by="ben.ong")
    mo = visit("mohan.pillai", javascript=javascript)
    mo.goto(other)
    mo.get_by_role("link", name="Merge").click()
    mo.fill("#into", one)
    mo.get_by_role("button", name="Merge").click()
    expect(mo.locator("#thread")).to_contain_text("Pull its plug")
    expect(mo.locator("h1")).to_contain_text("Scanner in the lobby is silent")
    mo.get_by_text("Also asked as “Lobby scanner does nothing”").click()
    mo.get_by_role("button", name="Undo the merge").click()
    expect(mo.locator("h1")).to_contain_text("Lobby scanner does nothing")
    mo.goto(one)
    expect(mo.locator("#thread")).not_to_contain_text("Pull its plug")
    mo.goto(other)
    expect(mo.locator("#thread")).to_contain_text("Pull its plug")


def test_an_answer_becomes_a_question_of_its_own_and_its_author_hears_of_it(
    site: Site, visit: Visit, javascript: bool
) -> None:
    thread = site.asked("The plotter draws twice")
    site.answered(thread, "The laminator smells, too.", by="sam.lee")
    site.answered(thread, f"Draw it once.\n\n    plot --once {'--slowly ' * 40}", by="ben.ong")
    mo, sam = visit("mohan.pillai", javascript=javascript), visit("sam.lee", javascript=javascript)
    mo.goto(thread)
    mo.get_by_role("link", name="Split").click()
    mo.set_viewport_size({"width": 360, "height": 800})
    assert mo.evaluate("document.documentElement.scrollWidth") == 360
    mo.fill("#title", "The laminator smells")
    mo.get_by_role("button", name="Make it a thread").click()
    expect(mo.locator("main")).to_contain_text("Choose at least one answer")
    if javascript:
        expect(mo.get_by_role("checkbox").first).to_be_focused()
    mo.get_by_role("checkbox", name="Sam Lee").check()
    mo.get_by_role("button", name="Make it a thread").click()
    expect(mo.locator("main")).to_contain_text("They are a thread of their own now.")
    mo.goto(thread)
    expect(mo.locator("#thread")).to_contain_text("A question of its own now.")
    expect(mo.get_by_role("button", name="Bring back")).to_have_count(0)
    site.work()
    sam.goto(f"{site.address}/inbox")
    sam.get_by_role("button", name="made your answer a question of its own").click()
    expect(sam.locator("h1")).to_contain_text("The laminator smells")
    sam.goto(thread)
    sam.get_by_role("link", name="Read it there").click()
    expect(sam.locator("h1")).to_contain_text("The laminator smells")
    mo.goto(thread)
    mo.get_by_role("button", name="Undo the split").click()
    expect(mo.locator("main")).to_contain_text("The answers stand here again")
    expect(mo.locator("#thread")).to_contain_text("The laminator smells, too.")


def test_a_word_for_a_tag_is_added_and_taken_away_again(site: Site, visit: Visit, javascript: bool) -> None:
    site.asked("The plotter has no ink", tags=("plotter",))
    mo = visit("mohan.pillai", javascript=javascript)
    mo.goto(f"{site.address}/tags/plotter/edit")
    for word in ("large-printer", "drawing-machine"):
        mo.fill("#synonym", word)
        mo.get_by_role("button", name="Add", exact=True).click()
        expect(mo.get_by_role("listitem").filter(has_text=word)).to_have_count(1)
    mo.get_by_role("listitem").filter(has_text="large-printer").get_by_role("button", name="Remove").click()
    expect(mo.get_by_role("listitem").filter(has_text="large-printer")).to_have_count(0)
    expect(mo.get_by_role("listitem").filter(has_text="drawing-machine")).to_have_count(1)


def test_all_that_somebody_wrote_goes_and_comes_back_in_one_act(site: Site, visit: Visit, javascript: bool) -> None:
    thread = site.asked("Cheap watches for everybody here", by="ben.ong")
    mo, sam = visit("mohan.pillai", javascript=javascript), visit("sam.lee", javascript=javascript)
    mo.goto(f"{site.address}/moderation/people/ben.ong")
    mo.get_by_text("All of it is spam").click()
    mo.get_by_role("button", name="Hide all of it").click()
    expect(mo.locator("main")).to_contain_text("Mohan Pillai hid all posts as spam")
    sam.goto(thread)
    expect(sam.locator("main")).to_contain_text("cannot be found")
    mo.goto(f"{site.address}/moderation/people/ben.ong")
    mo.get_by_role("button", name="Bring them back").click()
    expect(mo.locator("main")).not_to_contain_text("Mohan Pillai hid all posts as spam")
    sam.goto(thread)
    expect(sam.locator("h1")).to_contain_text("Cheap watches for everybody here")


def test_a_question_that_was_asked_before_is_merged_by_the_decision_about_its_flag(
    site: Site, visit: Visit, javascript: bool
) -> None:
    one, other = site.asked("Badge reader on gate two blinks"), site.asked("Gate two reads no badge", by="sam.lee")
    ben, mo, sam = (visit(who, javascript=javascript) for who in ("ben.ong", "mohan.pillai", "sam.lee"))
    _flag(ben, other, "duplicate")
    _opened(mo, site, "Gate two reads no badge")
    expect(mo.locator("#into")).to_be_hidden()
    mo.check("#verdict-agreed")
    mo.check("#remedy-merged")
    mo.fill("#into", one)
    mo.check("#text-duplicate")
    mo.get_by_role("button", name="Decide and tell them").click()
    expect(mo.locator("main")).to_contain_text("Decided. Those concerned are told in your name.")
    sam.goto(other)
    expect(sam.locator("h1")).to_contain_text("Badge reader on gate two blinks")


def test_words_are_changed_by_the_decision_about_their_flag(site: Site, visit: Visit, javascript: bool) -> None:
    thread = site.asked("Projector in room five is dark", by="sam.lee")
    ben, mo = visit("ben.ong", javascript=javascript), visit("mohan.pillai", javascript=javascript)
    _flag(ben, thread, "unprofessional")
    _opened(mo, site, "Projector in room five is dark")
    mo.check("#verdict-agreed")
    mo.check("#remedy-edited")
    mo.fill("#source", "The lamp does not light since nine.")
    mo.get_by_role("button", name="Decide and tell them").click()
    expect(mo.locator("main")).to_contain_text("Decided. Those concerned are told in your name.")
    ben.goto(thread)
    expect(ben.locator("main")).to_contain_text("The lamp does not light since nine.")


def _flag(page: Page, thread: str, why: str) -> None:
    page.goto(thread)
    page.locator("a[href^='/flag/question/']").click()
    page.check(f"#why-{why}")
    page.get_by_role("button", name="Flag it").click()


def _opened(page: Page, site: Site, title: str) -> None:
    page.goto(f"{site.address}/moderation")
    page.locator("a[href^='/moderation/']").filter(has_text=title).first.click()

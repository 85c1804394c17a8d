"""Long code and writing from right to left leave a thread readable."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.running import eventually

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
_SIDE = """all => all.map((one) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    const [inner, outer] = [words.getBoundingClientRect(), one.getBoundingClientRect()];
    return Math.abs(inner.right - outer.right) < 2 && inner.left - outer.left > 2 ? "right" : "left";
})"""


def test_the_answers_below_three_hundred_lines_of_code_stay_in_reach(site: Site, visit: Visit) -> None:
    asked = site.asked("The script stops at line 300")
    site.answered(asked, "```\n" + "a line of it\n" * 300 + "```", by="ben.ong")
    page = visit("ana.lim")
    page.goto(asked)
    code = page.locator(".prose pre")
    assert code.evaluate("pre => pre.clientHeight") < 600
    code.focus()
    page.keyboard.press("End")
    assert eventually(lambda: code.evaluate("pre => pre.scrollTop") > 3000)


def test_each_paragraph_begins_at_the_side_of_its_letters(site: Site, visit: Visit) -> None:
    asked = site.asked("الطابعة في الطابق الثالث لا تعمل")
    site.answered(asked, "أعد تشغيل الطابعة.\n\nThen print once more.\n\n- الطابعة", by="ben.ong")
    page = visit("ana.lim")
    page.goto(asked)
    assert page.locator("h1, .answer .prose :is(p, li)").evaluate_all(_SIDE) == ["right", "right", "left", "left"]

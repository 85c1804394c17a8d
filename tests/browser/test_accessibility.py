"""No page breaks WCAG 2.2 AA as far as axe can tell, light and dark, small and wide, and none scrolls sideways."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
PAGES = {
    "": ["/sign-in", "/sign-up", "/forgotten-password", "/nothing-here"],
    "ana.lim": [
        "/", "/questions", "/questions/new", "/search?q=printer", "/tickets", "/tickets/new", "/inbox", "/tags",
        "/settings", "/settings/account", "/people/ana.lim", "/menu",
    ],
    "iris.tan": ["/queue", "/worklist", "/_/components"],
    "aishah.rahman": ["/admin", "/admin/people", "/admin/people/ana.lim", "/admin/settings", "/admin/categories/new"],
}  # fmt: skip
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, options=_RULES).response["violations"]
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return [*faults, "scrolls sideways"] if wide else faults


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_pages_are_accessible(site: Site, visit: Callable[..., Page], who: str, scheme: str, width: int) -> None:
    page = visit(who, width=width)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    faults = {}
    for path in PAGES[who]:
        page.goto(f"{site.address}{path}")
        faults[path] = _faults(page)
    assert {path: found for path, found in faults.items() if found} == {}

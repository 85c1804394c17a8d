"""Pages of what went wrong: each says in both languages what it means, leads on, and breaks no rule of WCAG 2.2 AA."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import g
from playwright.sync_api import Page, Route, expect

from forum.web.errors import _USUAL, _page
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
_LANGUAGES = ("en", "ms")


def _html(site: Site, status: int, language: str) -> str:
    with site.app.test_request_context("/somewhere"):
        g.language = language
        return str(_page(status, "", {})[0])


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("status", sorted(_USUAL))
def test_it_says_what_happened_and_leads_on(site: Site, visit: Visit, status: int, language: str) -> None:
    page, html = visit(), _html(site, status, language)

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    page.route("**/somewhere", answer)
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{site.address}/somewhere")
        assert [each["id"] for each in Axe().run(page, options=_RULES).response["violations"]] == []
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .button.main")).to_have_count(1)

"""Every page, in the sample company: no breach of WCAG 2.2 AA as far as axe can tell, light and dark, wide and small;
nothing scrolls sideways; none weighs more than it may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request
from sqlalchemy import update

from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.people.models import Person
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.timing.models import BusinessCalendar
from tests.browser.conftest import Site, person_called
from tests.browser.places import every_page
from tests.posts import actor

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

MAIN = (
    "/", "/questions", "/questions/1", "/questions/new", "/search?q=vpn", "/tickets", "/tickets/new", "/inbox", "/tags",
    "/faq", "/people/ana.lim", "/settings", "/menu", "/nothing-here",
)  # fmt: skip
OUTSIDE = ("/sign-in", "/sign-up", "/forgotten-password", "/nothing-here")
FIRST_VISIT, NEXT_VISIT = 120_000, 30_000  # bytes on the wire, photos and pictures aside; the rest all pages share
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
_BREACHES = "rules => axe.run(document, rules).then(found => found.violations)"  # not all that is right
# In a form with something to type, the button that would send it elsewhere.
_PRESSED_BY_ENTER = """() => [...document.forms]
    .filter(form => [...form.elements].some(each => each.matches('input:not([type=hidden], [type=checkbox])')))
    .map(form => [...form.elements].find(each => each.type === 'submit'))
    .filter(button => button?.hasAttribute('formaction')).map(button => button.outerHTML)"""
_AXE = Axe().axe_script
_LOOKS = (("light", 1280, 800), ("dark", 360, 4000))  # so high that nothing lies behind the bar at the bottom
_SMALLEST = 320  # pixels, as WCAG 1.4.10 asks


@pytest.fixture(scope="module")
def site(company: Site) -> Site:
    """The sample company, whose administrator may do everything there is: he meets every page and every tool."""
    with company.app.app_context(), transaction():
        every_role = {"roles": "employee it_staff moderator administrator", "is_it_staff": True}
        session.execute(update(Person).where(Person.handle == "aishah.rahman").values(**every_role))
        session.add(BusinessCalendar(name="Penang", zone="Asia/Kuala_Lumpur", country="MY"))
    with company.app.app_context(), transaction():
        _solve_a_private_ticket()
    return company


def _solve_a_private_ticket() -> None:
    requester, staff = actor(person_called("ana.lim"), at=clock.now()), actor(person_called("iris.tan"), at=clock.now())
    wish = PrivateRequest("My payslip of May", "It is empty.", "<p>It is empty.</p>", None, False)
    ticket = open_private_ticket(wish, by=requester, at=clock.now())
    resolve(ticket, Fix("Use the other reader.", "<p>Use it.</p>", publish=False), by=staff, at=clock.now())


def _faults(page: Page) -> list[str]:
    found = []
    page.evaluate(_AXE)
    page.emulate_media(reduced_motion="reduce")  # no colour is judged on its way to another
    found += [f"Enter presses {button}" for button in page.evaluate(_PRESSED_BY_ENTER)]
    for scheme, width, height in _LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        broken = page.evaluate(_BREACHES, _RULES)
        found += [f"{scheme}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in broken]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found.append(f"{width}: scrolls sideways")
    page.set_viewport_size({"width": _SMALLEST, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{_SMALLEST}: scrolls sideways")
    return found


def _judge(page: Page, site: Site, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, also how heavy it is for a browser that has what all pages share."""
    faults = {}
    page.goto(f"{site.address}{paths[0]}")
    for path in paths:
        with _weighed(page) as sent:
            answer = page.goto(f"{site.address}{path}")
        allowed = (404,) if path == "/nothing-here" else (200,)
        faults[path] = _faults(page) + ([] if answer and answer.status in allowed else [f"answers {answer}"])
        if (size := _bytes(sent)) > NEXT_VISIT:
            faults[path].append(f"weighs {size} bytes")
    return {path: found for path, found in faults.items() if found}


@contextmanager
def _weighed(page: Page) -> Iterator[list[Request]]:
    """The requests that the page has finished by the end."""
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("requestfinished", note)
    yield sent
    page.remove_listener("requestfinished", note)


def _bytes(sent: list[Request]) -> int:
    """What came over the wire, heads and bodies, without the pictures that people have posted.

    For what the browser has kept, Playwright tells a body of minus the head: the sum is nothing, as it should be.
    """
    sizes = [request.sizes() for request in sent if "/files/" not in request.url]
    return sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)


class TestOneHalf:
    """Two classes, since each process of the suite takes a class as a whole."""

    def test_every_page_is_accessible_to_who_may_do_everything(self, site: Site, visit: Visit) -> None:
        assert _judge(visit("aishah.rahman"), site, every_page(site.app)[::2]) == {}


class TestOtherHalf:
    """The pages between those of the first."""

    def test_every_page_is_accessible_to_who_may_do_everything(self, site: Site, visit: Visit) -> None:
        assert _judge(visit("aishah.rahman"), site, every_page(site.app)[1::2]) == {}


@pytest.mark.parametrize(("who", "paths"), [("ana.lim", MAIN), ("", OUTSIDE)], ids=["employee", "visitor"])
def test_pages_are_accessible(site: Site, visit: Visit, who: str, paths: tuple[str, ...]) -> None:
    assert _judge(visit(who), site, list(paths)) == {}


def _bytes_of(page: Page, address: str) -> int:
    """The bytes until the page rests."""
    with _weighed(page) as sent:
        page.goto(address, wait_until="networkidle")
    return _bytes(sent)


def test_no_page_is_heavy(site: Site, visit: Visit) -> None:
    known = visit("ana.lim")
    cookies = known.context.storage_state()
    heavy = {}
    for path in MAIN:
        fresh = known.context.browser.new_context(storage_state=cookies)  # type: ignore[union-attr]
        first, following = _bytes_of(fresh.new_page(), site.address + path), _bytes_of(known, site.address + path)
        fresh.close()
        assert first > following > 0
        if first - following > FIRST_VISIT - NEXT_VISIT or following > NEXT_VISIT:
            heavy[path] = (first, following)
    assert heavy == {}

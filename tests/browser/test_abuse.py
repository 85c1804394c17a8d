"""An abuse case, from the flag to the end of the silence, by everybody who has a part in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.conduct.models import Consequence
from forum.conduct.steps import _set_standing
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.people.models import Person
from tests import posts
from tests.browser.conftest import Site, person_called

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def _rude_answer(site: Site) -> tuple[int, int]:
    with site.app.app_context(), transaction():
        asked = posts.question(person_called("ana.lim"), at=clock.now())
        return asked.id, posts.answer(
            asked, person_called("ben.ong"), at=clock.now(), source="Only a fool asks this"
        ).id


def _let_a_day_pass(site: Site) -> None:
    with site.app.app_context(), transaction():
        for step in session.scalars(select(Consequence)):
            step.at, step.until = step.at - timedelta(days=1), clock.now() - timedelta(minutes=1)
        session.flush()
        _set_standing(session.scalars(select(Person).where(Person.handle == "ben.ong")).one())


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_from_the_flag_to_the_end_of_the_silence(site: Site, visit: Visit, javascript: bool) -> None:
    thread, answer = _rude_answer(site)
    ana, ben, iris, mo, admin, sam = (
        visit(who, javascript=javascript)
        for who in ("ana.lim", "ben.ong", "iris.tan", "mohan.pillai", "aishah.rahman", "sam.lee")
    )
    for flagger in (ana, iris):  # two of several departments: one item
        flagger.goto(f"{site.address}/questions/{thread}")
        flagger.locator(f"#answer-{answer} a[href='/flag/answer/{answer}']").click()
        flagger.check("#why-abusive")
        flagger.get_by_role("button", name="Flag it").click()
        expect(flagger.locator("main")).to_contain_text("A moderator looks at it")
    sam.goto(f"{site.address}/moderation")
    expect(sam.locator("main")).to_contain_text("cannot be found")
    mo.goto(f"{site.address}/moderation")
    expect(mo.locator("main")).to_contain_text("Only a fool asks this")
    mo.check("#verdict-agreed")
    mo.check("#remedy-hidden")
    mo.select_option("#step", "silence_1")
    mo.check("#text-rude")
    mo.get_by_role("button", name="Decide and tell them").click()
    expect(mo.locator("main")).to_contain_text("Nothing waits")
    site.work()
    sam.goto(f"{site.address}/questions/{thread}")
    expect(sam.locator("main")).not_to_contain_text("Only a fool asks this")
    ana.goto(f"{site.address}/inbox")
    expect(ana.locator("main")).to_contain_text("Mohan Pillai looked at what you flagged")
    ben.goto(f"{site.address}/questions/{thread}")
    expect(ben.locator("main")).to_contain_text("You cannot post until")
    ben.get_by_role("link", name="Why, and how to object").click()
    expect(ben.locator("main")).to_contain_text("Your words were hard on a colleague.")
    admin.goto(f"{site.address}/moderation-log")
    expect(admin.locator("main")).to_contain_text("Step taken: Silence for a day")
    expect(admin.locator("main")).not_to_contain_text("Ben Ong")
    _let_a_day_pass(site)
    ben.goto(f"{site.address}/questions/{thread}")
    expect(ben.locator("#write")).to_contain_text("Your answer")

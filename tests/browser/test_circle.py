"""The whole circle, by those it is for: asked, affected too, made a ticket, asked back, promised, solved, judged."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.feedback.models import Feedback
from forum.kernel import clock
from forum.kernel.db import session
from forum.tickets.rules import UNDO_FOR as TOLD_AFTER
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


class Circle:
    """A thread, its ticket, and the windows of everybody in the story."""

    def __init__(self, site: Site, visit: Visit, javascript: bool) -> None:
        self.site, self._visit, self._javascript = site, visit, javascript
        self.title = f"The scanner sends nothing, {'with' if javascript else 'without'} scripts"
        self.ana, self.ben, self.iris, self.sam = map(self.window, ("ana.lim", "ben.ong", "iris.tan", "sam.lee"))
        self.thread = self.label = ""

    def window(self, handle: str = "") -> Page:
        return self._visit(handle, javascript=self._javascript)

    @property
    def ticket(self) -> str:
        return f"{self.site.address}/tickets/{self.label}"

    def fresh(self, page: Page) -> None:
        """The page as it is now: by its own poll, which a tab makes when it is looked at again, or loaded anew."""
        if self._javascript:
            page.wait_for_load_state()
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        else:
            page.reload()

    def mailed_link(self) -> str:
        """The address in the mail that asks whether it worked."""
        with self.site.app.app_context():
            asked = session.scalars(select(Feedback).order_by(Feedback.id.desc()).limit(1)).one()
            return f"{self.site.address}/worked/{asked.token}?say=not_yet"


def _asked_and_joined(story: Circle) -> None:
    story.ana.goto(f"{story.site.address}/questions/new")
    story.ana.fill("#title", story.title)
    story.ana.select_option("#category", label="Network")
    story.ana.fill("#source", "It says **sent**, and no mail arrives.")
    story.ana.get_by_role("button", name="Ask your question").click()
    expect(story.ana.locator("h1")).to_have_text(story.title)
    story.thread = story.ana.url
    story.ben.goto(story.thread)
    story.ben.get_by_role("button", name="I have this too").click()
    expect(story.ben.get_by_role("button", name="I have this too")).to_have_attribute("aria-pressed", "true")


def _converted(story: Circle) -> None:
    iris = story.iris
    iris.goto(f"{story.site.address}/worklist")
    row = iris.locator("article", has_text=story.title)
    expect(row).to_contain_text("1 affected")
    row.get_by_role("button", name="Make a ticket").click()
    iris.wait_for_url("**/tickets/IT-*")
    story.label = iris.url.rpartition("/")[2]
    expect(iris.locator("main")).to_contain_text("1 colleague affected watches")
    iris.get_by_role("button", name="Take it").click()
    expect(iris.get_by_role("button", name="Take it")).to_have_count(0)
    story.fresh(story.ana)
    expect(story.ana.locator(".banner.ticket")).to_contain_text("Iris Tan")
    assert story.sam.goto(story.ticket).status == 404  # type: ignore[union-attr]
    story.sam.goto(story.thread)
    expect(story.sam.locator(".banner.ticket")).to_contain_text(story.label)
    expect(story.sam.locator(".banner.ticket a")).to_have_count(0)


def _asked_back(story: Circle) -> None:
    story.iris.get_by_text("Ask for what is missing", exact=True).click()
    story.iris.fill("#other", "The number on the scanner")
    story.iris.get_by_role("button", name="Ask for it").click()
    expect(story.iris.locator("main")).to_contain_text("Still missing: The number on the scanner")
    story.fresh(story.ana)
    expect(story.ana.locator(".banner.ticket")).to_contain_text("Waiting for the requester")
    story.ana.goto(story.ticket)
    story.ana.get_by_label("The number on the scanner").fill("KC-4711")
    story.ana.get_by_role("button", name="Send all answers").click()
    expect(story.ana.locator(".reply").last).to_contain_text("KC-4711")
    story.ben.goto(story.ticket)
    expect(story.ben.locator("main")).to_contain_text("KC-4711")
    expect(story.ben.locator("#reply")).to_have_count(0)


def _promised(story: Circle) -> None:
    story.iris.goto(story.ticket)
    story.iris.fill("#promised", f"{clock.now() + timedelta(days=2):%Y-%m-%dT15:00}")
    story.iris.get_by_role("button", name="Promise it").click()
    expect(story.iris.locator("#promise li")).to_have_count(1)
    story.iris.get_by_text("Note for IT only", exact=True).click()
    story.iris.fill("#note", "zqnote: the old password is in the safe.")
    story.iris.get_by_role("button", name="Keep the note").click()
    expect(story.iris.locator(".note").first).to_contain_text("zqnote")
    story.ben.goto(story.thread)
    expect(story.ben.locator(".banner.ticket")).to_contain_text("promised by")


def _solved(story: Circle, fix: str) -> None:
    story.iris.goto(story.ticket)
    story.iris.get_by_text("Solve", exact=True).click()
    story.iris.fill("#fix", fix)
    story.iris.get_by_role("button", name="Solve the ticket").click()
    expect(story.iris.locator("header .state.solved")).to_be_visible()
    story.sam.goto(story.thread)
    expect(story.sam.locator(".answer.accepted")).to_contain_text(fix)
    expect(story.sam.locator(".answer.accepted .badge")).to_have_text("IT staff - Network")


def _not_yet_by_mail(story: Circle) -> None:
    nobody = story.window()
    nobody.goto(story.mailed_link())
    nobody.get_by_label("What does not work yet?").fill("Only half of the page arrives.")
    nobody.get_by_role("button", name="Not yet").click()
    expect(nobody.locator("main")).to_contain_text("Iris Tan has it")
    story.iris.goto(story.ticket)
    expect(story.iris.locator(".reply").last).to_contain_text("Only half of the page arrives.")
    story.sam.goto(story.thread)
    expect(story.sam.locator(".answer.accepted")).to_have_count(0)
    expect(story.sam.locator(".banner.ticket")).to_contain_text("Being worked on")


def _worked(story: Circle) -> None:
    story.ana.goto(story.ticket)
    story.ana.get_by_role("button", name="It worked").click()
    story.ana.get_by_label("5", exact=False).last.check()
    story.ana.get_by_label("A word to Iris Tan").fill("Thank you, Iris!")
    story.ana.get_by_role("button", name="Send it").click()
    expect(story.ana.locator("main")).to_contain_text("Your rating: 5 of 5.")
    story.iris.goto(f"{story.site.address}/feedback")
    expect(story.iris.locator("main")).to_contain_text("Thank you, Iris!")


def _everybody_has_heard(story: Circle) -> None:
    with clock.standing(clock.now() + TOLD_AFTER):
        story.site.work()
    story.ben.goto(f"{story.site.address}/inbox")
    expect(story.ben.locator("main")).to_contain_text(story.label)
    story.ana.goto(f"{story.ticket}/record")
    record = story.ana.locator("main")
    for words in (
        "KC-4711",
        "promised that it is solved by",
        "does not work yet",
        "The second tray",
        "says that it worked",
    ):
        expect(record).to_contain_text(words)
    expect(record).not_to_contain_text("zqnote")
    assert story.sam.goto(f"{story.ticket}/record").status == 404  # type: ignore[union-attr]


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_the_circle(site: Site, visit: Visit, javascript: bool) -> None:
    story = Circle(site, visit, javascript)
    _asked_and_joined(story)
    _converted(story)
    _asked_back(story)
    _promised(story)
    _solved(story, "The mail server was full.")
    _not_yet_by_mail(story)
    _solved(story, "The second tray had a broken lamp.")
    _worked(story)
    _everybody_has_heard(story)

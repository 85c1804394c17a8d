"""A real server in a thread of the test process, on a database of its own, and a real Chromium."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from forum.accounts.actions.sign_up import set_password
from forum.accounts.passwords import hashed
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import db, session, transaction
from forum.kernel.settings import registry
from forum.topics.models import Audience, Category
from forum.worker import look
from tests import databases, people

PASSWORD = "a quiet river bends"
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Site:
    """The running forum: its address, its application, and a worker that looks when it is told to."""

    address: str
    app: Tanya

    def work(self) -> None:
        """Everything pending has been done: indexed, told, mailed."""
        while look(self.app, "test"):
            pass


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.fail("The browser tests need Chromium. Install it, e.g.: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A forum with the test people, each with the same password, and two categories."""
    kind = getattr(request, "param", "sqlite")
    registry.forget()
    app = databases.make_app(databases.fresh_database(kind, tmp_path), tmp_path)
    app.config["WTF_CSRF_ENABLED"] = True
    _populate(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        session.remove()
        db.engine.dispose()
    registry.forget()


def _populate(app: Tanya) -> None:
    password = hashed(PASSWORD)
    with app.app_context(), transaction():
        for make in (people.ana, people.ben, people.iris, people.mo, people.admin, people.sam):
            person = make()
            person.created_at = clock.now() - timedelta(days=90)
            set_password(person, password, at=clock.now())
        session.add(Category(slug="network", name="Network", name_ms="Rangkaian", audience=Audience.EVERYONE))
        session.add(Category(slug="it-only", name="IT only", audience=Audience.STAFF))


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for a person; fails at the end if the console had anything to say."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_for(handle: str = "", *, javascript: bool = True, width: int = 1280) -> Page:
        context = chromium.new_context(java_script_enabled=javascript, viewport={"width": width, "height": 800})
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if handle:
            _sign_in(page, site.address, handle)
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert complaints == []


def _sign_in(page: Page, address: str, handle: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", f"{handle}@kencana.example")
    page.fill("#password", PASSWORD)
    page.click("form.form button.main")
    page.wait_for_url(f"{address}/")

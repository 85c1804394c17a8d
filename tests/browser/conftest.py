"""A real server in a thread of the test process, on a database of its own, and a real Chromium.

One forum serves a whole module: its tests write questions of their own. A module that wants the sample company says so
with a fixture `site` of its own that gives `company`.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from forum.accounts.actions.sign_up import set_password
from forum.accounts.passwords import hashed
from forum.accounts.sample_logins import SAMPLE_PASSWORD
from forum.app import Tanya
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import db, session, transaction
from forum.kernel.settings import registry
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted as unrestricted_questions
from forum.sample.load import load_sample_company
from forum.search import noted
from forum.tickets.actions.make import make_ticket
from forum.topics.models import Audience, Category
from forum.topics.visibility import unrestricted
from forum.worker import look
from tests import databases, people, posts

_PASSWORD = "a quiet river bends"
_PATIENCE = 30_000  # milliseconds; a machine may have other work
_ASKED_ANEW = "htmx:sendAbort", "htmx:afterRequest"  # since one has typed on meanwhile
# The shell has no windows, which cost more than the pages in them; it is the same Chromium.
_BROWSERS = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Site:
    """The running forum: its address, its application, and a worker that looks when it is told to."""

    address: str
    app: Tanya
    password: str
    cookies: dict[str, Any] = field(default_factory=dict)

    def asked(self, title: str, *, by: str = "ana.lim", tags: tuple[str, ...] = ()) -> str:
        """The address of a new question."""
        with self.app.app_context(), transaction():
            place = session.scalars(select(Category).where(unrestricted(), Category.slug == "network")).one()
            question = posts.question(person_called(by), place, at=clock.now(), title=title, tags=tags)
            return f"{self.address}/questions/{question.id}"

    def answered(self, address: str, words: str, *, by: str) -> None:
        """The question at the address has one more answer."""
        with self.app.app_context(), transaction():
            statement = select(Question).where(unrestricted_questions(), Question.id == int(address.rpartition("/")[2]))
            posts.answer(session.scalars(statement).one(), person_called(by), at=clock.now(), source=words)

    def ticketed(self, title: str = "Printer prints nothing", *, by: str = "ana.lim") -> tuple[str, int]:
        """The number of a new ticket that Iris has made of a new question, and the question's id."""
        with self.app.app_context(), transaction():
            asked = posts.question(person_called(by), at=clock.now(), title=title)
            maker = posts.actor(person_called("iris.tan"), at=clock.now())
            return make_ticket(asked.id, by=maker, at=clock.now()).ticket.label, asked.id

    def hired(self, name: str) -> str:
        """The handle of one more of the IT staff, who signs in like the others."""
        with self.app.app_context(), transaction():
            there = session.scalars(select(Person).where(Person.name == name)).first()
            person = there or people.make_person(name, roles="employee it_staff", badge="Desk")
            set_password(person, hashed(self.password), at=clock.now())
            return person.handle

    def work(self) -> None:
        """Everything pending has been done: indexed, told, mailed."""
        while look(self.app, "test"):
            pass


def person_called(handle: str) -> Person:
    """The person with this handle."""
    return session.scalars(select(Person).where(Person.handle == handle)).one()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    expect.set_options(timeout=_PATIENCE)
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        pytest.fail("The browser tests need Chromium. Install it, e.g.: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A forum with the test people, each with the same password, and two categories."""
    folder = tmp_path_factory.mktemp("site")
    url = databases.fresh_database(getattr(request, "param", "sqlite"), folder)
    with _serving(url, folder, _PASSWORD) as served:
        with served.app.app_context():
            _populate()
            session.remove()
        yield served


@pytest.fixture(scope="module")
def company(company_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample company, indexed."""
    folder = shutil.copytree(company_folder, tmp_path_factory.mktemp("company") / "data")
    with _serving(f"sqlite:///{next(folder.glob('*.db'))}", folder, SAMPLE_PASSWORD) as served:
        yield served


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the sample company, to be copied: to play it takes seconds."""
    folder = tmp_path_factory.mktemp("sample")
    with _serving(databases.fresh_database("sqlite", folder), folder, SAMPLE_PASSWORD) as played:
        with played.app.app_context():
            load_sample_company(FolderStorage(played.app.extensions["environment"].files_dir), at=clock.now())
            session.remove()
        played.work()
    return folder


@contextmanager
def _serving(url: str, folder: Path, password: str) -> Iterator[Site]:
    registry.forget()
    noted._waiting.clear()
    app = databases.make_app(url, folder)
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app, password)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        session.remove()
        db.engine.dispose()
    registry.forget()


def _populate() -> None:
    password = hashed(_PASSWORD)
    with transaction():
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
        is_usual = re.search("status of 4|Error Code 4", message.text) or message.text.startswith(_ASKED_ANEW)
        if message.type in ("error", "warning") and not is_usual:
            complaints.append(message.text)

    def open_for(handle: str = "", *, javascript: bool = True, width: int = 1280) -> Page:
        context = chromium.new_context(java_script_enabled=javascript, viewport={"width": width, "height": 800})
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if handle:
            if handle not in site.cookies:
                sign_in(page, site, handle)
                site.cookies[handle] = context.cookies()
            context.add_cookies(site.cookies[handle])
            page.goto(f"{site.address}/")
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, site: Site, handle: str) -> None:
    """The person has signed in by the form and stands on the home page."""
    page.goto(f"{site.address}/sign-in")
    page.fill("#email", f"{handle}@kencana.example")
    page.fill("#password", site.password)
    page.click("form.form button.main")
    page.wait_for_url(f"{site.address}/")

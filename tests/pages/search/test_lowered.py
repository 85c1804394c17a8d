"""No page of search shows anything of a thread that was taken away a moment ago, while the worker stands still."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.answers.actions import accept_answer
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import mark_duplicate, move_question, remove_question
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.knowledge.issues import opened
from tests.people import ana, iris, mo, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]
WORD = "zanzibar"
PLACES = (
    "/search?q=scanner", f"/search?q=scanner+{WORD}", f"/search?q=tag:{WORD}", "/search?q=zanzibr", "/search?q=zanz*",
    "/search?q=is:solved", f"/search?q=silent+tag:{WORD}+is:solved", "/search/suggestions?q=zanz",
    "/search/suggestions?q=scanner+silent", f"/search/similar?title=Scanner+{WORD}+is+silent&source=It+is+silent",
    "/search/similar/{open}",
)  # fmt: skip
BESIDES = (
    "/search?q=scaner", "/search?q=classified", "/search?q=clasified", "/search?q=class*", "/search?q=scan*",
    "/search?q=scanner+-classified", "/search?q=scanner+tag:classified", "/search?q=silent+category:attic",
    "/search?q=staff:yes", "/search?q=is:open+created:today", "/search?q=scanner+is:locked",
)  # fmt: skip
OF_STAFF = (
    "/search/similar/tickets/{label}", "/known-issues/{issue}/threads", "/known-issues/{issue}/threads?q=scanner",
)  # fmt: skip


class Stage:
    """Two solved threads, of which one is full of the word and has a duplicate; of the other there is a ticket."""

    def __init__(self) -> None:
        self.asker, self.staff, self.moderator, self.reader = ana(), iris(), mo(), sam()
        self.secret, self.open = self._solved(f"Scanner {WORD} is silent", WORD), self._solved("Scanner is silent")
        copy = posts.question(self.asker, title="Scanner silent once more", source="Scanner.")
        mark_duplicate(copy, self.secret, by=posts.actor(self.moderator), at=NOON)
        made = make_ticket(self.open.id, by=posts.actor(self.staff), at=NOON)
        issue = opened(self.staff, title="Scanner is silent", service="Scanner")
        self.where = {"open": self.open.id, "label": made.ticket.label, "issue": issue.id}

    def _solved(self, title: str, *tags: str) -> Question:
        asked = posts.question(self.asker, title=title, source=f"{title}.", tags=tags)
        given = posts.answer(asked, self.staff, source=f"{title}: turn it.")
        accept_answer(asked, given, by=posts.actor(self.asker), at=NOON)
        return asked

    def take_away(self, how: str) -> None:
        closed, moderator = posts.category("Attic", audience=Audience.GROUPS), posts.actor(self.moderator)
        if how == "removed":
            remove_question(self.secret, reason="private", by=moderator, at=NOON)
        else:
            move_question(self.secret, closed, by=moderator, at=NOON)
        session.commit()


@pytest.mark.parametrize("how", ["removed", "moved"])
def test_nothing_of_it_is_shown(client_of: Browser, indexing: Work, noon: datetime, how: str) -> None:
    stage = Stage()
    indexing()
    readers = {client_of(stage.reader): PLACES, client_of(stage.staff): OF_STAFF}
    pages = [(browser, path.format(**stage.where)) for browser, paths in readers.items() for path in paths]
    assert [path for browser, path in pages if not _has_word(browser, path)] == []
    stage.take_away(how)
    assert [path for browser, path in pages if _has_word(browser, path)] == []
    assert "2 questions found" in client_of(stage.reader).get("/search?q=scanner").text


def test_threads_of_a_closed_category_change_nothing_at_all(client_of: Browser, indexing: Work, noon: datetime) -> None:
    stage, closed = Stage(), posts.category("Attic", audience=Audience.STAFF)
    indexing()
    before = [_page(client_of(stage.reader), path.format(**stage.where)) for path in (*PLACES, *BESIDES)]
    words = {"title": f"Scanner {WORD} classified is silent", "source": "Turn it.", "tags": ("classified", "scanner")}
    for _ in range(40):
        posts.question(stage.staff, closed, **words)
    indexing()
    assert [_page(client_of(stage.reader), path.format(**stage.where)) for path in (*PLACES, *BESIDES)] == before


def _has_word(browser: FlaskClient, path: str) -> bool:
    """Whether the page has the word besides what was typed, which it repeats."""
    repeated = r'value="[^"]*"|<title>.*?</title>|href="/search\?[^"]*"|>without .*?</a>|class="chip on".*?</a>'
    return WORD in re.sub(rf"{repeated}|has the tag “[^”]*”", "", browser.get(path).text)


def _page(browser: FlaskClient, path: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"|nonce="[^"]*"', "", browser.get(path).text)

"""The words that mark what is closed, hidden, deleted, private or noted are in no answer that an outsider gets.

The addresses come from the URL map: each GET route with everything in the company that its places could name, and
with the queries that make it list, search, complete or poll.
"""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import product
from typing import Any, ClassVar
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Connection, select
from werkzeug.datastructures import ImmutableMultiDict, structures
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forum.accounts.settings import OPEN_PEOPLE, OPEN_READING
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.notifications.models import Notice
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.search import place
from forum.search.jobs import index_due
from forum.web import frame
from tests.access.company import MARKS, World
from tests.access.visitors import browser, person_of
from tests.conftest import NOON, taken_back
from tests.posts import tell

# What the places of addresses are called, and what stands there.
_PLACES: dict[str, tuple[str, ...]] = {
    "question_id": (
        "q", "merged",
        "closed", "hidden", "deleted", "withdrawn", "thinned", "copy", "closed_copy", "ticketed", "solved",
    ),
    "answer_id": ("answer", "accepted", "closed_answer", "hidden_answer", "deleted_answer"),
    "comment_id": ("comment", "closed_comment", "deleted_comment"),
    "entry_id": ("entry", "closed_entry", "draft_entry", "retired"),
    "issue_id": ("issue", "closed_issue"),
    "saved_id": ("saved", "saved_own"),
    "draft_id": ("draft",),
    "window_id": ("window", "closed_window"),
    "category_id": ("category", "closed_category"),
    "calendar_id": ("calendar",),
    "device_id": ("device",),
    "reply_id": ("reply",),
    "mail_id": ("received",),
    "item_id": ("item", "decided_item"),
    "post_id": ("q", "closed", "hidden", "closed_answer", "hidden_answer", "closed_comment", "reply", "tara"),
    "label": ("ticket", "private", "confidential", "done", "mine"),
    "slug": ("slug", "closed_slug"),
    "handle": ("handle", "iris_handle", "gone"),
    "removal_id": ("removal",),
    "key": ("feed",),
    "secret": ("confirm",),
    "token": ("worked",),
    "time_id": ("time",),
    "mail_key": ("mail_key",),
}  # fmt: skip
_SAID = {
    "number": ("1",),
    "purpose": ("confirm",),
    "matters": ("answers",),
    "kind": ("question", "answer", "comment", "reply", "ticket", "person"),
    "filename": ("none.css",),
    "name": ("printer", "zqtag", "zqhiddentag"),
    "report": ("flow", "backlog", "pace", "time-frames", "promises", "satisfaction", "effort", "returns", "spared"),
}
_QUERIES = (
    "q=bait", "q=zq", "q=zqtitle", "q=bait+is:solved", "q=tag:zqtag", "q=author:iris.tan", "q=has:files",
    "q=in:zqcategory-bait", "title=bait+bait&source=bait+bait", "show=unanswered", "show=unsolved", "show=mine",
    "show=following", "sort=newest", "sort=score", "sort=affected", "staff=1", "solved=1", "category=zqcategory-bait",
    "tag=zqtag", "tag=printer", "view=mine", "view=all", "view=unassigned", "thread={closed}&since=0",
    "thread={thinned}&since=0&answer=0", "thread={hidden}&since=0", "thread={ticketed}&since=0",
    "translates={closed_entry}", "from={closed}", "stay=1", "order=newest", "part=2",
)  # fmt: skip
_SEEN_BY: dict[str, tuple[str, ...]] = {  # beginnings of the marks that are no secret to him
    "stranger": ("stepwhy",),
    "asker": ("hiddentitle", "hiddenbody", "hiddentag", "hiddenwhy", "deletedtitle", "deletedbody", "deletedtag",
              "deletedwhy", "flagnote", "private", "done", "confidential", "mine", "unposted", "device", "draftwords"),
    "author": ("hiddenanswer", "deletedanswer", "deletedcomment"),
    "it_staff": ("category", "title", "body", "answer", "comment", "tag", "file", "hidden", "deleted", "private",
                 "done", "device", "threadnote", "entry", "draftentry", "issue", "service", "maintenance", "saved",
                 "staffsaved"),
    "moderator": ("category", "title", "body", "answer", "comment", "tag", "file", "hidden", "deleted", "flagnote",
                  "stepwhy", "entry", "draftentry", "issue", "service", "maintenance", "staffsaved"),
    "administrator": ("category", "title", "body", "answer", "comment", "tag", "file", "hidden", "deleted",
                      "confidential", "mine", "entry", "issue", "service", "maintenance", "invited", "rawmail",
                      "rawtext", "staffsaved"),
}  # fmt: skip
_NOT_SEEN = {"asker": ("privatenote",), "administrator": ("draftentry",)}


@pytest.fixture(scope="module", autouse=True)
def _indexed(world: World, opened: Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Everything can be found by whoever may see it."""
    place.configure(f"whoosh:{tmp_path_factory.mktemp('search')}")
    session.commit()
    index_due("test:1", NOON)
    index_due("test:1", NOON)  # made again, then brought up to date
    yield
    place.configure(world.app.extensions["environment"].search)


class _Noting(ImmutableMultiDict[str, str]):
    """The arguments of an address, which note by what names a view asks for them.

    What the frame around every page asks is the same on all of them: it is tried where a view asks for it, too.
    """

    asked: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return super().__contains__(name)

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self._note(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> list[Any]:
        self._note(key)
        return super().getlist(key, *args, **kwargs)

    def _note(self, name: str) -> None:
        asking = sys._getframe(2)
        while asking.f_back and asking.f_globals.get("__name__") in (__name__, structures.__name__):
            asking = asking.f_back
        if asking.f_globals.get("__name__") != frame.__name__:
            self.asked.add(name)


@pytest.fixture(autouse=True)
def _noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.app.request_class, "parameter_storage_class", _Noting)


def addresses(world: World) -> list[str]:
    """Every address there is, for this company, without queries."""
    found = set(_files(world))
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ("static", "files.file"):
            continue
        map_of_addresses = world.app.url_map.bind("localhost")
        found.update(map_of_addresses.build(rule.endpoint, values) for values in _places_of(rule, world))
    return sorted(found)


def _places_of(rule: Rule, world: World) -> Iterator[dict[str, Any]]:
    choices = [[(name, value) for value in _standing_at(name, world)] for name in sorted(rule.arguments)]
    return (dict(each) for each in product(*choices))


def _standing_at(name: str, world: World) -> tuple[Any, ...]:
    if name in _SAID:
        return _SAID[name]
    assert name in _PLACES, f"say in _PLACES what stands at <{name}> of addresses"
    return tuple(world.names[each] for each in _PLACES[name])


def _files(world: World) -> list[str]:
    return [str(value) for value in world.names.values() if str(value).startswith("/files/")]


def leaks(client: FlaskClient, world: World, forbidden: set[str]) -> list[tuple[str, str]]:
    """Which of the forbidden words stand in the answer to which address, the visitor's own words in it aside."""
    found = []
    for path in addresses(world):
        _Noting.asked.clear()
        found += _leaked(client, path, forbidden)
        queries = [query for query in _QUERIES if query.partition("=")[0] in _Noting.asked]
        for query in queries:
            found += _leaked(client, f"{path}?{query.format(**world.names)}", forbidden)
    return found


def _leaked(client: FlaskClient, path: str, forbidden: set[str]) -> list[tuple[str, str]]:
    answer = client.get(path)
    assert answer.status_code < 500, path
    words = f"{answer.headers} {_words_of(answer)}".casefold()
    for own in _typed(path):
        words = words.replace(own.casefold(), "")
    return [(path, word) for word in sorted(forbidden) if word in words]


def _words_of(answer: TestResponse) -> str:
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return answer.get_data(as_text=True)


def _typed(path: str) -> list[str]:
    """What the visitor's own address may bring back, longest first."""
    place, _mark, query = path.partition("?")
    said = {path, place, query, *re.split("[=:]", query)[1:]}  # a filter comes back without its name
    forms = {form for each in said for form in (each, unquote_plus(each), quote(each, safe=""), quote_plus(each))}
    return sorted((form for form in forms if "zq" in form), key=len, reverse=True)


def forbidden_to(visitor: str) -> set[str]:
    """The marks that this visitor may not meet."""
    seen = tuple(f"zq{what}" for what in _SEEN_BY[visitor])
    kept = tuple(f"zq{what}" for what in _NOT_SEEN.get(visitor, ()))
    return {word for word in MARKS if not word.startswith(seen) or word.startswith(kept)}


@pytest.mark.parametrize("visitor", _SEEN_BY)
def test_no_outsider_meets_a_planted_word(world: World, opened: Connection, visitor: str) -> None:
    with taken_back(opened):
        assert leaks(browser(world, visitor), world, forbidden_to(visitor)) == []


def test_open_reading_opens_nothing_else(world: World, opened: Connection) -> None:
    with taken_back(opened):
        registry.store(OPEN_READING, True)
        registry.store(OPEN_PEOPLE, True)
        assert leaks(browser(world, "nobody"), world, MARKS) == []


def test_open_reading_keeps_people_closed(world: World, opened: Connection) -> None:
    with taken_back(opened):
        registry.store(OPEN_READING, True)
        people = session.execute(select(Person.name, Person.handle).where(Person.id != SYSTEM_PERSON_ID))
        known = {word.casefold() for row in people for word in row} - {
            "ana.lim"
        }  # an example in the help of the search
        visitor = browser(world, "nobody")
        met = [found for path in addresses(world) for found in _leaked(visitor, path, known)]
    by_secret = "/feeds/", "/worked/"  # whose key or link it is reads there
    assert [(path, word) for path, word in met if word not in path and not path.startswith(by_secret)] == []


def test_the_words_are_there_for_whoever_may_read_them(world: World, opened: Connection) -> None:
    """Otherwise the tests above could not fail."""
    with taken_back(opened):
        met = {word for _path, word in leaks(browser(world, "it_staff"), world, MARKS)}
    assert {"zqtitle", "zqanswer", "zqcomment", "zqfile", "zqprivatetitle", "zqthreadnote", "zqhiddenbody"} <= met


def test_no_mail_and_no_notice_carries_a_planted_word_to_an_outsider(world: World, opened: Connection) -> None:
    with taken_back(opened):
        tell(NOON + timedelta(hours=1))
        told = {visitor: _told(world, visitor) for visitor in _SEEN_BY}
    met = {visitor: [word for word in forbidden_to(visitor) if word in told[visitor]] for visitor in _SEEN_BY}
    assert met == dict.fromkeys(_SEEN_BY, [])
    assert "zqtitle" in told["moderator"] and "zqprivatetitle" in told["asker"]  # else the above could not fail


def _told(world: World, visitor: str) -> str:
    """All that the outbox has for a person, as it will be sent, and what he has been told since."""
    person = person_of(world, visitor)
    assert person is not None
    sender = Sender("tanya@kencana.example", "https://ask.kencana.example", "Tanya")
    mails = session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == person.id))
    notices = session.scalars(select(Notice.facts).where(Notice.person_id == person.id, Notice.at < NOON))
    return " ".join([*(compose(mail, sender).as_string() for mail in mails), *map(str, notices)])

"""Whatever is sent, every route answers with a page that says what is wrong: nothing fails, nothing of it runs.

The forms are those of the matrix, sent by somebody who may, with one field spoilt at a time.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Connection
from werkzeug.routing import Rule

from forum.kernel.text.clean import clean_line
from tests.access.company import World
from tests.access.controls import controls
from tests.access.forms import MATRIX, form_for
from tests.access.test_matrix import LINES, Line
from tests.access.visitors import VISITORS, browser, person_of
from tests.conftest import taken_back

_PLACE = re.compile(r"<id:\w+>")
_DONE = frozenset({200, 201, 303})
_REFUSED = frozenset({400, 403, 404, 409, 413, 422, 429})
_SCRIPT = "<script>alert(1)</script>"
_BAD: dict[str, str | bytes] = {
    "empty": "",
    "hostile": f"\0\u202e\u200b{_SCRIPT} [x](javascript:alert(1)) 😀 مرحبا ../../etc/passwd",
    "number": "9" * 30,
    "no row": "0",
    "no digit": "²",  # though str.isdigit() says so
    "broken": b"ab\xc3\x28c\xed\xa0\x80",
}
_MEGABYTE = "a" * 1_000_000
_FORGED = (0, 2**63 - 1, 2**63, 10**30)  # the last two fit no row


def posts_that_are_done() -> list[Line]:
    """The lines of the matrix that something is sent to."""
    return [line for line in LINES if line.method == "POST" and _DONE & set(line.statuses)]


def who_may(line: Line) -> str:
    """Somebody who is not refused, colleagues first: what nobody may send shows in nobody's page."""
    may = [visitor for visitor, status in zip(VISITORS, line.statuses, strict=True) if status in _DONE]
    return next((visitor for visitor in ("administrator", "it_staff", "moderator", "asker") if visitor in may), may[0])


def _encoded(form: dict[str, Any], field: str, value: str | bytes) -> bytes:
    pairs = {**{name: str(typed).encode() for name, typed in form.items()}, field: value}
    spelt = {name: each if isinstance(each, bytes) else each.encode() for name, each in pairs.items()}
    return "&".join(f"{quote(name)}={quote(each)}" for name, each in spelt.items()).encode()


def _spoilt(world: World, connection: Connection, line: Line, field: str, value: str | bytes) -> Any:
    visitor, path = who_may(line), line.path.format(**world.names)
    body = _encoded(form_for(line.path, world, visitor), field, value)
    with taken_back(connection):
        return browser(world, visitor).post(path, data=body, content_type="application/x-www-form-urlencoded")


# Passwords are typed again, files chosen again; the others are what a button says or a page carries.
_NOT_TYPED = {
    "password",
    "present",
    "key",
    "act",
    "kind",
    "role",
    "revision",
    "seen",
    "sure",
    "opened",
    "file",
    "photo",
}
# What can only be chosen: another value, which is none of the list's, cannot stand in it.
_CHOSEN = {
    "audience", "calendar", "category", "change", "country", "group", "impact", "issue", "language", "makes", "owner",
    "priority", "rating", "stand_in", "state", "team", "theme", "threads", "ticket", "to", "urgency", "value",
    "verdict", "rhythm", "scope", "way-answers", "why", "remedy", "text", "step", "answers", "zone", *MATRIX,
}  # fmt: skip


def _lost(world: World, line: Line, field: str, value: str | bytes, page: str) -> list[str]:
    """The fields of a refused form whose words are not in the page that says so."""
    typed = {**form_for(line.path, world, who_may(line)), field: value}
    nobody_loses = _NOT_TYPED | _CHOSEN if field in _CHOSEN else _NOT_TYPED
    words = {name: clean_line(each) for name, each in typed.items() if isinstance(each, str) and each}
    found = {name: {clean_line(each) for each in held} for name, held in controls(page).items()}
    return [name for name, each in words.items() if name not in nobody_loses and each not in found.get(name, ())]


@pytest.mark.parametrize("line", posts_that_are_done(), ids=lambda line: line.path)
def test_a_spoilt_field_is_taken_cleaned_or_refused_and_nothing_typed_is_lost(
    world: World, opened: Connection, line: Line
) -> None:
    met, lost = {}, {}
    for field in (form := form_for(line.path, world, who_may(line))) or ("reason",):
        for kind, value in _BAD.items():
            answer = _spoilt(world, opened, line, field, value)
            if answer.status_code not in _DONE | _REFUSED or _SCRIPT in answer.text:
                met[field, kind] = answer.status_code
            if form and answer.status_code == 422 and (names := _lost(world, line, field, value, answer.text)):
                lost[field, kind] = names
    assert (met, lost) == ({}, {})


# The fields that hold a text, by the end of the path; a megabyte in them is too much, and comes back all the same.
_TEXTS = {
    "/answers": "source", "/comments": "source", "/edit": "source", "/questions": "source", "/replies": "reply",
    "/notes": "note", "/resolution": "fix", "/missing": "words", "/tickets/new": "source", "/split": "source",
    "/faq/new": "source", "/comment": "comment", "/known-issues/new": "source", "/updates": "news",
    "/maintenance/new": "source", "/publication": "answer",
}  # fmt: skip
_NO_TEXTS = (
    "/tickets/{private}/edit", "/missing/answers", "/faq/{draft_entry}/publication", "/questions/{q}/split",
    "/mail-in/{received}/comment",
)  # fmt: skip


def _writings() -> list[Line]:
    lines = [line for line in posts_that_are_done() if line.path.endswith(tuple(_TEXTS))]
    return [line for line in lines if not line.path.endswith(_NO_TEXTS)]


@pytest.mark.parametrize("line", _writings(), ids=lambda line: line.path)
def test_a_text_of_a_megabyte_is_refused_and_comes_back(world: World, opened: Connection, line: Line) -> None:
    field = next(name for end, name in _TEXTS.items() if line.path.endswith(end))
    answer = _spoilt(world, opened, line, field, _MEGABYTE)
    assert (answer.status_code, _MEGABYTE in answer.text) == (422, True)


_EMPTY = {f"/inbox/{number}" for number in _FORGED} | {"/search/similar"}  # back to the inbox; an empty part


def _with_ids(world: World) -> Iterator[tuple[str, Rule]]:
    for rule in world.app.url_map.iter_rules():
        if "<id:" in rule.rule:
            yield from ((method, rule) for method in (rule.methods or set()) & {"GET", "POST"})


def test_a_forged_id_is_not_found(world: World, opened: Connection) -> None:
    """Not even by somebody who may do everything; a list of what is like nothing is empty."""
    met = []
    with taken_back(opened):
        if (person := person_of(world, "administrator")) is not None:
            person.roles, person.is_it_staff = "employee it_staff moderator administrator", True
        client = browser(world, "administrator")
        for method, rule in _with_ids(world):
            for number in _FORGED:
                path = _PLACE.sub(str(number), rule.rule).replace("<label:label>", "IT-999999")
                if client.open(path, method=method).status_code not in (404, 405):
                    met.append((method, path))
    assert [each for each in met if each[1].rpartition("/")[0] not in _EMPTY] == []


_ARGUMENTS = (
    "q", "after", "sort", "order", "show", "category", "tag", "thread", "since", "from", "title", "view", "part",
    "state", "owner", "team", "priority", "column", "next", "translates", "question", "write",
)  # fmt: skip
_HOSTILE_ARGUMENTS = (str(_BAD["hostile"]), "9" * 30, "eyJhIjoxfQ.forged", "", "a" * 5000)


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=lambda line: line.path)
def test_no_forged_argument_of_an_address_fails_or_runs(world: World, opened: Connection, line: Line) -> None:
    path, met = line.path.format(**world.names), {}
    with taken_back(opened):
        client = browser(world, "it_staff")
        for value in _HOSTILE_ARGUMENTS:
            answer = client.get(path.partition("?")[0], query_string=dict.fromkeys(_ARGUMENTS, value))
            if answer.status_code >= 500 or _SCRIPT.encode() in answer.data:
                met[value] = answer.status_code
    assert met == {}

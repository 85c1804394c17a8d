"""Attempts to ask: what was suggested, opened and helped, what followed within a week, and what is forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from forum.accounts.actions.closing import deactivate
from forum.answers.actions import accept_answer
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.settings.registry import store
from forum.notifications.models import Notice
from forum.operations.jobs import PeriodicWork
from forum.people.models import Person
from forum.search import noted
from forum.search.ageing import age_attempts
from forum.search.attempts import (
    Kind,
    OpenedBeside,
    Shown,
    Suggestion,
    note_opened,
    note_shown,
    posted_from,
    say_solved,
    suggestion_named,
)
from forum.search.events import SuggestionHelped
from forum.search.models import LONGEST_NAMES, AskAttempt
from forum.search.noted import write_waiting
from forum.search.settings import ATTEMPT_DAYS
from forum.tickets.actions.make import make_ticket
from forum.topics.models import Audience
from forum.worker import _once
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, sam

KEY, WEEK = "a-key-of-a-form", timedelta(days=7)


@pytest.fixture(autouse=True)
def _nothing_waits(app: Flask) -> Iterator[None]:
    """Other tests have noted, too."""
    noted._waiting.clear()
    yield
    noted._waiting.clear()


def thread(id_: int) -> Suggestion:
    return Suggestion(Kind.THREAD, id_)


def shown(person: Person, *what: int, key: str = KEY, category: str = "", at: datetime = NOON) -> None:
    note_shown(Shown(person.id, key, at, category, tuple(map(thread, what))))


def opened(person: Person, what: int, *, key: str = KEY, at: datetime = NOON) -> None:
    note_opened(OpenedBeside(person.id, key, at, thread(what)))


def rows() -> list[AskAttempt]:
    write_waiting()
    session.expire_all()
    return list(session.query(AskAttempt).order_by(AskAttempt.id))


def test_a_form_is_one_attempt_however_often_something_is_suggested(app: Flask) -> None:
    asker, asked = ana(), posts.question(ben())
    session.commit()
    shown(asker, asked.id, 8)
    shown(asker, 8, 9)
    opened(asker, asked.id)
    opened(asker, asked.id)
    (row,) = rows()
    assert (row.shown, row.shown_count) == (f"thread:{asked.id} thread:8 thread:9", 3)
    assert (row.opened, row.category_id) == (f"thread:{asked.id}", asked.category_id)


def test_the_category_that_was_chosen_counts_before_that_of_what_was_opened(app: Flask) -> None:
    asker, asked, place = ana(), posts.question(ben()), posts.category("Phones")
    session.commit()
    opened(asker, asked.id)
    shown(asker, asked.id, category="phones")
    shown(asker, asked.id, category="no-such-place")
    assert [row.category_id for row in rows()] == [place.id]


def test_opening_before_anything_was_written_begins_the_attempt(app: Flask) -> None:
    asker, asked = ana(), posts.question(ben())
    session.commit()
    opened(asker, asked.id)
    assert [row.opened for row in rows()] == [f"thread:{asked.id}"]


@pytest.mark.parametrize("key", ["", "short", "k" * 41, "with blanks in it", "../../../etc", "\x00" * 20])
def test_no_key_of_ours_no_attempt(app: Flask, key: str) -> None:
    asker, asked = ana(), posts.question(ben())
    shown(asker, asked.id, key=key)
    opened(asker, asked.id, key=key)
    posted_from(key, asked, by=posts.actor(asker), at=NOON)
    session.commit()
    assert rows() == []
    with pytest.raises(NotFound):
        say_solved(key, thread(asked.id), by=posts.actor(asker), at=NOON)


def test_what_is_suggested_without_end_is_kept_as_far_as_there_is_room(app: Flask) -> None:
    asker = ana()
    session.commit()
    shown(asker, *range(10**6, 10**6 + 200))
    (row,) = rows()
    assert len(row.shown) <= LONGEST_NAMES and row.shown_count == len(row.shown.split()) > 20


def test_what_was_posted_from_a_form_is_known_at_once(app: Flask) -> None:
    asker = ana()
    asked = posts.question(asker)
    posted_from(KEY, asked, by=posts.actor(asker), at=NOON)
    session.commit()
    shown(asker, 7)
    assert [(row.question_id, row.category_id, row.shown_count) for row in rows()] == [(asked.id, asked.category_id, 1)]


def _solved() -> tuple[Person, Suggestion]:
    """Ben, whose answer Ana has accepted, and the thread."""
    asker, helper = ana(), ben()
    asked = posts.question(asker)
    accept_answer(asked, posts.answer(asked, helper), by=posts.actor(asker), at=NOON)
    return helper, thread(asked.id)


def test_this_solved_it_counts_once_and_thanks_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    told, reader = posts.published(SuggestionHelped, monkeypatch), sam()
    _, what = _solved()
    for key in (KEY, KEY, "another-form"):
        say_solved(key, what, by=posts.actor(reader), at=NOON)
    session.commit()
    assert told == [SuggestionHelped(reader.id, NOON, question_id=what.id)]
    assert [(row.solved_by, row.opened) for row in rows()] == [(str(what), str(what))] * 2


def test_what_one_may_not_see_has_solved_nothing(app: Flask) -> None:
    reader, hidden = ana(), posts.question(iris(), posts.category("Servers", audience=Audience.STAFF))
    for what in (thread(hidden.id), thread(10**9), Suggestion(Kind.ENTRY, 1), Suggestion(Kind.ISSUE, 1)):
        with pytest.raises(NotFound):
            say_solved(KEY, what, by=posts.actor(reader), at=NOON)


@pytest.mark.parametrize("name", ["", "thread", "thread:", "thread:x", "ticket:1", "thread:1 2", f"thread:{10**19}"])
def test_no_suggestion_is_written_so(name: str) -> None:
    with pytest.raises(NotFound):
        suggestion_named(name)


def outcomes() -> list[tuple[bool | None, bool | None]]:
    return [(row.ticket_followed, row.came_back) for row in rows()]


def test_after_a_week_it_is_known_that_nothing_followed(app: Flask) -> None:
    asker, asked = ana(), posts.question(ben())
    session.commit()
    opened(asker, asked.id)
    write_waiting()
    age_attempts(NOON + WEEK - timedelta(minutes=1))
    assert outcomes() == [(None, None)]
    age_attempts(NOON + WEEK)
    assert outcomes() == [(False, False)]


def test_a_ticket_or_a_question_of_the_same_category_followed(app: Flask) -> None:
    asker, other = ana(), sam()
    asked, elsewhere = posts.question(ben()), posts.category("Phones")
    session.commit()
    opened(asker, asked.id)
    opened(other, asked.id)
    write_waiting()
    posts.question(other, elsewhere, at=NOON + timedelta(days=1))
    again = posts.question(asker, at=NOON + timedelta(days=1))
    make_ticket(again.id, by=posts.actor(iris()), at=NOON + timedelta(days=2))
    session.commit()
    age_attempts(NOON + WEEK)
    assert outcomes() == [(True, True), (False, False)]


def test_who_asks_without_his_name_has_come_back_too(app: Flask) -> None:
    asker, asked = ana(), posts.question(ben(), place := posts.category("Salary", allows_anonymous=True))
    session.commit()
    opened(asker, asked.id)
    write_waiting()
    posts.question(asker, place, at=NOON + timedelta(days=1), anonymous=True)
    session.commit()
    age_attempts(NOON + WEEK)
    assert outcomes() == [(False, True)]


def test_who_looks_again_had_not_found_it(app: Flask) -> None:
    asker, asked = ana(), posts.question(ben())
    session.commit()
    opened(asker, asked.id)
    shown(asker, asked.id, key="looked-and-left", at=NOON + timedelta(hours=1))
    opened(asker, asked.id, key="opened-again", at=NOON + timedelta(hours=2))
    write_waiting()
    age_attempts(NOON + WEEK + timedelta(hours=3))
    assert [row.came_back for row in rows()] == [True, True, False]


def test_nobody_is_known_after_eight_days_and_nothing_after_ninety(app: Flask) -> None:
    asker = ana()
    session.commit()
    shown(asker, 7)
    write_waiting()
    age_attempts(NOON + timedelta(days=8))
    assert [row.person_id for row in rows()] == [None]
    age_attempts(NOON + timedelta(days=90) - timedelta(minutes=1))
    assert len(rows()) == 1
    age_attempts(NOON + timedelta(days=90))
    assert rows() == []


def test_how_long_attempts_are_kept_is_a_setting_that_the_worker_knows_of(app: Flask) -> None:
    asker = ana()
    session.commit()
    shown(asker, 7)
    store(ATTEMPT_DAYS, 30)
    session.commit()
    write_waiting()
    _once(PeriodicWork("age-attempts-to-ask", age_attempts), NOON + timedelta(days=30))
    assert rows() == []


def test_whoever_is_erased_has_tried_nothing(app: Flask) -> None:
    person, head = ana(), admin()
    session.commit()
    shown(person, 7)
    write_waiting()
    shown(person, 8)
    deactivate(person, keeps_name=False, by=posts.actor(head), at=NOON)
    session.commit()
    assert [(row.person_id, row.shown) for row in rows()] == [(None, "thread:7")]


def test_the_author_is_thanked_by_name(app: Flask) -> None:
    helper, what = _solved()
    reader = sam()
    say_solved(KEY, what, by=posts.actor(reader), at=NOON)
    session.commit()
    posts.tell(NOON)
    notices = session.query(Notice).filter_by(person_id=helper.id, kind="helped").all()
    assert [(notice.by_id, notice.question_id) for notice in notices] == [(reader.id, what.id)]

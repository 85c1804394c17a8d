"""Entries: promoting, publishing, checking, doubting."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import (
    check_entry,
    count_opening,
    edit_entry,
    find_entry,
    give_owner,
    move_on,
    publish_entry,
    remind_of_review,
    restore_entry,
    vote_on_entry,
    write_entry,
)
from forum.knowledge.faq.events import FaqDoubted, FaqReviewDue
from forum.knowledge.faq.models import Doubt, FaqRevision, FaqState, FaqStep
from forum.knowledge.faq.queries.care import entries_to_care_for
from forum.knowledge.faq.queries.entry import entry_shown
from forum.knowledge.faq.rules import Step
from forum.ledger.models import LedgerEntry
from forum.people.models import Person
from forum.questions.actions import mark_duplicate, remove_question
from forum.questions.models import Visibility
from forum.topics.models import Audience
from tests import people
from tests.conftest import NOON
from tests.knowledge.entries import ANSWER, faq_draft, promoted, published, written
from tests.posts import actor, answer, category, later, question
from tests.posts import published as events_of


def test_a_colleagues_answer_is_published_at_once_and_credits_him(app: Flask) -> None:
    iris, ben = people.iris(), people.ben()
    asked = question(people.ana())
    entry = published(asked, answer(asked, ben), iris)
    assert (entry.state, entry.credited_id, entry.owner_id) == (FaqState.PUBLISHED, ben.id, iris.id)
    assert entry.review_due_at == NOON + timedelta(days=180)


def test_nobody_publishes_his_own_words_while_a_colleague_could(app: Flask) -> None:
    iris, mo = people.iris(), people.mo()
    entry = written(iris)
    with pytest.raises(NotAllowed):
        publish_entry(entry, by=actor(iris), at=NOON)
    move_on(entry, Step.SUBMIT, by=actor(iris), at=NOON)
    publish_entry(entry, by=actor(mo), at=NOON)
    assert entry.state is FaqState.PUBLISHED


def test_where_nobody_else_could_it_is_recorded_and_shown(app: Flask) -> None:
    iris = people.iris()
    entry = written(iris)
    publish_entry(entry, by=actor(iris), at=NOON)
    assert session.scalars(select(FaqStep.alone).where(FaqStep.entry_id == entry.id)).all() == [True]
    assert "own words published alone" in session.scalars(select(LedgerEntry.act)).all()


def test_an_employee_curates_nothing(app: Flask) -> None:
    entry, by = written(iris := people.iris()), actor(people.sam())
    acts: list[Callable[[], object]] = [
        lambda: move_on(entry, Step.SUBMIT, by=by, at=NOON),
        lambda: publish_entry(entry, by=by, at=NOON),
        lambda: check_entry(entry, by=by, at=NOON),
        lambda: give_owner(entry, iris.id, by=by, at=NOON),
        lambda: edit_entry(entry, faq_draft(category("Mail"), revision=1), by=by, at=NOON),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_an_employee_promotes_nothing(app: Flask) -> None:
    asked = question(people.ana())
    with pytest.raises(NotAllowed):
        promoted(asked, answer(asked, people.ben()), people.sam())


def test_a_removed_answer_is_not_promoted(app: Flask) -> None:
    asked, iris = question(people.ana()), people.iris()
    given = answer(asked, people.ben())
    remove_question(asked, reason="", by=actor(iris), at=NOON)
    with pytest.raises(NotAllowed):
        promoted(asked, given, iris)


def test_the_second_of_two_who_promote_at_once_is_told(app: Flask) -> None:
    asked, iris = question(people.ana()), people.iris()
    given = answer(asked, people.ben())
    promoted(asked, given, iris)
    with pytest.raises(Conflict):
        promoted(asked, given, people.mo())


def test_a_draft_does_not_exist_for_employees(app: Flask) -> None:
    entry, sam = written(people.iris()), actor(people.sam())
    with pytest.raises(NotFound):
        find_entry(entry.id, by=sam)
    with pytest.raises(NotFound):
        entry_shown(entry.id, sam)


def test_an_entry_of_a_closed_category_does_not_exist_for_others(app: Flask) -> None:
    place, iris = category("Servers", audience=Audience.STAFF), people.iris()
    asked = question(iris, place)
    entry = published(asked, answer(asked, people.mo()), iris)
    with pytest.raises(NotFound):
        entry_shown(entry.id, actor(people.sam()))


def test_three_whom_it_did_not_help_make_it_suspect(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = question(ana := people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    doubted = events_of(FaqDoubted, monkeypatch)
    for person in (ana, people.sam(), people.mo()):
        assert entry.doubt is Doubt.NONE
        vote_on_entry(entry, helped=False, by=actor(person), at=NOON)
    session.refresh(entry)
    assert (entry.doubt, entry.failed_count, len(doubted)) == (Doubt.READERS, 3, 1)


def test_somebody_whom_it_helped_begins_the_count_anew(app: Flask) -> None:
    asked = question(ana := people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    for person, helped in ((ana, False), (people.sam(), False), (people.mo(), True), (people.admin(), False)):
        vote_on_entry(entry, helped=helped, by=actor(person), at=NOON)
    session.refresh(entry)
    assert (entry.doubt, entry.failed_in_a_row) == (Doubt.NONE, 1)


def test_who_changes_his_mind_counts_once(app: Flask) -> None:
    asked = question(ana := people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    for helped in (True, True, False, True):
        vote_on_entry(entry, helped=helped, by=actor(ana), at=NOON)
    assert (entry.helped_count, entry.failed_count) == (1, 0)


def test_nobody_votes_for_his_own_words(app: Flask) -> None:
    asked, ben = question(people.ana()), people.ben()
    entry = published(asked, answer(asked, ben), people.iris())
    with pytest.raises(NotAllowed):
        vote_on_entry(entry, helped=True, by=actor(ben), at=NOON)


def test_a_duplicate_that_says_the_fix_failed_makes_it_suspect_until_somebody_has_looked(app: Flask) -> None:
    asked, iris = question(people.ana()), people.iris()
    entry = published(asked, answer(asked, people.ben()), iris)
    again = question(people.sam(), title="The printer is blank again")
    mark_duplicate(again, asked, fix_failed=True, by=actor(iris), at=NOON)
    session.refresh(entry)
    assert entry.doubt is Doubt.DUPLICATE
    check_entry(entry, by=actor(iris), at=later(days=3))
    assert (entry.doubt, entry.review_due_at) == (Doubt.NONE, later(days=183))


def test_an_ordinary_duplicate_says_nothing_against_the_entry(app: Flask) -> None:
    asked, iris = question(people.ana()), people.iris()
    entry = published(asked, answer(asked, people.ben()), iris)
    mark_duplicate(question(people.sam(), title="The printer is blank again"), asked, by=actor(iris), at=NOON)
    session.refresh(entry)
    assert entry.doubt is Doubt.NONE


def test_the_owner_is_reminded_once_when_the_check_is_due(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, iris = question(people.ana()), people.iris()
    published(asked, answer(asked, people.ben()), iris)
    due = events_of(FaqReviewDue, monkeypatch)
    for days in (100, 181, 182):
        remind_of_review(by=actor(iris), at=later(days=days))
    assert len(due) == 1


def test_the_slower_editor_is_told_and_the_first_text_stays(app: Flask) -> None:
    iris, place = people.iris(), category("Printing")
    entry = written(iris, place)
    edit_entry(entry, faq_draft(place, source="First.", revision=1), by=actor(iris), at=NOON)
    with pytest.raises(Conflict):
        edit_entry(entry, faq_draft(place, source="Second.", revision=1), by=actor(people.mo()), at=NOON)
    assert session.scalars(select(FaqRevision.source).where(FaqRevision.entry_id == entry.id)).all()[-1] == "First."


def test_going_back_to_what_an_entry_says_makes_no_revision(app: Flask) -> None:
    iris, place = people.iris(), category("Printing")
    entry, by = written(iris, place, tags=("printer",)), actor(iris)
    edit_entry(entry, faq_draft(place, source="Worse.", tags=("printer",), revision=1), by=by, at=NOON)
    restore_entry(entry, 1, render(ANSWER), revision=2, by=by, at=NOON)
    assert (entry.source, entry.revision) == (ANSWER, 3)
    for number in (1, 3):
        with pytest.raises(Conflict, match="says this already"):
            restore_entry(entry, number, render(ANSWER), revision=3, by=by, at=NOON)
    with pytest.raises(Conflict, match="since you opened its revisions"):
        restore_entry(entry, 2, "", revision=2, by=by, at=NOON)
    assert entry.revision == 3


def test_an_entry_has_one_translation_a_language(app: Flask) -> None:
    iris, place = people.iris(), category("Printing")
    entry = written(iris, place)
    malay = faq_draft(place, question="Kenapa pencetak kosong?", language="ms")
    write_entry(malay, translation_of=entry, by=actor(iris), at=NOON)
    with pytest.raises(Invalid):
        write_entry(malay, translation_of=entry, by=actor(iris), at=NOON)


def test_only_a_curator_can_own_an_entry(app: Flask) -> None:
    iris, mo, sam = people.iris(), people.mo(), people.sam()
    entry = written(iris)
    with pytest.raises(Invalid):
        give_owner(entry, sam.id, by=actor(iris), at=NOON)
    give_owner(entry, mo.id, by=actor(iris), at=NOON)
    assert entry.owner_id == mo.id


def test_a_reader_counts_once_a_day(app: Flask) -> None:
    asked = question(ana := people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    for days in (0, 0, 1):
        count_opening(entry, day=later(days=days).date(), by=actor(ana))
    assert entry.opened_count == 2


def test_upkeep_names_what_came_from_words_that_changed_and_what_has_no_owner(app: Flask) -> None:
    iris, mo, asked = people.iris(), people.mo(), question(people.ana())
    given = answer(asked, people.ben())
    entry = published(asked, given, iris)
    assert _cared(mo, "changed") == _cared(mo, "unowned") == []
    given.edited_at = later(hours=1)
    session.flush()
    assert _cared(mo, "changed") == [entry.id]
    check_entry(entry, by=actor(mo), at=later(hours=2))
    assert _cared(mo, "changed") == []
    given.visibility, iris.roles = Visibility.DELETED, "employee"
    session.flush()
    assert _cared(mo, "changed") == _cared(mo, "unowned") == [entry.id]


def _cared(reader: Person, section: str) -> list[int]:
    return [row.id for row in entries_to_care_for(actor(reader), at=later(hours=3))[section]]

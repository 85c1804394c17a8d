"""What a decision does with the post or its thread, in the same act that tells the people."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.text.markdown import render
from forum.ledger.models import LedgerEntry
from forum.moderation.actions import Decision, NewWords, decide, flag_post
from forum.moderation.merging.merge import merge_threads
from forum.moderation.models import FlagItem, Kind, Reason, Remedy, Verdict
from forum.people.models import Person
from forum.questions.actions import Words
from forum.questions.models import QuestionRevision, Visibility
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor

_AGREED = Decision(Verdict.AGREED, Remedy.LEFT, "Please look here.")


def _flagged(kind: Kind, post_id: int, by: Person | None = None) -> int:
    return flag_post(kind, post_id, Reason.UNPROFESSIONAL, "", by=actor(by or people.ben()), at=NOON).id


@pytest.fixture(autouse=True)
def mo(app: Flask, noon: None) -> Person:
    return people.mo()


def _decided(item_id: int, remedy: Remedy, **how: Any) -> FlagItem:
    mo = session.scalars(select(Person).where(Person.handle == "mohan.pillai")).one()
    return decide(item_id, replace(_AGREED, remedy=remedy, **how), by=actor(mo), at=NOON)


def _new_words(source: str, *, title: str = "", revision: int = 1) -> NewWords:
    return NewWords(title, Words(source, render(source)), revision)


def _acts() -> list[str]:
    chain = select(LedgerEntry.act).where(LedgerEntry.chain == "moderation").order_by(LedgerEntry.position)
    return list(session.scalars(chain))


def test_the_words_of_a_question_are_changed_and_the_old_ones_stay_among_its_revisions() -> None:
    asked = posts.question(people.ana(), title="Some fool broke the printer")
    words = _new_words("It prints blank pages.", title="The printer prints blank pages")
    item = _decided(_flagged(Kind.QUESTION, asked.id), Remedy.EDITED, words=words)
    assert (asked.title, asked.source) == (words.title, words.words.source)
    kept = session.scalars(select(QuestionRevision).where(QuestionRevision.question_id == asked.id)).all()
    assert [each.title for each in kept] == ["Some fool broke the printer", words.title]
    assert (item.remedy, kept[1].by_id, kept[1].reason) == (Remedy.EDITED, item.decided_by_id, "After a flag")


@pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.COMMENT])
def test_the_words_of_answers_and_comments_are_changed_likewise(kind: Kind) -> None:
    asked = posts.question(people.ana())
    sam = people.sam()
    post = posts.answer(asked, sam) if kind is Kind.ANSWER else posts.comment(asked, sam)
    _decided(_flagged(kind, post.id), Remedy.EDITED, words=_new_words("Restart it twice."))
    assert (post.source, post.visibility) == ("Restart it twice.", Visibility.PUBLIC)


def test_who_changes_nothing_is_asked_to() -> None:
    given = posts.answer(posts.question(people.ana()), people.sam(), source="Only a fool asks this")
    item_id = _flagged(Kind.ANSWER, given.id)
    for words in (None, _new_words("Only a fool asks this")):
        with pytest.raises(Invalid):
            _decided(item_id, Remedy.EDITED, words=words)


def test_words_that_were_edited_meanwhile_are_not_overwritten() -> None:
    given = posts.answer(posts.question(people.ana()), people.sam())
    with pytest.raises(Conflict):
        _decided(_flagged(Kind.ANSWER, given.id), Remedy.EDITED, words=_new_words("New words", revision=0))


def test_the_thread_is_moved() -> None:
    asked, printing = posts.question(people.ana()), posts.category("Printing")
    _decided(_flagged(Kind.QUESTION, asked.id), Remedy.MOVED, category_id=printing.id)
    assert asked.category_id == printing.id
    assert _acts() == ["moved", "flag decided"]


def test_the_thread_is_marked_as_asked_before() -> None:
    ana = people.ana()
    asked, earlier = posts.question(ana), posts.question(ana)
    _decided(_flagged(Kind.QUESTION, asked.id), Remedy.DUPLICATE, thread_id=earlier.id)
    assert asked.duplicate_of_id == earlier.id


def test_the_thread_is_merged_and_what_else_was_flagged_in_it_can_still_be_decided() -> None:
    ana = people.ana()
    asked, earlier = posts.question(ana), posts.question(ana)
    given = posts.answer(asked, people.sam())
    ben = people.ben()
    item_id, other_id = _flagged(Kind.QUESTION, asked.id, ben), _flagged(Kind.ANSWER, given.id, ben)
    _decided(item_id, Remedy.MERGED, thread_id=earlier.id)
    assert (asked.visibility, given.question_id) == (Visibility.MERGED, earlier.id)
    assert _decided(other_id, Remedy.HIDDEN).decided_at == NOON


def test_a_question_that_was_merged_while_it_waited_can_still_be_decided(mo: Person) -> None:
    ana = people.ana()
    asked, earlier, third = (posts.question(ana) for _each in range(3))
    item_id = _flagged(Kind.QUESTION, asked.id)
    merge_threads(asked.id, earlier.id, by=actor(mo), at=NOON)
    with pytest.raises(Conflict):
        _decided(item_id, Remedy.MERGED, thread_id=third.id)
    assert _decided(item_id, Remedy.LEFT).decided_at == NOON


@pytest.mark.parametrize("remedy", [Remedy.MOVED, Remedy.DUPLICATE, Remedy.MERGED])
def test_a_thread_or_category_that_nobody_has_named_is_asked_for(remedy: Remedy) -> None:
    asked = posts.question(people.ana())
    item_id = _flagged(Kind.QUESTION, asked.id)
    with pytest.raises(Invalid):
        _decided(item_id, remedy)

"""Answering: counters, editing, removing, comments."""

import pytest
from sqlalchemy import select

from forum.answers.actions import (
    edit_answer,
    edit_comment,
    find_answer,
    find_comment,
    hide_answer,
    hide_comment,
    remove_answer,
    remove_comment,
    restore_answer_revision,
    undelete_answer,
    undelete_comment,
)
from forum.answers.events import AnswerPosted, CommentPosted
from forum.answers.models import AnswerRevision
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.questions.actions import Words, remove_question
from forum.questions.models import Follow, Visibility
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo, sam
from tests.posts import actor, answer, category, comment, later, published, question

BETTER = Words("Turn it twice.", "<p>Turn it twice.</p>")


def test_an_answer_shows_on_the_questions_row(app: Tanya) -> None:
    asked = question(ana())
    given = answer(asked, helper := iris(), at=later(hours=1))
    assert (asked.answer_count, asked.has_staff_answer, asked.last_answer_by_id) == (1, True, helper.id)
    assert (asked.last_answer_at, asked.active_at, asked.version) == (given.created_at, given.created_at, 2)


def test_who_answers_follows_and_it_is_told(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(AnswerPosted, monkeypatch)
    given = answer(asked := question(ana()), helper := ben())
    assert session.get(Follow, (asked.id, helper.id)) is not None
    assert told == [AnswerPosted(given.id, asked.id, helper.id, NOON)]


def test_a_removed_question_takes_no_answers(app: Tanya) -> None:
    asked = question(person := ana())
    remove_question(asked, by=actor(person), at=NOON)
    with pytest.raises(NotAllowed, match="removed"):
        answer(asked, iris())


def test_an_empty_answer_is_refused(app: Tanya) -> None:
    asked, helper = question(ana()), ben()
    with pytest.raises(Invalid):
        answer(asked, helper, source=" \n ")
    given = answer(asked, helper)
    with pytest.raises(Invalid):
        edit_answer(asked, given, Words(" \n ", ""), revision=1, by=actor(helper), at=NOON)


def test_an_edited_answer_keeps_its_revisions(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    edit_answer(asked, given, BETTER, revision=1, by=actor(helper), at=later(hours=1))
    edit_answer(asked, given, BETTER, revision=1, by=actor(helper), at=later(hours=1))
    numbers = session.scalars(select(AnswerRevision.number).order_by(AnswerRevision.number)).all()
    assert (given.source, given.revision, numbers, asked.active_at) == (BETTER.source, 2, [1, 2], later(hours=1))


def test_the_second_of_two_editors_of_an_answer_is_told(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    edit_answer(asked, given, BETTER, revision=1, by=actor(helper), at=NOON)
    with pytest.raises(Conflict):
        edit_answer(asked, given, Words("Mine", "<p>Mine</p>"), revision=1, by=actor(iris()), at=NOON)


def test_an_answer_can_go_back_to_what_it_said(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    by, first = actor(helper), Words(given.source, given.html)
    edit_answer(asked, given, BETTER, revision=1, by=by, at=NOON)
    restore_answer_revision(asked, given, 1, first, revision=2, by=by, at=NOON)
    restored = session.scalars(select(AnswerRevision.restored_number).where(AnswerRevision.number == 3)).one()
    assert (given.source, restored) == (first.source, 1)
    with pytest.raises(Conflict):
        restore_answer_revision(asked, given, 2, BETTER, revision=2, by=by, at=NOON)
    with pytest.raises(NotFound):
        restore_answer_revision(asked, given, 9, BETTER, revision=3, by=by, at=NOON)


def test_an_answer_that_goes_back_to_what_it_says_gets_no_revision(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    with pytest.raises(Conflict, match="says this already"):
        restore_answer_revision(asked, given, 1, BETTER, revision=1, by=actor(helper), at=NOON)
    edit_answer(asked, given, BETTER, revision=1, by=actor(helper), at=NOON)
    with pytest.raises(Conflict, match="says this already"):
        restore_answer_revision(asked, given, 1, BETTER, revision=2, by=actor(helper), at=NOON)
    assert given.revision == 2


def test_a_removed_answer_no_longer_counts_and_counts_again_when_back(app: Tanya) -> None:
    asked = question(ana(), at=NOON)
    answer(asked, first := ben(), at=later(hours=1))
    given = answer(asked, helper := iris(), at=later(hours=2))
    remove_answer(asked, given, by=actor(helper), at=later(hours=3))
    assert (asked.answer_count, asked.has_staff_answer, asked.last_answer_by_id) == (1, False, first.id)
    assert asked.active_at == later(hours=1)
    undelete_answer(asked, given, by=actor(helper), at=later(hours=4))
    assert (asked.answer_count, asked.has_staff_answer, asked.active_at) == (2, True, later(hours=2))


def test_a_removed_answer_is_gone_for_strangers(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    remove_answer(asked, given, by=actor(helper), at=NOON)
    assert find_answer(given.id, by=actor(helper))[1] is given
    with pytest.raises(NotFound):
        find_answer(given.id, by=actor(sam()))


def test_strangers_remove_no_answer_and_it_staff_hides_none(app: Tanya) -> None:
    given = answer(asked := question(ana()), helper := ben())
    with pytest.raises(NotAllowed):
        remove_answer(asked, given, by=actor(sam()), at=NOON)
    with pytest.raises(NotAllowed):
        hide_answer(asked, given, by=(staff := actor(iris())), at=NOON)
    with pytest.raises(NotAllowed):
        hide_comment(asked, comment(asked, helper), by=staff, at=NOON)
    hide_answer(asked, given, by=actor(mo()), at=NOON)
    assert given.visibility is Visibility.HIDDEN


def test_what_stands_under_a_hidden_answer_is_read_with_it_only(app: Tanya) -> None:
    given = answer(asked := question(asker := ana()), helper := ben())
    said = comment(asked, asker, on=given)
    hide_answer(asked, given, by=actor(mo()), at=NOON)
    for person in (sam(), asker):
        with pytest.raises(NotFound):
            find_comment(said.id, by=actor(person))
    assert {find_comment(said.id, by=actor(person))[1].id for person in (helper, iris())} == {said.id}


def test_colleagues_edit_neither_answers_nor_comments_and_it_staff_does(app: Tanya) -> None:
    given, said = answer(asked := question(ana()), helper := ben()), comment(asked, helper)
    stranger = actor(sam())
    with pytest.raises(NotAllowed):
        edit_answer(asked, given, BETTER, revision=1, by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        edit_comment(asked, said, BETTER, revision=1, by=stranger, at=NOON)
    edit_answer(asked, given, BETTER, revision=1, by=actor(iris()), at=NOON)
    with pytest.raises(NotAllowed):
        restore_answer_revision(asked, given, 1, BETTER, revision=2, by=stranger, at=NOON)
    assert (given.source, said.source) == (BETTER.source, "Which model?")


def test_a_locked_question_takes_neither_answers_nor_comments(app: Tanya) -> None:
    asked = question(ana())
    asked.locked_at = NOON
    for post in (answer, comment):
        with pytest.raises(NotAllowed, match="locked"):
            post(asked, ben() if post is answer else sam())


def test_a_comment_raises_the_version_and_is_told(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    told = published(CommentPosted, monkeypatch)
    asked = question(ana())
    made = comment(asked, helper := ben(), on=answer(asked, iris()), at=later(hours=1))
    assert told == [CommentPosted(made.id, asked.id, helper.id, later(hours=1))]
    assert (asked.version, asked.active_at) == (3, later(hours=1))


def test_a_comment_is_edited_removed_and_brought_back_by_its_author(app: Tanya) -> None:
    asked, by = question(ana()), actor(helper := ben())
    made = comment(asked, helper)
    edit_comment(asked, made, BETTER, revision=1, by=by, at=NOON)
    remove_comment(asked, made, by=by, at=NOON)
    assert (made.revision, made.visibility) == (2, Visibility.DELETED)
    undelete_comment(asked, made, by=by, at=NOON)
    assert find_comment(made.id, by=actor(sam()))[1].visibility is Visibility.PUBLIC


def test_an_anonymous_asker_stays_anonymous_in_his_own_thread(app: Tanya) -> None:
    asked = question(person := ana(), category(allows_anonymous=True), anonymous=True)
    made = comment(asked, person)
    assert made.author_id is None
    edit_comment(asked, made, BETTER, revision=1, by=actor(person), at=NOON)
    with pytest.raises(NotAllowed):
        edit_comment(asked, made, BETTER, revision=2, by=actor(ben()), at=NOON)

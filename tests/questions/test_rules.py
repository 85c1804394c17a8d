"""Rules of questions, answers and votes, without a database."""

from datetime import timedelta

import pytest

from forum.answers.rules import Accepting, check_may_accept, check_may_claim, check_may_take_over
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.questions.language import guess_language
from forum.questions.models import Visibility
from forum.questions.rules import (
    LONGEST_SOURCE,
    Standing,
    check_may_bring_back,
    check_may_delete,
    check_may_edit,
    check_may_join,
    check_revision,
    check_source,
    check_title,
)
from forum.votes.rules import VoteValue, check_may_vote
from tests.conftest import NOON

PUBLIC = Standing(Visibility.PUBLIC)
REMOVED = Standing(Visibility.DELETED)
LOCKED = Standing(Visibility.PUBLIC, is_locked=True)


@pytest.mark.parametrize("length", [8, 200])
def test_a_title_of_a_fair_length_is_taken(length: int) -> None:
    check_title("x" * length)


@pytest.mark.parametrize("length", [0, 7, 201])
def test_a_title_too_short_or_too_long_is_refused(length: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_title("x" * length)
    assert refused.value.field == "title"


@pytest.mark.parametrize("title", ["打印机", "プリンタ", "프린터", "打印机坏了", "เน็ตล่มครับ"])
def test_a_title_in_characters_that_are_syllables_or_words_may_have_fewer(title: str) -> None:
    check_title(title)


@pytest.mark.parametrize("title", ["坏了", "ＨＥＬＰ", "🖨🔥🔥", "坏!"])
def test_a_title_that_says_next_to_nothing_is_refused_in_any_script(title: str) -> None:
    with pytest.raises(Invalid, match="at least"):
        check_title(title)


@pytest.mark.parametrize("source", ["", " \n\t", "x" * (LONGEST_SOURCE + 1)])
def test_a_text_empty_or_too_long_is_refused(source: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_source(source)
    assert refused.value.field == "source"


def test_a_text_of_64000_characters_is_taken() -> None:
    check_source("x" * LONGEST_SOURCE)


@pytest.mark.parametrize(("standing", "is_author"), [(PUBLIC, False), (REMOVED, True), (LOCKED, True)])
def test_who_may_not_edit_is_refused_unless_staff(standing: Standing, is_author: bool) -> None:
    with pytest.raises(NotAllowed):
        check_may_edit(standing, is_author=is_author, may_edit_any=False)
    check_may_edit(standing, is_author=is_author, may_edit_any=True)


def test_an_older_form_than_the_post_is_a_conflict() -> None:
    check_revision(seen=3, current=3)
    with pytest.raises(Conflict):
        check_revision(seen=2, current=3)


@pytest.mark.parametrize(
    ("is_author", "staff", "answered", "allowed"),
    [(True, False, False, True), (True, False, True, False), (False, False, False, False), (False, True, True, True)],
)
def test_who_may_delete_a_question(is_author: bool, staff: bool, answered: bool, allowed: bool) -> None:
    try:
        check_may_delete(is_author=is_author, may_delete_any=staff, has_answers=answered)
    except NotAllowed:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize("removed_as", [Visibility.HELD, Visibility.HIDDEN])
def test_what_is_hidden_or_waits_for_moderators_comes_back_by_them_only(removed_as: Visibility) -> None:
    theirs = {"is_author": False, "removed_by_self": False}
    with pytest.raises(NotAllowed):
        check_may_bring_back(removed_as, **theirs, may_delete=True, may_hide=False)
    check_may_bring_back(removed_as, **theirs, may_delete=False, may_hide=True)


@pytest.mark.parametrize("removed_as", [Visibility.HELD, Visibility.HIDDEN, Visibility.DELETED])
def test_nobody_brings_back_his_own_words_that_somebody_else_took_away(removed_as: Visibility) -> None:
    moderator = {"is_author": True, "may_delete": True, "may_hide": True}
    with pytest.raises(NotAllowed):
        check_may_bring_back(removed_as, **moderator, removed_by_self=False)
    check_may_bring_back(removed_as, **moderator, removed_by_self=True)


def test_staff_waits_for_the_asker_to_accept() -> None:
    facts = Accepting(is_asker=False, may_accept_for_asker=True, answered_at=NOON, asker_chose=False)
    with pytest.raises(NotAllowed):
        check_may_accept(PUBLIC, Visibility.PUBLIC, facts, days=7, at=NOON + timedelta(days=6, hours=23))
    check_may_accept(PUBLIC, Visibility.PUBLIC, facts, days=7, at=NOON + timedelta(days=7))


def test_a_removed_answer_cannot_be_accepted() -> None:
    facts = Accepting(is_asker=True, may_accept_for_asker=False, answered_at=NOON, asker_chose=False)
    with pytest.raises(NotAllowed, match="removed"):
        check_may_accept(PUBLIC, Visibility.DELETED, facts, days=7, at=NOON)


@pytest.mark.parametrize("standing", [REMOVED, LOCKED])
def test_a_removed_or_locked_question_is_not_claimed(standing: Standing) -> None:
    with pytest.raises(NotAllowed):
        check_may_claim(standing, is_asker=False, is_solved=False)


def test_a_claim_is_taken_over_by_it_staff_only() -> None:
    check_may_take_over(holder="Ben Ong", may_take_over=True)
    with pytest.raises(Conflict, match="Ben Ong"):
        check_may_take_over(holder="Ben Ong", may_take_over=False)


def test_did_not_work_is_said_of_answers() -> None:
    check_may_vote(VoteValue.FAILED, visibility=Visibility.PUBLIC, is_own=False, is_answer=True)
    with pytest.raises(Invalid):
        check_may_vote(VoteValue.FAILED, visibility=Visibility.PUBLIC, is_own=False, is_answer=False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("printer tak boleh print lepas update Windows", "ms"),
        ("mcm mana nak reset password email", "ms"),
        ("laptop lambat gila, dah restart pun sama", "ms"),
        ("The printer does not print after the update", "en"),
        ("VPN error 0x800", "en"),
        ("I print in the office dan tak boleh, what can I do?", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_guessed_from_small_words(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_who_deleted_nothing_brings_nothing_back() -> None:
    with pytest.raises(NotAllowed, match="Only staff"):
        check_may_bring_back(
            Visibility.DELETED, is_author=True, removed_by_self=False, may_delete=False, may_hide=False
        )


def test_nobody_joins_a_removed_question() -> None:
    with pytest.raises(NotAllowed):
        check_may_join(REMOVED, is_asker=False)

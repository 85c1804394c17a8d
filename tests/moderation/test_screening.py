"""What waits for a moderator before others read it, and what is not posted at all."""

import pytest
from sqlalchemy import select

from forum.answers.actions import post_answer
from forum.conduct.settings import NEWCOMER_LINKS, POSTS_HELD, WATCHED_WORDS
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.kernel.settings.registry import store
from forum.kernel.text.markdown import render
from forum.moderation.actions import Decision, decide
from forum.moderation.models import FlagItem, Remedy, Verdict
from forum.people.models import Person
from forum.questions.actions import QuestionChange, edit_question
from forum.questions.models import Visibility
from forum.votes.thanks import thank
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor, later

pytestmark = pytest.mark.usefixtures("app", "noon")


def _old(name: str = "Dewi Sari") -> Person:
    return people.make_person(name, created_at=later(days=-60))


def _words(lines: str) -> None:
    store(WATCHED_WORDS, lines)


def _item() -> FlagItem:
    return session.scalars(select(FlagItem)).one()


def test_a_word_that_is_blocked_is_not_posted() -> None:
    _words("block: casino*")
    with pytest.raises(Invalid, match="Casinos"):
        posts.question(_old(), source="Play at Casinos!")


def test_a_masked_word_is_dots_in_title_source_and_html() -> None:
    _words("mask: damn")
    asked = posts.question(_old(), title="The damn printer is blank", source="**Damn** it")
    assert (asked.title, asked.source) == ("The •••••• printer is blank", "**••••••** it")
    assert asked.html == render(asked.source) and "damn" not in asked.slug


def test_a_word_of_thanks_has_none_either() -> None:
    _words("block: casino*\nmask: damn")
    asked = posts.question(ana := people.ana())
    given = posts.answer(asked, people.ben())
    with pytest.raises(Invalid, match="casino"):
        thank(asked, given, "As good as a casino", by=actor(ana), at=NOON)
    assert thank(asked, given, "Damn good!", by=actor(ana), at=NOON).words == "•••••• good!"


def test_a_word_that_is_held_waits_for_a_moderator_who_lets_it_go() -> None:
    _words("hold: casino*")
    asked = posts.question(people.ana())
    given = posts.answer(asked, _old(), source="Try the casino.")
    assert given.visibility is Visibility.HELD and asked.answer_count == 0
    decide(_item().id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=actor(people.mo()), at=NOON)
    session.refresh(asked)
    assert given.visibility is Visibility.PUBLIC and asked.answer_count == 1


def test_a_held_post_can_be_refused_with_a_message() -> None:
    _words("hold: casino*")
    asked = posts.question(_old(), source="A casino")
    decide(_item().id, Decision(Verdict.AGREED, Remedy.DELETED, "Not here."), by=actor(people.mo()), at=NOON)
    assert asked.visibility is Visibility.DELETED


def test_editing_a_watched_word_in_holds_too() -> None:
    _words("hold: casino*")
    dewi = _old()
    asked = posts.question(dewi)
    change = QuestionChange("The printer is blank", "A casino", render("A casino"), (), 1)
    edit_question(asked, change, by=actor(dewi), at=NOON)
    assert asked.visibility is Visibility.HELD


def test_what_staff_write_is_not_held() -> None:
    _words("hold: casino*")
    assert posts.answer(posts.question(people.ana()), people.iris(), source="casino").visibility is Visibility.PUBLIC


def test_the_first_posts_of_a_newcomer_wait_until_enough_are_public() -> None:
    store(POSTS_HELD, 1)
    ana, mo = people.ana(), actor(people.mo())
    first = posts.question(ana)
    assert first.visibility is Visibility.HELD
    decide(_item().id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=mo, at=NOON)
    assert posts.question(ana, title="Another printer is blank").visibility is Visibility.PUBLIC
    assert posts.question(_old(), title="A third printer is blank").visibility is Visibility.PUBLIC


def test_a_newcomer_posts_few_links() -> None:
    store(NEWCOMER_LINKS, 1)
    asked, links = posts.question(_old("Mei Wong")), "https://a.example and http://b.example"
    with pytest.raises(Invalid, match="at most 1 links"):
        post_answer(asked, links, render(links), by=actor(people.ana()), at=NOON)
    assert posts.answer(asked, _old(), source=links).visibility is Visibility.PUBLIC

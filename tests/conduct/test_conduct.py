"""Silence, limits, and forms that are sent twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.conduct.actions import check_limit, check_may_post, digest_of, known_result, remember_result, sweep
from forum.conduct.limits import LIMITS, NEWCOMER_FOR, Act, Circle, limits_for
from forum.conduct.models import CountedAct
from forum.conduct.rules import check_limits, check_not_silenced, circle_of
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed, TooMany
from forum.people.models import Person
from tests.conftest import NOON
from tests.people import ana, ben, iris, make_person
from tests.posts import actor, answer, later, question


def _regular() -> Person:
    return make_person("Old Hand", created_at=NOON - timedelta(days=400))


def test_a_silenced_person_cannot_post_until_it_ends(app: Tanya) -> None:
    by = replace(actor(ana()), silenced_until=later(hours=1))
    with pytest.raises(NotAllowed, match="private ticket"):
        check_may_post(by=by, at=NOON)
    check_not_silenced(by, at=later(hours=1))


def test_a_silenced_person_neither_asks_nor_answers(app: Tanya) -> None:
    asked, person = question(ana()), make_person("Loud", silenced_until=later(hours=1))
    for post in (lambda: question(person, title="Another thing is broken"), lambda: answer(asked, person)):
        with pytest.raises(NotAllowed, match="private ticket"):
            post()


def test_newcomers_have_lower_limits_than_others_and_staff_has_none(app: Tanya) -> None:
    newcomer = actor(make_person("New Hand", created_at=NOON))
    assert circle_of(newcomer, at=NOON + NEWCOMER_FOR - timedelta(seconds=1)) is Circle.NEWCOMERS
    assert circle_of(newcomer, at=NOON + NEWCOMER_FOR) is Circle.OTHERS
    assert circle_of(actor(_regular()), at=NOON) is Circle.OTHERS
    assert circle_of(actor(iris()), at=NOON) is None


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_a_limit_for_both_and_the_newcomers_is_lower(act: Act) -> None:
    lowest = {
        circle: min(limit.number / limit.window.total_seconds() for limit in limits_for(act, circle))
        for circle in Circle
    }
    assert lowest[Circle.NEWCOMERS] < lowest[Circle.OTHERS]
    assert all("%(number)s" in limit.sentence and "%(again)s" in limit.sentence for limit in LIMITS)


def test_one_act_too_many_is_refused_with_when_again(app: Tanya) -> None:
    by, (limit,) = actor(_regular()), limits_for(Act.ANSWER, Circle.OTHERS)
    for number in range(limit.number):
        check_limit(Act.ANSWER, by=by, at=later(minutes=number))
    with pytest.raises(TooMany) as refused:
        check_limit(Act.ANSWER, by=by, at=later(minutes=limit.number))
    assert refused.value.again_at == NOON + limit.window
    check_limit(Act.ANSWER, by=by, at=refused.value.again_at)


def test_the_sentence_names_the_full_minute_from_which_on_it_works() -> None:
    again = NOON + timedelta(minutes=7, seconds=1)
    assert TooMany("From %(again)s.", again_at=again).values == {"again": NOON + timedelta(minutes=8)}
    assert TooMany("From %(again)s.", again_at=NOON).values == {"again": NOON}


def test_limits_are_counted_apart_for_each_act_and_person(app: Tanya) -> None:
    first, second = actor(_regular()), actor(make_person("Other", created_at=NOON - timedelta(days=9)))
    for _number in range(limits_for(Act.ANSWER, Circle.OTHERS)[0].number):
        check_limit(Act.ANSWER, by=first, at=NOON)
    check_limit(Act.COMMENT, by=first, at=NOON)
    check_limit(Act.ANSWER, by=second, at=NOON)


def test_staff_is_not_counted(app: Tanya) -> None:
    by = actor(iris())
    for _number in range(200):
        check_limit(Act.ASK, by=by, at=NOON)
    assert session.scalars(select(CountedAct)).all() == []


def test_the_longer_window_holds_when_the_shorter_has_passed() -> None:
    hour, day = limits_for(Act.ASK, Circle.OTHERS)
    spread = [NOON - timedelta(minutes=40 * number) for number in range(day.number)]
    check_limits([hour], spread, at=NOON)
    with pytest.raises(TooMany) as refused:
        check_limits([hour, day], spread, at=NOON)
    assert refused.value.again_at == spread[-1] + day.window


def test_the_same_form_sent_twice_leads_to_the_first_result(app: Tanya) -> None:
    by, digest = actor(ana()), digest_of("Title", "Body", ["vpn"])
    assert known_result("key", digest, by=by) is None
    remember_result("key", digest, "/questions/7", by=by, at=NOON)
    assert known_result("key", digest, by=by) == "/questions/7"


def test_the_same_key_with_other_words_is_a_new_post(app: Tanya) -> None:
    by = actor(ana())
    remember_result("key", digest_of("Title", "Body"), "/questions/7", by=by, at=NOON)
    assert known_result("key", digest_of("Title", "Another body"), by=by) is None


def test_somebody_elses_key_says_nothing(app: Tanya) -> None:
    remember_result("key", "digest", "/questions/7", by=actor(ana()), at=NOON)
    assert known_result("key", "digest", by=actor(ben())) is None


def test_a_form_without_a_key_is_always_new(app: Tanya) -> None:
    by = actor(ana())
    remember_result("", "digest", "/questions/7", by=by, at=NOON)
    assert known_result("", "digest", by=by) is None


def test_keys_and_acts_are_swept_when_nobody_needs_them(app: Tanya) -> None:
    by = actor(_regular())
    remember_result("key", "digest", "/questions/7", by=by, at=NOON)
    check_limit(Act.VOTE, by=by, at=NOON)
    assert sweep(at=later(hours=23)) == 0
    assert sweep(at=later(hours=25)) == 1
    assert known_result("key", "digest", by=by) == "/questions/7"
    assert sweep(at=later(hours=49)) == 1

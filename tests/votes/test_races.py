"""The same thing done at the same moment, by real connections that commit."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import Context
from threading import Barrier

import pytest
from sqlalchemy import func, select

from forum.accounts.actors import Actor
from forum.answers.actions import accept_answer, claim_question, find_answer
from forum.answers.models import Acceptance, Answer, Claim
from forum.app import Tanya
from forum.conduct.actions import known_result, remember_result
from forum.kernel.db import session, transaction
from forum.kernel.errors import Refusal
from forum.knowledge.faq.models import FaqEntry
from forum.ledger.actions import record, verify
from forum.people.models import Person
from forum.questions.actions import find_pair, find_question, join_affected, mark_duplicate
from forum.questions.models import Question, QuestionTag
from forum.topics.actions import find_tag, merge_tags, resolve_tags
from forum.topics.models import Tag
from forum.votes.actions import cast_vote
from forum.votes.models import Vote
from tests.conftest import NOON
from tests.knowledge.entries import promoted
from tests.people import ana, ben, iris, make_person
from tests.posts import actor, answer, question
from tests.running import PATIENCE

AT_ONCE = 6


@pytest.fixture
def shared(own_app: Tanya) -> Iterator[Tanya]:
    """The forum, inside its context."""
    with own_app.app_context():
        yield own_app


def together(app: Tanya, acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each act gave, or its refusal; they begin at the same moment, each in a transaction of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            start.wait(timeout=PATIENCE)
            try:
                with transaction():
                    return act()
            except Refusal as refusal:
                return refusal
            finally:
                session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=PATIENCE) for done in [pool.submit(Context().run, run, act) for act in acts]]


def _thread() -> tuple[int, int, list[Actor]]:
    """A question of Ana's with an answer of Ben's, and colleagues, all committed."""
    with transaction():
        asked = question(person := ana())
        given = answer(asked, ben())
        colleagues = [actor(make_person(f"Colleague {number}")) for number in range(AT_ONCE - 1)]
        return asked.id, given.id, [actor(person), *colleagues]


def _vote(answer_id: int, by: Actor) -> None:
    asked, given = find_answer(answer_id, by=by)
    cast_vote(asked, on=given, by=by, at=NOON)


def test_votes_of_many_at_once_all_count(shared: Tanya) -> None:
    question_id, answer_id, people = _thread()
    together(shared, [lambda by=by: _vote(answer_id, by) for by in people])  # type: ignore[misc]
    assert session.get_one(Answer, answer_id).score == AT_ONCE
    assert session.get_one(Question, question_id).version == 2 + AT_ONCE


def test_double_clicks_on_helpful_are_one_vote(shared: Tanya) -> None:
    _, answer_id, people = _thread()
    together(shared, [lambda: _vote(answer_id, people[1])] * AT_ONCE)
    assert session.get_one(Answer, answer_id).score == 1
    assert session.scalar(select(func.count(Vote.id))) == 1


def test_double_clicks_on_me_too_count_once(shared: Tanya) -> None:
    question_id, _, people = _thread()
    by = people[1]
    together(shared, [lambda: join_affected(find_question(question_id, by=by), by=by, at=NOON)] * AT_ONCE)
    assert session.get_one(Question, question_id).affected_count == 1


def test_a_tag_first_used_by_many_at_once_is_one_tag(shared: Tanya) -> None:
    orders = [["vpn", "wifi"], ["wifi", "vpn"]] * (AT_ONCE // 2)
    found = together(shared, [lambda names=names: len(resolve_tags(names, at=NOON)) for names in orders])  # type: ignore[misc]
    assert found == [2] * AT_ONCE
    assert session.scalar(select(func.count(Tag.id))) == 2


def test_two_answers_accepted_at_once_leave_one(shared: Tanya) -> None:
    question_id, first, people = _thread()
    with transaction():
        second = answer(session.get_one(Question, question_id), iris()).id
    asker = people[0]
    ids = [first, second] * (AT_ONCE // 2)
    together(shared, [lambda i=i: accept_answer(*find_answer(i, by=asker), by=asker, at=NOON) for i in ids])  # type: ignore[misc]
    assert session.scalar(select(func.count()).select_from(Acceptance)) == 1


def test_of_many_who_claim_at_once_one_is_on_it(shared: Tanya) -> None:
    question_id, _, people = _thread()
    claims = [lambda by=by: claim_question(find_question(question_id, by=by), by=by, at=NOON) for by in people[1:]]  # type: ignore[misc]
    ended = together(shared, claims)
    assert sum(isinstance(each, Claim) for each in ended) == 1
    assert sum("is on it" in str(each) for each in ended if isinstance(each, Refusal)) == len(claims) - 1


def test_a_form_sent_many_times_at_once_is_done_once(shared: Tanya) -> None:
    _, _, people = _thread()
    by, done = people[0], list[int]()

    def send() -> str:
        known = known_result("key", "digest", by=by)
        if known is None:
            done.append(1)
            remember_result("key", "digest", "/questions/7", by=by, at=NOON)
        return known or "/questions/7"

    assert together(shared, [send] * AT_ONCE) == ["/questions/7"] * AT_ONCE
    assert done == [1]


def test_duplicates_marked_against_each_other_at_once_make_no_circle(shared: Tanya) -> None:
    with transaction():
        first, second = (question(person).id for person in [ana()] * 2)
        by = actor(iris())

    def mark(duplicate: int, original: int) -> None:
        mark_duplicate(*find_pair(duplicate, original, by=by), by=by, at=NOON)

    ended = together(shared, [lambda: mark(first, second), lambda: mark(second, first)])
    assert sum(isinstance(each, Refusal) for each in ended) == 1


def test_a_tag_that_is_merged_while_somebody_asks_with_it_is_the_other_in_the_end(shared: Tanya) -> None:
    with transaction():
        asked_id, staff = question(ana()).id, actor(iris())
        _, other_id = (tag.id for tag in resolve_tags(["tunnel", "vpn"], at=NOON))

    def merge() -> None:
        merge_tags(find_tag("tunnel"), find_tag("vpn"), by=staff, at=NOON)

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            [tag] = resolve_tags(["tunnel"], at=NOON)
            merging = pool.submit(Context().run, together, shared, [merge])
            wait([merging], timeout=0.2)
            session.add(QuestionTag(question_id=asked_id, tag_id=tag.id))
        assert merging.result(timeout=PATIENCE) == [None]
    with transaction():
        assert session.scalars(select(QuestionTag.tag_id)).all() == [other_id]


def test_a_chain_written_by_many_at_once_holds(shared: Tanya) -> None:
    with transaction():
        person_id = ana().id
    together(
        shared,
        [lambda: record("ticket:1", "noted", {"x": 1}, by=session.get_one(Person, person_id), at=NOON)] * AT_ONCE,
    )
    assert verify("ticket:1") == []


def test_two_who_promote_an_answer_at_once_make_one_entry(shared: Tanya) -> None:
    _, answer_id, _ = _thread()
    with transaction():
        curators = [iris().id, make_person("Noor Aziz", roles="employee it_staff").id]

    def promote(person_id: int) -> int:
        curator = session.get_one(Person, person_id)
        return promoted(*find_answer(answer_id, by=actor(curator)), curator).id

    done = together(shared, [lambda who=who: promote(who) for who in curators])  # type: ignore[misc]
    assert sorted(type(each).__name__ for each in done) == ["Conflict", "int"]
    assert session.scalar(select(func.count()).select_from(FaqEntry)) == 1

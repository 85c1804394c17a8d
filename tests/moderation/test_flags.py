"""Flags, from the first to the decision."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.answers.actions import undelete_answer
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from forum.ledger.actions import verify
from forum.ledger.models import LedgerEntry
from forum.moderation.actions import Decision, decide, flag_post
from forum.moderation.models import Flag, FlagItem, Kind, Reason, Remedy, Verdict
from forum.moderation.queries import open_items
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Visibility
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.work import reply
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("app", "noon")
_AGREE = Decision(Verdict.AGREED, Remedy.HIDDEN, "Please be kind.")
_STAYS = Decision(Verdict.DISAGREED, Remedy.LEFT)


def _flag(kind: Kind, post_id: int, by: Person, reason: Reason = Reason.ABUSIVE, note: str = "") -> FlagItem:
    return flag_post(kind, post_id, reason, note, by=actor(by), at=NOON)


def _told(person: Person) -> list[str]:
    session.commit()
    while expand_due_events("test", NOON + timedelta(minutes=1)):
        pass
    return list(session.scalars(select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)))


def _people(*departments: str) -> list[Person]:
    return [people.make_person(f"Flagger {place}", department=place) for place in departments]


def test_several_flags_are_one_item_with_the_gravest_reason() -> None:
    asked = posts.question(people.ana())
    first = _flag(Kind.QUESTION, asked.id, people.ben(), Reason.SPAM)
    second = _flag(Kind.QUESTION, asked.id, people.sam(), Reason.ABUSIVE)
    assert (first.id, second.reason) == (second.id, Reason.ABUSIVE)
    assert session.scalar(select(func.count(Flag.id)).where(Flag.item_id == first.id)) == 2


def test_one_flag_a_person_and_post_also_after_the_decision() -> None:
    asked, ben, mo = posts.question(people.ana()), people.ben(), people.mo()
    item = _flag(Kind.QUESTION, asked.id, ben)
    with pytest.raises(Conflict):
        _flag(Kind.QUESTION, asked.id, ben)
    decide(item.id, _STAYS, by=actor(mo), at=NOON)
    with pytest.raises(Conflict):
        _flag(Kind.QUESTION, asked.id, ben)


def test_nobody_flags_himself_or_what_is_gone() -> None:
    ana, mo = people.ana(), people.mo()
    asked = posts.question(ana)
    with pytest.raises(NotAllowed):
        _flag(Kind.QUESTION, asked.id, ana)
    item = _flag(Kind.QUESTION, asked.id, people.ben())
    decide(item.id, _AGREE, by=actor(mo), at=NOON)
    with pytest.raises(NotFound):
        _flag(Kind.QUESTION, asked.id, people.sam())


def test_a_secret_is_out_of_sight_at_once_and_its_author_is_asked_to_change_it() -> None:
    ana, ben = people.ana(), people.ben()
    given = posts.answer(posts.question(ana), ben, source="The password is hunter2")
    _flag(Kind.ANSWER, given.id, ana, Reason.SECRET)
    assert given.visibility is Visibility.HELD
    assert _told(ben) == ["secret_held"]


def test_three_departments_hide_and_one_alone_does_not() -> None:
    first, second = posts.question(people.ana()), posts.question(people.iris(), title="Another printer question")
    for by in _people("Sales", "Finance", "HR"):
        _flag(Kind.QUESTION, first.id, by)
    for number in range(6):
        _flag(Kind.QUESTION, second.id, people.make_person(f"Group {number}", department="Sales"))
    assert (first.visibility, second.visibility) == (Visibility.HELD, Visibility.PUBLIC)


def test_one_person_does_not_take_all_of_a_colleague_out_of_sight_as_secrets() -> None:
    ana, ben, mo = people.ana(), people.make_person("Old Hand", created_at=NOON - timedelta(days=90)), people.mo()
    asked = posts.question(ana)
    said = [posts.comment(asked, ana) for _ in range(7)]
    items = [_flag(Kind.COMMENT, each.id, ben, Reason.SECRET) for each in said[:6]]
    assert [each.visibility for each in said] == [Visibility.HELD] * 5 + [Visibility.PUBLIC] * 2
    decide(items[0].id, _AGREE, by=actor(mo), at=NOON)
    _flag(Kind.COMMENT, said[6].id, ben, Reason.SECRET)
    assert said[6].visibility is Visibility.HELD


def test_flagging_has_a_limit_that_says_when_again() -> None:
    ana, ben = people.ana(), people.ben()
    asked = posts.question(ana)
    given = [posts.comment(asked, ana) for _ in range(6)]
    for comment in given[:5]:
        _flag(Kind.COMMENT, comment.id, ben)
    with pytest.raises(TooMany):
        _flag(Kind.COMMENT, given[5].id, ben)


def test_what_was_held_is_back_when_the_moderator_disagrees() -> None:
    ana, mo = people.ana(), people.mo()
    said = posts.comment(posts.question(ana), ana)
    item = _flag(Kind.COMMENT, said.id, people.ben(), Reason.SECRET)
    decide(item.id, _STAYS, by=actor(mo), at=NOON)
    assert said.visibility is Visibility.PUBLIC
    assert _told(ana)[-1:] == ["post_back"]


def test_flagger_and_author_are_told_by_the_name_of_the_moderator() -> None:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    asked = posts.question(ana)
    item = _flag(Kind.QUESTION, asked.id, ben)
    decide(item.id, _AGREE, by=actor(mo), at=NOON)
    assert (_told(ana), _told(ben), _told(mo)) == (["post_decided"], ["flag_agreed"], [])
    assert set(session.scalars(select(Notice.by_id).where(Notice.item_id == item.id))) == {mo.id}


def test_moderators_hear_that_something_waits_but_not_who_wrote_it() -> None:
    ana, mo, nor = people.ana(), people.mo(), people.make_person("Nor Aini", roles="employee moderator")
    said = posts.comment(posts.question(ana), mo)
    _flag(Kind.COMMENT, said.id, ana)
    assert (_told(nor), _told(mo)) == (["flagged"], [])


def test_nobody_decides_about_himself_while_somebody_else_could() -> None:
    ana, mo = people.ana(), people.mo()
    nor = people.make_person("Nor Aini", roles="employee moderator")
    item = _flag(Kind.COMMENT, posts.comment(posts.question(ana), mo).id, nor)
    for person in (mo, nor):
        with pytest.raises(NotAllowed):
            decide(item.id, _STAYS, by=actor(person), at=NOON)


def test_the_only_moderator_decides_about_himself_and_that_is_recorded() -> None:
    ana, mo = people.ana(), people.mo()
    item = _flag(Kind.COMMENT, posts.comment(posts.question(ana), mo).id, ana)
    assert decide(item.id, _STAYS, by=actor(mo), at=NOON).was_alone
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.chain == "moderation")).one()
    assert (entry.content["alone"], verify("moderation")) == (True, [])


def test_a_second_decision_meets_the_name_of_the_first() -> None:
    mo, nor = people.mo(), people.make_person("Nor Aini", roles="employee moderator")
    item = _flag(Kind.QUESTION, posts.question(people.ana()).id, people.ben())
    decide(item.id, _STAYS, by=actor(mo), at=NOON)
    with pytest.raises(Conflict, match="Mohan Pillai"):
        decide(item.id, _AGREE, by=actor(nor), at=NOON)


def test_a_post_that_is_right_is_not_hidden() -> None:
    item = _flag(Kind.QUESTION, posts.question(people.ana()).id, people.ben())
    with pytest.raises(Invalid):
        decide(item.id, Decision(Verdict.DISAGREED, Remedy.HIDDEN), by=actor(people.mo()), at=NOON)


def test_a_new_item_after_a_decision() -> None:
    asked, mo = posts.question(people.ana()), people.mo()
    first = _flag(Kind.QUESTION, asked.id, people.ben())
    decide(first.id, _STAYS, by=actor(mo), at=NOON)
    assert _flag(Kind.QUESTION, asked.id, people.sam()).id != first.id


def test_the_queue_has_the_gravest_first_and_then_the_oldest() -> None:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    asked = posts.question(ana)
    reasons = (Reason.SPAM, Reason.ABUSIVE, Reason.SPAM)
    ids = [_flag(Kind.COMMENT, posts.comment(asked, ana).id, ben, reason).id for reason in reasons]
    assert [each.id for each in open_items(actor(mo))] == [ids[1], ids[0], ids[2]]


def test_a_reply_in_a_ticket_is_decided_by_who_may_see_the_ticket() -> None:
    ana, iris, mo = people.ana(), people.iris(), people.mo()
    both = people.make_person("Nor Aini", roles="employee moderator it_staff")
    ticket = open_private_ticket(PrivateRequest("It fails", "x", "<p>x</p>", None, False), by=actor(ana), at=NOON)
    said = reply(ticket, "You fools", "<p>You fools</p>", by=actor(ana), at=NOON)
    item = _flag(Kind.REPLY, said.id, iris)
    with pytest.raises(NotFound):
        decide(item.id, _AGREE, by=actor(mo), at=NOON)
    decide(item.id, _AGREE, by=actor(both), at=NOON)
    assert said.hidden_at == NOON


def test_what_somebody_says_of_himself_can_be_taken_away() -> None:
    ana = people.ana()
    item = _flag(Kind.PERSON, ana.id, people.ben())
    decide(item.id, Decision(Verdict.AGREED, Remedy.DELETED), by=actor(people.mo()), at=NOON)
    assert item.remedy is Remedy.DELETED


def test_another_reason_is_said() -> None:
    asked = posts.question(people.ana())
    with pytest.raises(Invalid):
        _flag(Kind.QUESTION, asked.id, people.ben(), Reason.OTHER)


def test_a_moderator_does_not_bring_his_own_flagged_words_back() -> None:
    ana, mo, _nor = people.ana(), people.mo(), people.make_person("Nor Aini", roles="employee moderator")
    asked = posts.question(ana)
    answer = posts.answer(asked, mo)
    _flag(Kind.ANSWER, answer.id, ana, Reason.SECRET)
    with pytest.raises(NotAllowed, match="about you"):
        undelete_answer(asked, answer, by=actor(mo), at=NOON)


def test_the_only_moderator_lets_his_own_held_words_go_by_deciding() -> None:
    ana, mo = people.ana(), people.mo()
    answer = posts.answer(posts.question(ana), mo)
    item = _flag(Kind.ANSWER, answer.id, ana, Reason.SECRET)
    decide(item.id, _STAYS, by=actor(mo), at=NOON)
    assert answer.visibility is Visibility.PUBLIC


def test_a_decision_is_one_entry_though_it_lets_the_post_go_and_hides_it() -> None:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    item = _flag(Kind.ANSWER, posts.answer(posts.question(ana), ben).id, ana, Reason.SECRET)
    decide(item.id, _AGREE, by=actor(mo), at=NOON)
    acts = session.scalars(select(LedgerEntry.act).where(LedgerEntry.chain == "moderation")).all()
    assert list(acts) == ["flag decided"]

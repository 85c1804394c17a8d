"""The number at the bell is true soon after something became visible or invisible, and not only after reading."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import Context

import pytest
from sqlalchemy import event, select, update

from forum.accounts.actions.groups import join_group, leave_group, make_group
from forum.accounts.actions.roles import withdraw_role
from forum.accounts.actors import Actor
from forum.accounts.roles import Role
from forum.answers.actions import hide_answer, undelete_answer
from forum.app import Tanya
from forum.kernel.db import db, session, transaction
from forum.kernel.events import publish
from forum.notifications.actions import mark_read
from forum.notifications.badge import recount, recount_all
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import EventPending, Notice
from forum.notifications.watching import watch
from forum.people.models import Person
from forum.questions.actions import follow, hide_question, move_question, undelete_question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.undo import undo_making
from forum.topics.events import CategoryChanged
from forum.topics.models import Audience, CategoryReader
from tests import people
from tests.conftest import NOON
from tests.notifications.test_taken_away import CASES, Case
from tests.posts import actor, answer, category, later, question, tell
from tests.running import PATIENCE

pytestmark = pytest.mark.usefixtures("noon")
_WITHOUT_A_WORD = (
    "_category",
    "_role",
    "_known_issue",
    "_ticket",
)  # closed by hand: nothing is published
TOLD = [case for case in CASES if case.__name__ not in _WITHOUT_A_WORD]


def _soon() -> None:
    session.commit()
    tell(later(minutes=1))
    session.expire_all()


def _badge(person: Person) -> int:
    return session.scalars(select(Person.unread_count).where(Person.id == person.id)).one()


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.__name__.strip("_"))
def test_soon_after_it_was_closed(app: Tanya, case: Callable[[], Case]) -> None:
    told = case()
    _soon()
    assert _badge(told.person) == 1
    told.close()
    _soon()
    assert _badge(told.person) == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))
def test_at_night_however_it_was_closed(app: Tanya, case: Callable[[], Case]) -> None:
    told = case()
    _soon()
    told.close()
    session.commit()
    recount_all(later(hours=1))
    assert _badge(told.person) == 0


def test_it_counts_again_what_came_back(app: Tanya) -> None:
    asked, moderator = question(person := people.ana()), people.mo()
    given = answer(asked, people.ben())
    _soon()
    hide_answer(asked, given, by=actor(moderator), at=NOON)
    _soon()
    before = _badge(person)
    undelete_answer(asked, given, by=actor(moderator), at=NOON)
    _soon()
    assert (before, _badge(person)) == (0, 1)


def test_staff_who_still_see_a_hidden_thread_keep_its_notices(app: Tanya) -> None:
    asked, colleague, stranger = question(people.ana()), people.iris(), people.sam()
    for each in (colleague, stranger):
        follow(asked, by=actor(each), at=NOON)
    answer(asked, people.ben())
    _soon()
    hide_question(asked, by=actor(people.mo()), at=NOON)
    _soon()
    assert (_badge(colleague), _badge(stranger)) == (1, 0)


def test_a_thread_that_moves_behind_a_door(app: Tanya) -> None:
    asked, stranger = question(people.ana()), people.sam()
    follow(asked, by=actor(stranger), at=NOON)
    answer(asked, people.ben())
    _soon()
    move_question(asked, category("IT only", audience=Audience.STAFF), by=actor(people.iris()), at=NOON)
    _soon()
    assert _badge(stranger) == 0


def test_a_category_that_closes(app: Tanya) -> None:
    place, reader = category("Finance"), people.sam()
    watch("category", place.id, by=actor(reader), at=NOON)
    question(people.ana(), place)
    _soon()
    place.audience = Audience.STAFF
    publish(CategoryChanged(place.id, people.iris().id, NOON))
    _soon()
    assert _badge(reader) == 0


def test_who_leaves_a_group_and_comes_back(app: Tanya) -> None:
    place, reader, admin = category("Payroll", audience=Audience.GROUPS), people.sam(), actor(people.admin())
    group = make_group("Payroll people", by=admin, at=NOON)
    session.add(CategoryReader(category_id=place.id, group_id=group.id))
    asker = people.ana()
    for person in (reader, asker):
        join_group(person, group, by=admin, at=NOON)
    watch("category", place.id, by=actor(reader), at=NOON)
    question(asker, place)
    _soon()
    seen = [_badge(reader)]
    for change in (leave_group, join_group):
        change(session.get_one(Person, reader.id), group, by=admin, at=NOON)
        _soon()
        seen.append(_badge(reader))
    assert seen == [1, 0, 1]


def test_who_loses_a_role(app: Tanya) -> None:
    place, reader = category("IT only", audience=Audience.STAFF), people.iris()
    watch("category", place.id, by=actor(reader), at=NOON)
    question(people.make_person("Farid Hassan", roles="employee it_staff"), place)
    _soon()
    withdraw_role(session.get_one(Person, reader.id), Role.IT_STAFF, by=actor(people.admin()), at=NOON)
    _soon()
    assert _badge(reader) == 0


def test_nobody_is_told_of_a_recount(app: Tanya) -> None:
    asked, moderator = question(people.ana()), people.mo()
    _soon()
    before = session.scalars(select(Notice.id)).all()
    hide_question(asked, by=actor(moderator), at=NOON)
    undelete_question(asked, by=actor(moderator), at=NOON)
    _soon()
    assert session.scalars(select(Notice.id)).all() == before
    assert session.scalars(select(EventPending.failure).where(EventPending.done_at.is_(None))).all() == []


def _statements(work: Callable[[], object]) -> int:
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len([each for each in seen if each.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))])


def _wrong_badges(many: int) -> list[int]:
    asked = question(people.make_person(f"Asker {many}"))
    readers = [people.make_person(f"Reader {many} {number}") for number in range(many)]
    for reader in readers:
        follow(asked, by=actor(reader), at=NOON)
    answer(asked, people.make_person(f"Answerer {many}"))
    _soon()
    ids = [reader.id for reader in readers]
    session.execute(update(Person).where(Person.id.in_(ids)).values(unread_count=7))
    session.commit()
    return ids


def test_many_people_cost_no_more_statements_than_two(app: Tanya) -> None:
    two, many = _wrong_badges(2), _wrong_badges(12)
    costs = [_statements(lambda people=ids: recount(people, at=NOON)) for ids in (two, many)]  # type: ignore[misc]
    assert costs[0] == costs[1] <= 8
    assert set(session.scalars(select(Person.unread_count).where(Person.id.in_(two + many)))) == {1}


def test_what_is_told_while_another_notice_is_read_counts(own_app: Tanya) -> None:
    with own_app.app_context(), ThreadPoolExecutor(1) as pool:
        with transaction():
            reader = people.ana()
            facts = {"person_id": reader.id, "kind": "data_copied", "facts": {"path": "/"}, "at": NOON}
            first, second = Notice(**facts), Notice(**facts)
            session.add(first)
            session.execute(update(Person).values(unread_count=1))
        with transaction():
            session.add(second)
            session.execute(update(Person).values(unread_count=Person.unread_count + 1))
            done = pool.submit(Context().run, _read, own_app, first.id, actor(reader))
            wait([done], timeout=1)  # it waits for this transaction
        done.result(timeout=PATIENCE)
        session.rollback()
        assert session.scalar(select(Person.unread_count).where(Person.id == reader.id)) == 1


def _read(app: Tanya, notice_id: int, by: Actor) -> None:
    with app.app_context(), transaction():
        mark_read(notice_id, by=by, at=NOON)


def test_what_is_taken_back_is_one_statement_for_all_who_heard(app: Tanya) -> None:
    colleagues = [people.make_person(f"Colleague {number}", roles="employee it_staff") for number in range(6)]
    asked, staff = question(people.ana()), people.iris()
    session.commit()
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    facts = {"person_id": 0, "kind": "assigned", "ticket_id": ticket.id, "facts": {"path": "/"}, "at": NOON}
    session.add_all([Notice(**{**facts, "person_id": colleague.id}) for colleague in colleagues])
    ids = [colleague.id for colleague in colleagues]
    session.execute(update(Person).where(Person.id.in_(ids)).values(unread_count=1))
    session.commit()
    undo_making(ticket, by=actor(staff), at=later(minutes=1))
    assert set(session.scalars(select(Person.unread_count).where(Person.id.in_(ids)))) == {0}


def test_events_expand_once_more_when_a_batch_was_full(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.notifications.badge._PEOPLE", 2)
    asked = question(people.ana())
    readers = [people.make_person(f"Reader {number}") for number in range(5)]
    for reader in readers:
        follow(asked, by=actor(reader), at=NOON)
    answer(asked, people.ben())
    _soon()
    hide_question(asked, by=actor(people.mo()), at=NOON)
    session.commit()
    while expand_due_events("test", later(minutes=2)):
        pass
    assert {_badge(reader) for reader in readers} == {0}

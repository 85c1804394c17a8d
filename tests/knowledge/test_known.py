"""Known issues: telling, attaching, watching, the clock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.actions.roles import withdraw_role
from forum.accounts.actions.teams import join_team, make_team
from forum.accounts.roles import Role
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.knowledge.known.actions import (
    News,
    attach_threads,
    attach_tickets,
    detach_thread,
    detach_ticket,
    edit_issue,
    find_issue,
    follow_issue,
    judge_fix,
    leave_issue,
    open_issue,
    remind_of_updates,
    say_affected,
    tell_news,
)
from forum.knowledge.known.events import IssueUpdateMissed
from forum.knowledge.known.models import IssueState, IssueThread, Verdict
from forum.knowledge.known.queries.affected import affected_people
from forum.knowledge.known.queries.board import open_issues
from forum.knowledge.known.queries.issue import issue_shown, threads_of, verdicts
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import join_affected, mute, remove_question
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.topics.models import Audience
from tests import people
from tests.conftest import NOON
from tests.knowledge.issues import issue_draft, news, opened
from tests.posts import actor, category, later, published, question, tell


def _told(person: Person) -> list[str]:
    session.commit()
    tell(later(minutes=30))
    kinds = session.scalars(select(Notice.kind).where(Notice.person_id == person.id, Notice.kind.like("known%")))
    return list(kinds)


def test_only_it_staff_tell_what_is_known(app: Flask) -> None:
    for person in (people.sam(), people.mo()):
        with pytest.raises(NotAllowed):
            open_issue(issue_draft(category(f"Mail {person.id}")), news(), by=actor(person), at=NOON)


def test_nobody_else_changes_what_is_told(app: Flask) -> None:
    issue, by = opened(people.iris(), place := category("Mail")), actor(people.mo())
    acts: list[Callable[[], object]] = [
        lambda: edit_issue(issue, issue_draft(place, title="All is well"), by=by, at=NOON),
        lambda: tell_news(issue, news(), by=by, at=NOON),
        lambda: attach_threads(issue, [], by=by, at=NOON),
        lambda: attach_tickets(issue, [], by=by, at=NOON),
        lambda: detach_thread(issue, 0, by=by),
        lambda: detach_ticket(issue, 0, by=by, at=NOON),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("hours", [None, -1, 0])
def test_an_open_issue_says_when_there_is_news(app: Flask, hours: int | None) -> None:
    due = None if hours is None else NOON + timedelta(hours=hours)
    late = News("We look.", "<p>We look.</p>", IssueState.INVESTIGATING, due)
    with pytest.raises(Invalid):
        open_issue(issue_draft(category("Mail")), late, by=actor(people.iris()), at=NOON)


def test_one_update_is_heard_once_by_everybody_concerned(app: Flask) -> None:
    iris, ana, ben, sam = people.iris(), people.ana(), people.ben(), people.sam()
    issue, asked = opened(iris), question(ana)
    join_affected(asked, by=actor(ben), at=NOON)
    attach_threads(issue, [asked.id], by=actor(iris), at=NOON)
    say_affected(issue, by=actor(ben), at=NOON)
    follow_issue(issue, by=actor(sam), at=NOON)
    tell_news(issue, news(IssueState.WORKAROUND), by=actor(iris), at=NOON)
    assert [_told(person) for person in (ana, ben, sam)] == [["known_update"]] * 3


def test_who_muted_a_thread_hears_of_its_issue_only_if_he_watches_that_himself(app: Flask) -> None:
    iris, ben, sam, asked = people.iris(), people.ben(), people.sam(), question(people.ana())
    issue = opened(iris)
    attach_threads(issue, [asked.id], by=actor(iris), at=NOON)
    for person in (ben, sam):
        join_affected(asked, by=actor(person), at=NOON)
        mute(asked, by=actor(person), at=NOON)
    say_affected(issue, by=actor(sam), at=NOON)
    tell_news(issue, news(), by=actor(iris), at=NOON)
    assert (_told(ben), _told(sam)) == ([], ["known_update"])


def test_fixed_asks_everybody_once_and_not_yet_reaches_the_owner(app: Flask) -> None:
    iris, ana, sam = people.iris(), people.ana(), people.sam()
    issue = opened(iris)
    say_affected(issue, by=actor(ana), at=NOON)
    tell_news(issue, news(IssueState.FIXED), by=actor(iris), at=NOON)
    assert _told(ana) == ["known_fixed"]
    judge_fix(issue, Verdict.NOT_YET, by=actor(ana), at=NOON)
    judge_fix(issue, Verdict.NOT_YET, by=actor(ana), at=NOON)
    assert _told(iris) == ["known_not_fixed"]
    with pytest.raises(NotAllowed):
        judge_fix(issue, Verdict.WORKED, by=actor(sam), at=NOON)


def test_who_is_asked_because_of_an_attached_thread_or_ticket_can_answer(app: Flask) -> None:
    iris, ana, ben = people.iris(), people.ana(), people.ben()
    issue, ticket = opened(iris), make_ticket(question(ben).id, by=actor(iris), at=NOON).ticket
    attach_threads(issue, [question(ana).id], by=actor(iris), at=NOON)
    attach_tickets(issue, [ticket.label], by=actor(iris), at=NOON)
    tell_news(issue, news(IssueState.FIXED), by=actor(iris), at=NOON)
    assert (_told(ana), "known_fixed" in _told(ben)) == (["known_fixed"], True)
    for person in (ana, ben):
        judge_fix(issue, Verdict.NOT_YET, by=actor(person), at=NOON)
    assert (verdicts(issue.id), issue.affected_count) == ({"not yet": 2}, 0)


def test_the_banner_of_attached_threads_follows(app: Flask) -> None:
    iris, asked = people.iris(), question(people.ana())
    issue = opened(iris)
    attach_threads(issue, [asked.id, asked.id], by=actor(iris), at=NOON)
    before = session.scalar(select(Question.version).where(Question.id == asked.id))
    tell_news(issue, news(IssueState.IDENTIFIED), by=actor(iris), at=NOON)
    assert session.scalar(select(Question.version).where(Question.id == asked.id)) == before + 1


def test_a_thread_is_of_one_issue(app: Flask) -> None:
    iris, asked = people.iris(), question(people.ana())
    first, second = opened(iris), opened(iris, category("Other"), title="Teams does not start")
    for issue in (first, second):
        attach_threads(issue, [asked.id], by=actor(iris), at=NOON)
    assert session.scalars(select(IssueThread.issue_id)).all() == [second.id]


def test_nothing_is_attached_to_what_is_fixed_meanwhile(app: Flask) -> None:
    iris, asked = people.iris(), question(ana := people.ana())
    issue = opened(iris)
    tell_news(issue, news(IssueState.FIXED), by=actor(iris), at=NOON)
    with pytest.raises(Conflict):
        attach_threads(issue, [asked.id], by=actor(iris), at=NOON)
    with pytest.raises(Conflict):
        say_affected(issue, by=actor(ana), at=NOON)


def test_what_the_person_may_not_see_is_not_attached(app: Flask) -> None:
    iris, hidden = people.iris(), question(people.ana())
    hidden.category_id = category("Board", audience=Audience.GROUPS).id
    issue = opened(iris)
    assert attach_threads(issue, [hidden.id, hidden.id + 1000], by=actor(iris), at=NOON) == 0
    assert session.scalars(select(IssueThread.issue_id)).all() == []
    with pytest.raises(Invalid):
        attach_threads(issue, [], by=actor(iris), at=NOON)


def test_requesters_of_attached_tickets_hear(app: Flask) -> None:
    iris, ana = people.iris(), people.ana()
    issue, ticket = opened(iris), make_ticket(question(ana).id, by=actor(iris), at=NOON).ticket
    attach_tickets(issue, [ticket.label.lower()], by=actor(iris), at=NOON)
    tell_news(issue, news(), by=actor(iris), at=NOON)
    assert "known_update" in _told(ana)
    with pytest.raises(Invalid):
        attach_tickets(issue, ["IT-999999"], by=actor(iris), at=NOON)


def test_who_joins_and_leaves_is_counted_exactly(app: Flask) -> None:
    issue, ana, sam = opened(people.iris()), people.ana(), people.sam()
    for person in (ana, ana, sam):
        say_affected(issue, by=actor(person), at=NOON)
    leave_issue(issue, by=actor(ana))
    assert issue.affected_count == 1


def test_the_owner_hears_in_business_hours_that_news_is_overdue_then_nobody_twice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    iris = people.iris()
    opened(iris)  # Thursday noon in Kuala Lumpur; news by 16:00
    missed = published(IssueUpdateMissed, monkeypatch)
    for hours in (1, 4.5, 4.6, 12, 22):
        remind_of_updates(by=actor(iris), at=later(hours=hours))
    assert [each.at for each in missed] == [later(hours=4.5)]


def test_at_night_nobody_is_reminded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    iris = people.iris()
    opened(iris)
    missed = published(IssueUpdateMissed, monkeypatch)
    remind_of_updates(by=actor(iris), at=later(hours=12))  # midnight
    assert missed == []


def test_the_slower_editor_is_told(app: Flask) -> None:
    iris, place = people.iris(), category("Mail")
    issue = opened(iris, place)
    edit_issue(issue, issue_draft(place, revision=1), by=actor(iris), at=NOON)
    with pytest.raises(Conflict):
        edit_issue(issue, issue_draft(place, revision=1), by=actor(iris), at=NOON)


def test_an_issue_of_a_closed_category_does_not_exist_for_others(app: Flask) -> None:
    issue = opened(people.iris(), category("Servers", audience=Audience.STAFF))
    with pytest.raises(NotFound):
        find_issue(issue.id, by=actor(people.sam()))


def test_a_removed_thread_is_not_shown_with_its_issue(app: Flask) -> None:
    iris, asked = people.iris(), question(people.ana())
    issue = opened(iris)
    attach_threads(issue, [asked.id], by=actor(iris), at=NOON)
    assert len(threads_of(issue.id, actor(people.sam()))) == 1
    remove_question(asked, reason="", by=actor(iris), at=NOON)
    session.flush()
    assert list(threads_of(issue.id, actor(people.ben()))) == []


def test_who_asked_or_is_affected_in_an_attached_thread_counts_once(app: Flask) -> None:
    iris, ana, ben, sam = people.iris(), people.ana(), people.ben(), people.sam()
    issue, asked, closed = opened(iris), question(ana), question(iris, category("IT", audience=Audience.STAFF))
    for thread, person in ((asked, ben), (closed, people.mo())):
        join_affected(thread, device="Phone", by=actor(person), at=NOON)
    attach_threads(issue, [asked.id, closed.id], by=actor(iris), at=NOON)
    say_affected(issue, device="Laptop", by=actor(ben), at=NOON)
    assert _affected(issue.id, sam) == (2, [("Ana Lim", ""), ("Ben Ong", "Laptop")], False)
    assert _affected(issue.id, ana)[2] and _affected(issue.id, iris)[0] == 4
    assert [row.affected_count for row in open_issues(actor(sam), most=5)] == [2]
    leave_issue(issue, by=actor(ben))
    assert ("Ben Ong", "Phone") in _affected(issue.id, sam)[1]
    detach_thread(issue, asked.id, by=actor(iris))
    assert _affected(issue.id, sam) == (0, [], False)


def test_only_an_attached_thread_that_the_person_may_see_is_detached(app: Flask) -> None:
    iris = people.iris()
    issue, closed, other = opened(iris), question(people.ana()), question(people.ben())
    attach_threads(issue, [closed.id], by=actor(iris), at=NOON)
    closed.category_id = category("Board", audience=Audience.GROUPS).id
    session.flush()
    version = other.version
    for thread in (closed, other):
        detach_thread(issue, thread.id, by=actor(iris))
    assert session.scalars(select(IssueThread.question_id)).all() == [closed.id]
    assert session.get_one(Question, other.id, populate_existing=True).version == version


def _affected(issue_id: int, reader: Person) -> tuple[int, list[tuple[str, str]], bool]:
    shown, named = issue_shown(issue_id, actor(reader)), affected_people(issue_id, actor(reader))
    return shown.affected_count, sorted((row.name, row.device) for row in named), bool(shown.i_am_affected_in_thread)


def test_news_of_an_owner_who_has_left_are_the_leads_and_then_whoever_tells_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, iris, by = people.make_person("Gani", roles="employee it_staff"), people.iris(), actor(people.admin())
    team = make_team("Mail", by=by, at=NOON)
    join_team(iris, team, "", by=by, at=NOON)
    issue = opened(gone, category("Mail", team_id=team.id))
    withdraw_role(gone, Role.IT_STAFF, by=by, at=NOON)
    missed = published(IssueUpdateMissed, monkeypatch)
    for hours in (4.5, 4.6, 22):
        remind_of_updates(by=by, at=later(hours=hours))
    assert [(each.lead_id, each.at) for each in missed] == [(iris.id, later(hours=4.5))]
    tell_news(issue, news(at=later(hours=5)), by=actor(iris), at=later(hours=5))
    assert issue.owner_id == iris.id

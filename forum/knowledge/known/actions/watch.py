"""Who is affected by a known issue, who follows it, and what they say of the fix."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.knowledge.known.events import IssueNotFixed
from forum.knowledge.known.models import IssueWatcher, KnownIssue, Verdict
from forum.knowledge.known.queries.concerned import is_concerned
from forum.knowledge.known.rules import check_is_open, check_may_judge
from forum.questions.rules import LONGEST_DEVICE


def say_affected(issue: KnownIssue, *, device: str = "", by: Actor, at: datetime) -> None:
    """The person is counted and hears of every update; a second time only changes the device, if he names one.

    Conflict for a closed issue.
    """
    check_is_open(issue.closed_at)
    told = {"device": device.strip()[:LONGEST_DEVICE]} if device.strip() else {}
    _watch(issue, {"is_affected": True, **told}, by=by, at=at)


def follow_issue(issue: KnownIssue, *, by: Actor, at: datetime) -> None:
    """The person hears of every update; nothing changes if he is watching already."""
    check_is_open(issue.closed_at)
    _begin(issue, by=by, at=at)


def leave_issue(issue: KnownIssue, *, by: Actor) -> None:
    """The person is neither counted nor told any more."""
    session.execute(delete(IssueWatcher).where(*_watcher(issue, by)))
    _recount(issue)


def judge_fix(issue: KnownIssue, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """It stands what the person says of the fix, which he may change; he watches the issue from then on.

    NotAllowed before it is fixed, and for who was not told of the fix, here, in an attached thread or in an attached
    ticket. Publishes IssueNotFixed whenever he says anew that it does not work.
    """
    before = session.scalar(select(IssueWatcher.verdict).where(*_watcher(issue, by)))
    check_may_judge(issue.state, is_concerned=before is not None or is_concerned(issue.id, by.id))
    if before is verdict:
        return
    _begin(issue, by=by, at=at)
    session.execute(update(IssueWatcher).where(*_watcher(issue, by)).values(verdict=verdict))
    if verdict is Verdict.NOT_YET:
        publish(IssueNotFixed(issue.id, by.id, at))


def _watch(issue: KnownIssue, values: dict[str, Any], *, by: Actor, at: datetime) -> None:
    _begin(issue, by=by, at=at)
    session.execute(update(IssueWatcher).where(*_watcher(issue, by)).values(values))
    _recount(issue)


def _begin(issue: KnownIssue, *, by: Actor, at: datetime) -> None:
    """The person watches the issue; nothing changes if he did."""
    facts: dict[str, Any] = {"is_affected": False, "device": "", "verdict": Verdict.NONE}
    insert_new(IssueWatcher, issue_id=issue.id, person_id=by.id, at=at, **facts)


def _recount(issue: KnownIssue) -> None:
    """Exact under concurrency: the issue's row is locked by `find_issue`."""
    affected = select(func.count()).where(IssueWatcher.issue_id == issue.id, IssueWatcher.is_affected)
    issue.affected_count = session.scalar(affected) or 0


def _watcher(issue: KnownIssue, by: Actor) -> tuple[ColumnElement[bool], ...]:
    return IssueWatcher.issue_id == issue.id, IssueWatcher.person_id == by.id

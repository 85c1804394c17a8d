"""The clock of a known issue: readers were told when there is news; who lets that pass hears of it."""

from datetime import datetime

from sqlalchemy import or_, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.knowledge.known.events import IssueUpdateMissed
from forum.knowledge.known.models import KnownIssue
from forum.knowledge.known.rules import LEAD_HEARS_AFTER
from forum.knowledge.known.visibility import unrestricted
from forum.people.models import Person
from forum.tickets.sla import is_open, minutes_between
from forum.tickets.timing.calendars import hours_of_team
from forum.topics.models import Category
from forum.topics.visibility import unrestricted as any_category

_AT_ONCE = 200
KEEPERS = select(Person.id).where(may(Permission.KEEP_KNOWN_ISSUES))


def remind_of_updates(*, by: Actor, at: datetime) -> int:
    """Owners of issues whose news is overdue have heard of it, and leads two business hours later, at once where the
    owner keeps no known issues any more; each once.

    Only while the team of the issue's category works. How many were told. Publishes IssueUpdateMissed.
    """
    overdue = session.execute(
        select(KnownIssue, Category.team_id, Team.lead_id, KnownIssue.owner_id.in_(KEEPERS))
        .join(Category, Category.id == KnownIssue.category_id)
        .join(Team, Team.id == Category.team_id, isouter=True)
        .where(
            unrestricted(), any_category(), KnownIssue.closed_at.is_(None), KnownIssue.next_update_due_at <= at,
            or_(KnownIssue.owner_told_at.is_(None), KnownIssue.lead_told_at.is_(None)),
        )
        .order_by(KnownIssue.next_update_due_at, KnownIssue.id)
        .limit(_AT_ONCE)
        .with_for_update(of=KnownIssue, skip_locked=True)
    ).all()  # fmt: skip
    return sum(_remind(issue, team, lead, is_kept, by=by, at=at) for issue, team, lead, is_kept in overdue)


def _remind(
    issue: KnownIssue, team_id: int | None, lead_id: int | None, is_kept: bool, *, by: Actor, at: datetime
) -> bool:
    hours = hours_of_team(team_id)
    if not is_open(hours, at):
        return False
    if lead_id and not is_kept:
        issue.owner_told_at = issue.lead_told_at = at
        publish(IssueUpdateMissed(issue.id, lead_id, by.id, at))
        return True
    if issue.owner_told_at is None:
        issue.owner_told_at = at
        if lead_id in (None, issue.owner_id):
            issue.lead_told_at = at  # nobody else to tell
        publish(IssueUpdateMissed(issue.id, None, by.id, at))
        return True
    if minutes_between(hours, issue.owner_told_at, at) < LEAD_HEARS_AFTER:
        return False
    issue.lead_told_at = at
    publish(IssueUpdateMissed(issue.id, lead_id, by.id, at))
    return True

"""The known issue or maintenance that an action is about."""

from sqlalchemy import bindparam, select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, session
from forum.kernel.errors import NotFound
from forum.knowledge.known.models import KnownIssue, Maintenance
from forum.knowledge.known.visibility import maintenance_visible_to, reader_params, visible_to

_ID = bindparam("wanted_id", type_=BigId)
_locked = {"populate_existing": True}
_ISSUE = select(KnownIssue).where(visible_to(), KnownIssue.id == _ID).with_for_update(of=KnownIssue)
_WINDOW = select(Maintenance).where(maintenance_visible_to(), Maintenance.id == _ID).with_for_update(of=Maintenance)


def find_issue(issue_id: int, *, by: Actor) -> KnownIssue:
    """The issue, locked until the transaction ends; NotFound if it does not exist or this person may not see it."""
    wanted = _ISSUE.execution_options(**_locked)
    issue = session.scalars(wanted, {**reader_params(by), "wanted_id": issue_id}).first()
    if issue is None:
        raise NotFound
    return issue


def find_maintenance(window_id: int, *, by: Actor) -> Maintenance:
    """The window of maintenance, locked; NotFound if it does not exist or this person may not see it."""
    wanted = _WINDOW.execution_options(**_locked)
    window = session.scalars(wanted, {**reader_params(by), "wanted_id": window_id}).first()
    if window is None:
        raise NotFound
    return window

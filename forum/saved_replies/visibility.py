"""Which saved replies a person may use: his own, those of his teams, and those for everybody."""

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from forum.accounts.models import TeamMembership
from forum.kernel.db import BigId
from forum.saved_replies.models import SavedReply

USER = bindparam("user_id", type_=BigId)


def usable_by() -> ColumnElement[bool]:
    """True for a row of `saved_reply` that the person `user_id` may use."""
    teams = select(TeamMembership.team_id).where(TeamMembership.person_id == USER)
    for_all = and_(SavedReply.owner_id.is_(None), SavedReply.team_id.is_(None))
    return or_(SavedReply.owner_id == USER, SavedReply.team_id.in_(teams), for_all)

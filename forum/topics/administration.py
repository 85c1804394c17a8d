"""What administrators read of categories."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.accounts.models import Team
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.topics.models import Category, CategoryReader
from forum.topics.visibility import unrestricted

_ALL = select(
    Category.id, Category.slug, Category.name, Category.name_ms, Category.description, Category.description_ms,
    Category.audience, Category.team_id, Category.allows_anonymous, Category.archived_at, Team.name.label("team"),
    Team.lead_id,
).outerjoin(Team, Category.team_id == Team.id).where(unrestricted()).order_by(
    Category.position, Category.id
)  # fmt: skip
_ONE = _ALL.where(Category.id == bindparam("category_id", type_=BigId))
_UNHEARD = (
    select(Category.name)
    .outerjoin(Team, Team.id == Category.team_id)
    .where(unrestricted(), Category.archived_at.is_(None), Team.lead_id.is_(None))
    .order_by(Category.position, Category.id)
)
_GROUP_IDS = select(CategoryReader.group_id).where(CategoryReader.category_id == bindparam("category_id", type_=BigId))


def all_categories() -> Sequence[Row[Any]]:
    """Every category with its team and the team's lead, for administrators."""
    return read(_ALL).all()


def unheard_categories() -> Sequence[str]:
    """The names of the open categories whose tickets nobody is told of: they have no team, or one that nobody leads."""
    return read(_UNHEARD).scalars().all()


def category_row(category_id: int) -> Row[Any]:
    """One category, for administrators; NotFound if there is none."""
    row = read(_ONE, {"category_id": category_id}).first()
    if row is None:
        raise NotFound
    return row


def group_ids_of(category_id: int) -> list[int]:
    """The groups that may read a closed category."""
    return sorted(read(_GROUP_IDS, {"category_id": category_id}).scalars())

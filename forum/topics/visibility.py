"""Which categories a reader may see, as one SQL expression of bind parameters.

`reader_params` fills them for every `visible_to()` of the slices above, too.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, SQLColumnExpression, and_, bindparam, or_, select, true

from forum.accounts.actors import Actor, may_read
from forum.accounts.models import GroupMembership
from forum.accounts.roles import Permission
from forum.kernel.db import BigId
from forum.topics.models import Audience, Category, CategoryReader

READER_ID = bindparam("reader_id", type_=BigId)
READER_READS = bindparam("reader_reads", type_=Integer)  # 1 or 0, as the others
READER_IS_STAFF = bindparam("reader_is_staff", type_=Integer)
READER_SEES_REMOVED = bindparam("reader_sees_removed", type_=Integer)
READER_WORKS_TICKETS = bindparam("reader_works_tickets", type_=Integer)
READER_ADMINISTERS = bindparam("reader_administers", type_=Integer)
READER_CURATES_FAQ = bindparam("reader_curates_faq", type_=Integer)


def reader_params(reader: Actor) -> Mapping[str, Any]:
    """Values for the bind parameters of every `visible_to()`. Nobody is a reader too."""
    return {
        "reader_id": reader.id,
        "reader_reads": 1 if may_read(reader) else 0,
        "reader_is_staff": 1 if reader.may(Permission.READ_STAFF_CATEGORIES) else 0,
        "reader_sees_removed": 1 if reader.may(Permission.SEE_REMOVED_POSTS) else 0,
        "reader_works_tickets": 1 if reader.may(Permission.WORK_TICKETS) else 0,
        "reader_administers": 1 if reader.may(Permission.ADMINISTER) else 0,
        "reader_curates_faq": 1 if reader.may(Permission.CURATE_FAQ) else 0,
    }


@cache
def visible_to() -> ColumnElement[bool]:
    """True for a row of `category` that the reader may see; always the same object, so that a statement in which it
    stands several times has its parameters once."""
    in_group = select(CategoryReader.category_id).join(
        GroupMembership, GroupMembership.group_id == CategoryReader.group_id
    ).where(GroupMembership.person_id == READER_ID)  # fmt: skip
    return and_(
        READER_READS == 1,
        or_(
            Category.audience == Audience.EVERYONE,
            and_(Category.audience == Audience.STAFF, READER_IS_STAFF == 1),
            and_(Category.audience == Audience.GROUPS, Category.id.in_(in_group)),
        ),
    )


def in_visible_category(category_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """True where `category_id` is a category that the reader may see; the subquery runs once a statement."""
    return category_id.in_(select(Category.id).where(visible_to()))


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every category: only for the administrator's acts, rebuilds and the worker."""
    return true()

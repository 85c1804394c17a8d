"""What do people look for in vain? Searches that found no thread, and those from which none was opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Row, bindparam, case, func, select

from forum.kernel.db import UtcDateTime, read
from forum.search.models import SearchLogged

DAYS = 90
MOST = 50
_typed = func.lower(SearchLogged.typed)
_in_vain = func.sum(case((SearchLogged.opened_id.is_(None), 1), else_=0))
_GROUPED = (
    select(
        _typed.label("typed"),
        func.count().label("searches"),
        _in_vain.label("in_vain"),
        func.max(SearchLogged.at).label("last_at"),
    )
    .where(SearchLogged.at > bindparam("since", type_=UtcDateTime))
    .group_by(_typed)
    .order_by(_in_vain.desc(), func.max(SearchLogged.at).desc(), _typed)
    .limit(bindparam("most", type_=Integer))
)
_UNFOUND = _GROUPED.where(SearchLogged.found == 0)
_UNOPENED = _GROUPED.where(SearchLogged.found > 0).having(_in_vain > 0)


@dataclass(frozen=True, slots=True)
class InVain:
    """Searches by what was typed, the most frequent first: how many, how many in vain, when last. Nobody's name."""

    unfound: Sequence[Row[Any]]
    unopened: Sequence[Row[Any]]


def searches_in_vain(*, at: datetime, most: int = MOST) -> InVain:
    """Up to `most` of each kind, of the last 90 days, however their letters were typed."""
    params = {"since": at - timedelta(days=DAYS), "most": most}
    return InVain(read(_UNFOUND, params).all(), read(_UNOPENED, params).all())

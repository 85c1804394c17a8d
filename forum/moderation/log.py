"""What moderators did, for everybody: without names, without words, without the addresses of what is gone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.kernel.db import read
from forum.ledger.actions import MODERATION
from forum.ledger.models import LedgerEntry

PAGE = 60
_SHOWN = (
    "flag decided", "step taken", "step undone", "step upheld", "post removed", "post restored", "locked", "unlocked",
    "protected", "protection lifted", "moved", "merged", "merge undone", "split", "spam removed", "spam brought back",
    "secret removed",
)  # fmt: skip
_ENTRIES = (
    select(LedgerEntry.position, LedgerEntry.at, LedgerEntry.act, LedgerEntry.content)
    .where(LedgerEntry.chain == MODERATION, LedgerEntry.act.in_(_SHOWN), LedgerEntry.position < bindparam("before"))
    .order_by(LedgerEntry.position.desc())
    .limit(PAGE + 1)
)


def public_log(before: int) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 acts of moderators before the entry with this position, newest first."""
    return read(_ENTRIES, {"before": before}).all()

"""An entry that may be wrong says so to its readers until somebody has looked."""

from datetime import datetime

from sqlalchemy import update

from forum.kernel.db import session
from forum.kernel.events import publish
from forum.knowledge.faq.events import FaqChanged, FaqDoubted
from forum.knowledge.faq.models import Doubt, FaqEntry, FaqState


def doubt_entry(entry_id: int, why: Doubt, *, by_id: int, at: datetime) -> None:
    """A published entry is suspect, for this reason, and its owner hears why; nothing happens if it is already.

    Publishes FaqDoubted and FaqChanged.
    """
    became = session.execute(
        update(FaqEntry)
        .where(FaqEntry.id == entry_id, FaqEntry.state == FaqState.PUBLISHED, FaqEntry.doubt == Doubt.NONE)
        .values(doubt=why)
    )
    if became.rowcount:  # type: ignore[attr-defined]
        publish(FaqDoubted(entry_id, by_id, at))
        publish(FaqChanged(entry_id, at))

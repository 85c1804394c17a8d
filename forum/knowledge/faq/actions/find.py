"""The entry that an action is about."""

from sqlalchemy import bindparam, select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, session
from forum.kernel.errors import NotFound
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.visibility import reader_params, visible_to

_ENTRY = (
    select(FaqEntry)
    .where(visible_to(), FaqEntry.id == bindparam("entry_id", type_=BigId))
    .with_for_update(of=FaqEntry)
    .execution_options(populate_existing=True)
)


def find_entry(entry_id: int, *, by: Actor) -> FaqEntry:
    """The entry, locked until the transaction ends; NotFound if it does not exist or this person may not see it."""
    entry = session.scalars(_ENTRY, {**reader_params(by), "entry_id": entry_id}).first()
    if entry is None:
        raise NotFound
    return entry

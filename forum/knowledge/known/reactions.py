"""What a closed account means for known issues."""

from sqlalchemy import update

from forum.accounts.events import AccountClosed
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.knowledge.known.models import IssueWatcher


@reaction_to(AccountClosed)
def forget_devices(event: AccountClosed) -> None:
    """Where the name was taken away, nobody reads any more on which device an issue affected this person."""
    if not event.keeps_name:
        session.execute(update(IssueWatcher).where(IssueWatcher.person_id == event.person_id).values(device=""))

"""What conduct does when an account is closed."""

from forum.accounts.events import AccountClosed
from forum.conduct.cooling import forget_drafts_of
from forum.kernel.events import reaction_to


@reaction_to(AccountClosed)
def forget_drafts(event: AccountClosed) -> None:
    """What the person has not sent is nobody's."""
    forget_drafts_of(event.person_id)

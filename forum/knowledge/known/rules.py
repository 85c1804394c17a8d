"""What may be done with a known issue: facts in, a refusal out."""

from datetime import datetime, timedelta

from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.knowledge.known.models import IssueState

CLOSED_STATES = frozenset({IssueState.FIXED, IssueState.WONT_FIX})
LONGEST_SERVICE = 80
LONGEST_WINDOW = timedelta(days=14)
MOST_ATTACHED_AT_ONCE = 100
LEAD_HEARS_AFTER = 120  # business minutes after the owner


def check_service(service: str) -> None:
    """Invalid unless it says what is affected, in at most 80 characters."""
    if not service.strip():
        raise Invalid("Say what is affected, for example “Outlook” or “Wi-Fi in Penang”.", field="service")
    if len(service) > LONGEST_SERVICE:
        raise Invalid("This can be at most %(most)s characters long.", field="service", most=LONGEST_SERVICE)


def check_next_update(due_at: datetime | None, *, state: IssueState, at: datetime) -> None:
    """Invalid for an open issue that does not say when there is news, or says a moment that has passed."""
    if state in CLOSED_STATES:
        return
    if due_at is None:
        raise Invalid("Say by when there will be news, even if it is “nothing new”.", field="next_update")
    if due_at <= at:
        raise Invalid("This moment has passed. Choose one in the future.", field="next_update")


def check_promise(promised_at: datetime | None, *, at: datetime) -> None:
    """Invalid for a fix that is promised for the past."""
    if promised_at is not None and promised_at <= at:
        raise Invalid("This moment has passed. Choose one in the future.", field="promised")


def check_since(since_at: datetime, *, at: datetime) -> None:
    """Invalid for an issue that begins in the future: that is maintenance."""
    if since_at > at:
        raise Invalid("This moment has not come yet. Work that is planned is announced as maintenance.", field="since")


def check_is_open(closed_at: datetime | None) -> None:
    """Conflict for what is closed: nothing is attached to it, nobody joins any more."""
    if closed_at is not None:
        raise Conflict("This known issue has been closed meanwhile.")


def check_may_judge(state: IssueState, *, is_concerned: bool) -> None:
    """NotAllowed unless it is fixed and the person was told so."""
    if state is not IssueState.FIXED or not is_concerned:
        raise NotAllowed("You can say whether it worked once it is fixed, if you were affected or followed it.")


def check_window(begins_at: datetime | None, ends_at: datetime | None, *, at: datetime) -> tuple[datetime, datetime]:
    """Both ends of a window of maintenance; Invalid unless it ends after it begins, ahead, within two weeks."""
    if begins_at is None:
        raise Invalid("Say when it begins.", field="begins")
    if ends_at is None or ends_at <= begins_at:
        raise Invalid("It has to end after it begins.", field="ends")
    if ends_at <= at:
        raise Invalid("This moment has passed. Choose one in the future.", field="ends")
    if ends_at - begins_at > LONGEST_WINDOW:
        raise Invalid("One window can last two weeks at most. Announce the rest separately.", field="ends")
    return begins_at, ends_at

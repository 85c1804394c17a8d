"""Who may say whether a fix worked, and until when."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.feedback.models import Verdict
from forum.kernel.errors import Conflict, Invalid, NotAllowed

LINK_GOOD_FOR = timedelta(days=30)
RATINGS = range(1, 6)
LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Asked:
    """What these rules need to know of a question that was asked."""

    staff_id: int | None
    asked_at: datetime
    ended_at: datetime | None
    verdict: Verdict | None
    rating: int | None


def parts_of(token: str) -> tuple[int, str]:
    """The number and the secret of a link; the number is 0 where it is no link of ours."""
    number, _dash, secret = token.partition("-")
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0), secret


def is_same(secret: str, given: str) -> bool:
    """Whether the secrets are equal; the time it takes does not tell how far."""
    return hmac.compare_digest(secret.encode(), given.encode())


def has_expired(asked: Asked, *, at: datetime) -> bool:
    """Whether it is too late to say anything: solved anew or reopened since, or too long ago."""
    is_over = asked.ended_at is not None and asked.verdict is None
    return is_over or at - asked.asked_at > LINK_GOOD_FOR


def check_may_tell(asked: Asked, verdict: Verdict, *, reader_id: int, at: datetime) -> None:
    """Conflict if something else was said, or too late; NotAllowed for whose own work it is, if he is signed in."""
    if reader_id and reader_id == asked.staff_id:
        raise NotAllowed("This is your own work. Whoever asked for it says whether it worked.")
    if asked.verdict is not None and asked.verdict != verdict:
        raise Conflict("You have told us already. Open the ticket to say more.")
    if has_expired(asked, at=at):
        raise Conflict("This question has been settled meanwhile, so there is nothing more to say here.")


def check_may_rate(asked: Asked, *, reader_id: int, at: datetime) -> None:
    """Conflict unless it worked and nobody has rated it; NotAllowed as `check_may_tell` says."""
    check_may_tell(asked, Verdict.WORKED, reader_id=reader_id, at=at)
    if asked.verdict is None:
        raise Conflict("Please say first whether it worked.")
    if asked.rating is not None:
        raise Conflict("You have rated this already. Thank you!")


def check_rating(rating: int | None, comment: str) -> int:
    """The rating from 1 to 5; Invalid for another one or for a comment that is too long."""
    if rating is None or rating not in RATINGS:
        raise Invalid("Choose 1 to 5.", field="rating")
    if len(comment) > LONGEST_COMMENT:
        raise Invalid("Say it in %(most)s characters.", field="comment", most=LONGEST_COMMENT)
    return rating

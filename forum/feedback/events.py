"""What people have said of fixes: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime

from forum.feedback.models import Verdict


@dataclass(frozen=True)
class FeedbackGiven:
    """Somebody has said whether a fix works, or, where it did, rated it from 1 to 5."""

    feedback_id: int
    ticket_id: int | None
    staff_id: int | None
    verdict: Verdict
    rating: int | None
    by_id: int
    at: datetime

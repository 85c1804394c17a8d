"""What people have said of fixes: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FeedbackCommented:
    """Somebody has rated a ticket and told more in words."""

    feedback_id: int
    ticket_id: int
    staff_id: int
    by_id: int
    at: datetime

"""What has happened to searches: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SavedSearchMet:
    """A new thread fits a search that the person keeps and wants to hear of."""

    question_id: int
    person_id: int
    at: datetime

"""What has happened to searches: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SavedSearchMet:
    """A new thread fits a search that the person keeps and wants to hear of."""

    question_id: int
    person_id: int
    saved_id: int
    at: datetime


@dataclass(frozen=True)
class SuggestionHelped:
    """What was suggested beside an ask form has solved it, says who asks no more. One of the three ids is set."""

    by_id: int
    at: datetime
    question_id: int | None = None
    entry_id: int | None = None
    issue_id: int | None = None

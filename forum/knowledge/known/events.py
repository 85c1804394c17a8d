"""What has happened to known issues: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class IssueUpdated:
    """There is news; `closed` if it is fixed, or said not to be."""

    issue_id: int
    update_id: int
    closed: bool
    by_id: int
    at: datetime


@dataclass(frozen=True)
class IssueUpdateMissed:
    """Readers were told to expect news by now, and there is none. `lead_id`: the team's lead hears, too."""

    issue_id: int
    lead_id: int | None
    by_id: int
    at: datetime


@dataclass(frozen=True)
class IssueNotFixed:
    """A watcher says of a fixed issue that it does not work yet."""

    issue_id: int
    by_id: int
    at: datetime

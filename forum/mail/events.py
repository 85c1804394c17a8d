"""What has happened to mails."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MailPaused:
    """Mails to this person came back from the address: news are not mailed to him any more."""

    person_id: int
    address: str
    at: datetime

"""What happens to people's accounts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ProfileChanged:
    """Somebody says something else of himself, in these fields of his profile."""

    person_id: int
    fields: frozenset[str]
    at: datetime


@dataclass(frozen=True)
class RightsChanged:
    """Somebody has other roles, or reads what another group reads."""

    person_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class AccountClosed:
    """Somebody does not work here any more, or not in this forum; without `keeps_name` nobody is to know who it was."""

    person_id: int
    by_id: int
    at: datetime
    keeps_name: bool

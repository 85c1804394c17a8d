"""What has happened to FAQ entries: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FaqPublished:
    """Everybody who may read the category finds the entry now."""

    entry_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class FaqSubmitted:
    """Somebody's own words wait for a colleague to publish them."""

    entry_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class FaqDoubted:
    """The entry has become suspect; its row says why. `by_id` is the person whose word was the last straw."""

    entry_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class FaqCommented:
    """A reader told the owner something about the entry."""

    entry_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class FaqReviewDue:
    """It is time to look whether the entry is still true."""

    entry_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class FaqChanged:
    """What lists and search show of the entry may have changed. Published beside whatever changed it."""

    entry_id: int
    at: datetime

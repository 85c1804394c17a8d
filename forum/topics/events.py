"""What has happened to categories and tags."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CategoryChanged:
    """A category was renamed, archived, or has other readers."""

    category_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class CategoryGiven:
    """The tickets of a category go to this team from now on."""

    category_id: int
    team_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TagRenamed:
    """A tag has another name; the old one is a synonym now."""

    tag_id: int
    old: str
    new: str
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TagsMerged:
    """`tag_id` (called `old`) is about to disappear into `into_id` (called `new`)."""

    tag_id: int
    into_id: int
    old: str
    new: str
    by_id: int
    at: datetime

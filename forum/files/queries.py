"""How much room the uploads take."""

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.files.models import StoredFile
from forum.files.rules import is_nearly_full, megabytes
from forum.files.settings import STORE_MEGABYTES
from forum.kernel.db import read

_TAKEN = select(func.coalesce(func.sum(StoredFile.size), 0))


@dataclass(frozen=True, slots=True)
class Room:
    """What everybody's uploads take, and what they may take together, both in MB."""

    used: int
    most: int
    is_nearly_full: bool


def store_room() -> Room:
    """The room that the administrator gives to uploads, as it is now."""
    used, most = int(read(_TAKEN).scalar_one()), STORE_MEGABYTES()
    return Room(megabytes(used), most, is_nearly_full(used, store_megabytes=most))

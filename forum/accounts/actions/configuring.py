"""Settings that an administrator changes one by one."""

from datetime import datetime
from typing import TypeVar

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.settings.registry import Setting, store
from forum.ledger.actions import ADMINISTRATION, record

T = TypeVar("T", bool, int, str)


def change_setting(setting: Setting[T], value: T, *, by: Actor, at: datetime) -> None:
    """The value is in force from the next request on in every process; the record says whose it is."""
    by.check_may(Permission.ADMINISTER)
    store(setting, value)
    record(ADMINISTRATION, "setting changed", {"setting": setting.key, "value": value}, by=by, at=at)

"""Settings that an administrator changes one by one."""

from datetime import datetime
from typing import TypeVar

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.races import in_turn
from forum.kernel.settings.registry import Setting, refresh_now, store
from forum.ledger.actions import ADMINISTRATION, record

T = TypeVar("T", bool, int, str)


def value_to_change(setting: Setting[T], *, by: Actor) -> T:
    """The value in force, read anew; nobody changes this setting until the transaction ends."""
    by.check_may(Permission.ADMINISTER)
    _in_turn(setting)
    refresh_now()
    return setting()


def change_setting(setting: Setting[T], value: T, *, by: Actor, at: datetime) -> None:
    """The value is in force from the next request on in every process; the record says whose it is."""
    by.check_may(Permission.ADMINISTER)
    _in_turn(setting)
    store(setting, value)
    record(ADMINISTRATION, "setting changed", {"setting": setting.key, "value": value}, by=by, at=at)


def _in_turn(setting: Setting[T]) -> None:
    in_turn(f"setting {setting.key}")

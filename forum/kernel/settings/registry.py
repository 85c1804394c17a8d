"""Settings that an administrator changes while the forum runs: declared in code with type, default and help, kept in
the database, read once a request when their version has moved, and cached in the process."""

import json
import re
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import String, Text, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, read, session
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line

T = TypeVar("T", bool, int, str)
Kept = TypeVar("Kept")


class StoredSetting(Model):
    """A setting that differs from its default, as JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class SettingVersion(Model):
    """One row: raised whenever a setting changes, so that processes know when to read again."""

    __tablename__ = "setting_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting. `label` and `help` are msgids; `choices` maps allowed texts to their labels; a text has the shape of
    `pattern`, a regular expression, and is one that `accepts` says yes to, which `help` says in words."""

    key: str
    default: T
    label: str
    help: str
    group: str
    choices: dict[str, str] = field(default_factory=dict)
    pattern: str = ""
    accepts: Callable[[str], bool] = lambda _text: True
    least: int | None = None
    most: int | None = None

    def __call__(self) -> T:
        """The value in force."""
        return cast(T, _values.get(self.key, self.default))

    def parse(self, text: str) -> T:
        """The typed value of a form's text; Invalid with a sentence if it is none."""
        return cast(T, _PARSERS[type(self.default)](self, clean_line(text)))


_registry: dict[str, Setting[Any]] = {}
_values: dict[str, Any] = {}
_known_version = -1
_seen: ContextVar[int] = ContextVar("settings_seen", default=-1)
_beside: dict[Hashable, Any] = {}
_MOST_BESIDE = 2000
_lock = Lock()


def declare(setting: Setting[T]) -> Setting[T]:
    """The setting is known to the administrator's pages and to `change`."""
    _registry[setting.key] = setting
    return setting


def all_settings() -> list[Setting[Any]]:
    """Every declared setting, in order of declaration."""
    return list(_registry.values())


def setting_named(key: str) -> Setting[Any]:
    """The setting with this key; KeyError if none."""
    return _registry[key]


version_now = select(SettingVersion.version).where(SettingVersion.id == 1).scalar_subquery()
_VERSION = select(version_now)


def refresh(version: int | None) -> None:
    """The process's copy is as new as `version`, which the caller has read with the person."""
    global _known_version, _values
    if version is None:
        return
    _seen.set(version)
    if version == _known_version:
        return
    with _lock:
        rows = read(select(StoredSetting.key, StoredSetting.value)).all()
        _values = {row.key: json.loads(row.value) for row in rows}  # at once: other threads are reading them
        _beside.clear()
        _known_version = version


def refresh_now() -> None:
    """The process's copy is as new as the database: for work that reads no person, who brings the version."""
    refresh(read(_VERSION).scalar())


def known_version() -> int:
    """The version of the settings that this process works with."""
    return _known_version


def kept(key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What `make` reads, kept in the process under `key` until the version is another: no query a page for what rarely
    changes. Whoever changes what it depends on calls `raise_version`.

    It is kept for the version that the caller's own transaction has seen: another thread may be ahead of it.
    """
    place = (_seen.get(), key)
    found = _beside.get(place)
    if found is None:
        if len(_beside) >= _MOST_BESIDE:
            _beside.clear()
        found = _beside[place] = make()
    return cast(Kept, found)


def forget() -> None:
    """The process reads the settings again at the next request."""
    global _known_version
    _known_version = -1
    _values.clear()
    _beside.clear()


def store(setting: Setting[T], value: T) -> None:
    """The value is stored and its version raised; the caller commits and writes the ledger."""
    if session.get(StoredSetting, setting.key) is None:
        session.add(StoredSetting(key=setting.key, value=json.dumps(value)))
    else:
        session.execute(update(StoredSetting).where(StoredSetting.key == setting.key).values(value=json.dumps(value)))
    raise_version()


def raise_version() -> None:
    """Every process reads again what it keeps beside the settings; the caller commits."""
    raised = session.execute(
        update(SettingVersion).where(SettingVersion.id == 1).values(version=SettingVersion.version + 1)
    )
    if not raised.rowcount:  # type: ignore[attr-defined]
        session.execute(insert(SettingVersion).values(id=1, version=1))


def _parse_bool(_setting: Setting[Any], text: str) -> bool:
    return text.casefold() in ("1", "true", "yes", "on")


def _parse_int(setting: Setting[Any], text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise Invalid("Enter a whole number.", field=setting.key) from None
    if (setting.least is not None and value < setting.least) or (setting.most is not None and value > setting.most):
        raise Invalid(
            "Choose a number from %(least)s to %(most)s.", field=setting.key, least=setting.least, most=setting.most
        )
    return value


def _parse_str(setting: Setting[Any], text: str) -> str:
    if setting.choices and text not in setting.choices:
        raise Invalid("Choose one of the listed values.", field=setting.key)
    if not setting.accepts(text) or (setting.pattern and not re.fullmatch(setting.pattern, text)):
        raise Invalid("This cannot be. Look at the help beside the field.", field=setting.key)
    return text


_PARSERS: dict[type, Callable[[Setting[Any], str], bool | int | str]] = {
    bool: _parse_bool,
    int: _parse_int,
    str: _parse_str,
}

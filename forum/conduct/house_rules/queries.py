"""Which house rules hold, which there were, and whose acceptance is missing."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, func, select

from forum.accounts.actors import Actor
from forum.conduct.house_rules.first import BUILT_IN, FIRST
from forum.conduct.models import HouseRules
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.kernel.settings import registry
from forum.kernel.text.markdown import render
from forum.people.models import Person

_NEWEST = select(func.max(HouseRules.number))
_BINDING = select(func.max(HouseRules.number)).where(HouseRules.asks_again.is_(True))
_VERSIONS = (
    select(HouseRules.number, HouseRules.at, HouseRules.reason, HouseRules.asks_again, Person.name)
    .join(Person, Person.id == HouseRules.by_id)
    .order_by(HouseRules.number.desc())
    .limit(200)
)
_WORDS = (HouseRules.source, HouseRules.source_ms, HouseRules.html, HouseRules.html_ms)
_VERSION = select(HouseRules.number, *_WORDS).where(HouseRules.number == bindparam("number", type_=BigId))


class Version(NamedTuple):
    """The words of a version, in both languages."""

    number: int
    source: str
    source_ms: str
    html: str
    html_ms: str


_lock = Lock()
_known: tuple[int, int] = (-2, FIRST)


def must_accept(person: Actor) -> bool:
    """Whether this person has not yet accepted the newest house rules that ask for it. No query."""
    return person.rules_accepted < binding_number()


def binding_number() -> int:
    """The version that everybody has to have accepted, or a later one.

    Kept in the process until the settings' version changes, which a new version of the rules raises.
    """
    global _known
    version = registry.known_version()
    if _known[0] != version:
        with _lock:
            _known = (version, read(_BINDING).scalar() or FIRST)
    return _known[1]


def newest_number() -> int:
    """The version that holds now."""
    return read(_NEWEST).scalar() or FIRST


def rules_of(number: int) -> Row[Any] | Version:
    """A version, in the shape of `Version`; NotFound if there is none."""
    row = read(_VERSION, {"number": number}).one_or_none()
    if row is not None:
        return row
    if number != FIRST:
        raise NotFound
    return _built_in()


def versions() -> Sequence[Row[Any]]:
    """The versions that administrators wrote, newest first; the built-in one is not among them."""
    return read(_VERSIONS).all()


@cache
def _built_in() -> Version:
    source, source_ms = BUILT_IN.source, BUILT_IN.source_ms
    return Version(FIRST, source, source_ms, render(source), render(source_ms))

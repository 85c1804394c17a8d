"""Moments as a person reads them outside a page: in a mail, in a notice."""

from datetime import datetime
from typing import Protocol

from forum.accounts.settings import COMPANY_LANGUAGE, COMPANY_ZONE
from forum.kernel.moments import Moments, zone_named


class _Reader(Protocol):
    @property
    def language(self) -> str: ...
    @property
    def zone(self) -> str: ...


def moments_of(reader: _Reader | None, *, at: datetime) -> Moments:
    """In his own language and zone; in the company's where he has chosen none, or nobody is known."""
    language, zone = (reader.language, reader.zone) if reader else ("", "")
    return Moments(language or COMPANY_LANGUAGE(), zone_named(zone or COMPANY_ZONE()), at)

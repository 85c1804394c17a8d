"""The filters of the search box: one small function each, from what was typed to a fact that the index keeps.

A new filter is one function with its name in FILTERS, and its fact in `documents.facts_of`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from forum.kernel.words import N_

_STATES = frozenset({"solved", "open", "unanswered", "answered", "duplicate", "locked"})
_LANGUAGES = {"ms": "ms", "my": "ms", "malay": "ms", "melayu": "ms", "en": "en", "english": "en", "inggeris": "en"}
IN_FAQ, IN_KNOWN = "in:faq", "in:known"
BY_ME = "by:@me"  # no handle has an @: `asking` puts the reader in its place
FOLLOWED = "in:following"  # no fact of a thread: `asking` knows which ones they are
NAMES_NOTHING = N_("“%(word)s” names nothing. Write what you mean right behind the colon, as in tag:vpn.")
_YES = frozenset({"yes", "ya", "true", "1"})
_NO = frozenset({"no", "tidak", "false", "0"})
_DAY = re.compile(r"(?P<sign>[<>]=?)?(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")


class NotUnderstood(ValueError):
    """The value of a filter says nothing to us; the text is a sentence that says what would."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to before `end`, in the reader's zone; outside of them when `is_outside`."""

    first: date
    end: date
    is_outside: bool = False

    def negated(self) -> "Span":
        """All other days."""
        return Span(self.first, self.end, not self.is_outside)


def _tag(value: str, _today: date) -> str:
    return f"tag:{_name(value.lstrip('#'))}"


def _is(value: str, _today: date) -> str:
    if value not in _STATES:
        raise NotUnderstood(
            N_("“%(word)s” is no filter. Use is: with solved, open, unanswered, answered, duplicate or locked.")
        )
    return f"is:{value}"


def _by(value: str, _today: date) -> str:
    handle = _name(value.lstrip("@"))
    return BY_ME if handle == "me" else f"by:{handle}"


def _category(value: str, _today: date) -> str:
    return f"category:{_name(value).replace(' ', '-')}"


def _name(value: str) -> str:
    if not value.strip():
        raise NotUnderstood(NAMES_NOTHING)
    return value


def _staff(value: str, _today: date) -> str:
    if value not in _YES | _NO:
        raise NotUnderstood(N_("“%(word)s” is no filter. Use staff:yes or staff:no."))
    return "staff:yes" if value in _YES else "staff:no"


def _has(value: str, _today: date) -> str:
    if value not in ("ticket", "files", "code"):
        raise NotUnderstood(N_("“%(word)s” is no filter. Use has:ticket, has:files or has:code."))
    return f"has:{value}"


def _in(value: str, _today: date) -> str | Span:
    """Where to look. What an index finds is a thread, so in:threads holds of all there, and a shelf's fact of none."""
    if value == "threads":
        return Span(date.min, date.max)
    if value == "tickets":
        return "has:ticket"
    if value == "mine":
        return BY_ME
    if value in ("faq", "known", "following"):
        return f"in:{value}"
    raise NotUnderstood(N_("“%(word)s” is no filter. Use in: with threads, faq, known, tickets, mine or following."))


def _language(value: str, _today: date) -> str:
    if value not in _LANGUAGES:
        raise NotUnderstood(N_("“%(word)s” is no filter. Use lang:en or lang:ms."))
    return f"lang:{_LANGUAGES[value]}"


def _created(value: str, today: date) -> Span:
    wrong = NotUnderstood(N_("“%(word)s” is no date. Write created:>2026-01-31, created:2026-01 or created:today."))
    if value in ("today", "hari-ini"):
        return Span(today, today + timedelta(days=1))
    found = _DAY.fullmatch(value)
    if not found:
        raise wrong
    try:
        first, end = _days(int(found["year"]), int(found["month"] or 0), int(found["day"] or 0))
    except (ValueError, OverflowError):
        raise wrong from None
    bounds = {">": (end, date.max), ">=": (first, date.max), "<": (date.min, first), "<=": (date.min, end)}
    return Span(*bounds.get(found["sign"], (first, end)))


def _days(year: int, month: int, day: int) -> tuple[date, date]:
    """The first day of a year, month or day, and the first behind it."""
    if day:
        return date(year, month, day), date(year, month, day) + timedelta(days=1)
    if month:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return date(year, 1, 1), date(year + 1, 1, 1)


FILTERS: dict[str, Callable[[str, date], str | Span]] = {
    "tag": _tag,
    "is": _is,
    "by": _by,
    "author": _by,
    "category": _category,
    "staff": _staff,
    "has": _has,
    "in": _in,
    "lang": _language,
    "created": _created,
}

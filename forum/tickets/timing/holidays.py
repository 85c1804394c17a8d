"""Public holidays by country and region, and days off from an iCalendar file.

Both libraries are imported where an administrator needs them: no other page carries their 5 MB.
"""

import warnings
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.kernel.words import N_

_MOST_DAYS = 2000
_LONGEST_EVENT = 60  # days; a longer event is no day off but somebody's plan


@lru_cache(maxsize=1)
def countries() -> dict[str, list[str]]:
    """Each country's ISO code with the codes of its regions."""
    import holidays

    return {
        code: list(regions)
        for code, regions in sorted(holidays.list_supported_countries(include_aliases=False).items())
    }


@lru_cache(maxsize=64)
def regions(country: str) -> dict[str, list[str]]:
    """The codes of a country's regions, each with its other names."""
    import holidays

    if country not in countries():
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        named = holidays.country_holidays(country).get_subdivision_aliases()
    return {code: list(named.get(code, [])) for code in countries()[country]}


def region_of(country: str, text: str) -> str:
    """The code of the region that somebody wrote; Invalid for a country or region whose holidays are not known."""
    if country and country not in countries():
        raise Invalid("Choose one of the listed values.", field="country")
    known = {name.casefold(): code for code, names in regions(country).items() for name in (code, *names)}
    if text and text.casefold() not in known:
        raise Invalid("This country has no such region.", field="region")
    return known.get(text.casefold(), "")


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str, year: int) -> Mapping[date, str]:
    """The public holidays of one year with their names in the country's usual language."""
    import holidays

    if not country:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(country, subdiv=region or None, years=year, expand=False)
    return {day: name for day, name in found.items() if day.year == year}


def days_in_file(data: bytes) -> dict[date, str]:
    """The days of an iCalendar file's events with their names; Invalid if it is none, or too large.

    An event without a time takes whole days up to its end, which itself is not one, or as many as its duration says
    (RFC 5545, 3.6.1); one with a time takes the day it begins on. Repeated events are refused: they would be forgotten
    beyond the first.
    """
    from icalendar import Calendar

    try:
        events = list(Calendar.from_ical(data).walk("VEVENT"))
        days = {day: name for event in events for day, name in _days_of(event)}
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError):
        raise Invalid("This is not an iCalendar file.", field="file") from None
    if not days:
        raise Invalid("There are no events in this file.", field="file")
    if len(days) > _MOST_DAYS:
        raise Invalid("There are more than %(most)s days in this file.", field="file", most=_MOST_DAYS)
    return days


def _days_of(event: Any) -> list[tuple[date, str]]:
    name = clean_line(str(event.get("SUMMARY", "")))[:120]
    if "RRULE" in event:
        sentence = N_("“%(name)s” repeats by a rule. Export the calendar with single events.")
        raise Invalid(sentence, field="file", name=name)
    begins = event["DTSTART"].dt
    if isinstance(begins, datetime):
        return [(begins.date(), name)]
    lasts = event["DURATION"].dt if "DURATION" in event else timedelta(days=1)
    ends = event["DTEND"].dt if "DTEND" in event else begins + lasts
    length = max(1, (ends - begins).days)
    if length > _LONGEST_EVENT:
        raise Invalid("“%(name)s” takes %(days)s days.", field="file", name=name, days=length)
    return [(begins + timedelta(days=n), name) for n in range(length)]

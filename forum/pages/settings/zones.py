"""Time zones as a person looks for them: by the city."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from forum.accounts.settings import COMPANY_ZONE
from forum.kernel.words import N_, translated
from forum.web.words import _, language

_PARTS = {
    "Africa": N_("Africa"),
    "America": N_("America"),
    "Antarctica": N_("Antarctica"),
    "Arctic": N_("Arctic"),
    "Asia": N_("Asia"),
    "Atlantic": N_("Atlantic Ocean"),
    "Australia": N_("Australia"),
    "Europe": N_("Europe"),
    "Indian": N_("Indian Ocean"),
    "Pacific": N_("Pacific Ocean"),
}


def zone_labels(chosen: str) -> dict[str, str]:
    """What the choice of a zone offers: the company's, `chosen` if it is none of a city, and the cities by name."""
    cities = _cities(language())
    company = COMPANY_ZONE()
    first = {"": _("As the company: %(zone)s", zone=cities.get(company, company))}
    return {**first, **({chosen: chosen} if chosen else {}), **cities}


@cache
def _cities(language: str) -> Mapping[str, str]:
    """The zones of cities with their labels, in the order of these."""
    labels = {zone: _label(zone, language) for zone in available_timezones() if zone.partition("/")[0] in _PARTS}
    return dict(sorted(labels.items(), key=lambda each: each[1]))


def _label(zone: str, language: str) -> str:
    part, *_regions, city = zone.split("/")
    return f"{city.replace('_', ' ')}, {translated(language, _PARTS[part])}"

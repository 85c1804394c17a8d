"""What the details of the record's entries mean, in the reader's language; files keep the codes. A test holds that
every detail has a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from forum.accounts.administration import all_groups, all_teams
from forum.kernel.settings.registry import setting_named
from forum.kernel.words import N_
from forum.pages.admin.queries import people_by_id
from forum.pages.moderation.words import DONE, KINDS, REASONS, STEPS
from forum.tickets.words import LEVELS, PRIORITIES
from forum.topics.administration import all_categories
from forum.web.words import _

NAMES = {
    "added": N_("Added"),
    "address": N_("Address"),
    "allows_anonymous": N_("Questions without a name"),
    "alone": N_("Nobody else could decide"),
    "answers": N_("Answers"),
    "audience": N_("Readers"),
    "calendar": N_("Calendar"),
    "category": N_("Category"),
    "days": N_("Days"),
    "description": N_("Description"),
    "description_ms": N_("Description in Malay"),
    "faq_entry": N_("FAQ entry"),
    "fields": N_("Fields"),
    "files": N_("Files"),
    "from": N_("From"),
    "group": N_("Group"),
    "groups": N_("Groups"),
    "ids": N_("Order"),
    "into": N_("Into"),
    "invitation": N_("Invitation"),
    "item": N_("Item of the queue"),
    "keeps_name": N_("Keeps the name"),
    "kind": N_("What it is"),
    "mail": N_("Mail"),
    "makes": N_("Mail to it becomes"),
    "name": N_("Name"),
    "name_ms": N_("Name in Malay"),
    "number": N_("Number"),
    "person": N_("Person"),
    "position": N_("Entry"),
    "post": N_("Post"),
    "posts": N_("Posts"),
    "question": N_("Question"),
    "reason": N_("Reason"),
    "remedy": N_("What was done"),
    "removal": N_("Removal"),
    "removed": N_("Removed"),
    "role": N_("Role"),
    "rows": N_("Places"),
    "setting": N_("Setting"),
    "speciality": N_("Speciality"),
    "step": N_("Step"),
    "synonym": N_("Synonym"),
    "tag": N_("Tag"),
    "team": N_("Team"),
    "team_id": N_("Team"),
    "ticket": N_("Ticket"),
    "to": N_("To"),
    "value": N_("Value"),
    "verdict": N_("Was the flag right?"),
    "visibility": N_("Who sees it"),
    "week": N_("Working hours"),
    "what": N_("What"),
    "zone": N_("Time zone"),
}
VALUES: dict[str, Mapping[Any, str]] = {
    "kind": KINDS,
    "reason": REASONS,
    "remedy": DONE,
    "step": STEPS,
    "verdict": {"agreed": N_("Yes"), "disagreed": N_("No")},
    "visibility": {
        "public": N_("Everybody who reads the thread"),
        "held": N_("Held back"),
        "hidden": N_("Hidden"),
        "deleted": N_("Deleted"),
        "merged": N_("Merged"),
    },
    "audience": {"everyone": N_("Everybody"), "staff": N_("Staff only"), "groups": N_("Groups")},
    "role": {
        "employee": N_("Employee"),
        "it_staff": N_("IT staff"),
        "moderator": N_("Moderator"),
        "administrator": N_("Administrator"),
    },
    "makes": {"ticket": N_("A ticket"), "question": N_("A question")},
}
_PLACES = {
    "question": "/questions/{}",
    "into": "/questions/{}",
    "faq_entry": "/faq/{}",
    "mail": "/admin/mail-in/{}",
}
_POSTS = {"question": "/questions/{}", "answer": "/answers/{}", "comment": "/comments/{}"}
_NOTHING = "–"


@dataclass(frozen=True)
class Detail:
    """One detail: what it is, its value, and the page it leads to, if any. `is_code`: nobody has named it."""

    label: str
    value: str
    href: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class _Known:
    """What numbers stand for: people as (name, handle), and the names of teams, groups and categories."""

    people: Mapping[int, tuple[str, str]]
    named: Mapping[str, Mapping[int, str]]


def details_of(entries: Sequence[Row[Any]]) -> list[list[Detail]]:
    """Of each entry its details; four queries, however many entries there are."""
    known = _known(entries)
    return [[_detail(key, value, entry.content, known) for key, value in entry.content.items()] for entry in entries]


def _known(entries: Iterable[Row[Any]]) -> _Known:
    people = people_by_id({person for each in entries if isinstance(person := each.content.get("person"), int)})
    teams, groups = ({row.id: row.name for row in rows} for rows in (all_teams(), all_groups()))
    places = {row.id: row.name for row in all_categories()}
    of_places = dict.fromkeys(("category", "from", "to", "ids"), places)
    return _Known(people, {"team": teams, "team_id": teams, "group": groups, "groups": groups, **of_places})


def _detail(key: str, value: Any, content: Mapping[str, Any], known: _Known) -> Detail:
    label = _label(key)
    if key == "person" and value in known.people:
        name, handle = known.people[value]
        return Detail(_(NAMES[key]), name, f"/admin/people/{handle}")
    place = _POSTS.get(str(content.get("kind"))) if key == "post" else _PLACES.get(key)
    href = place.format(value) if place and isinstance(value, int) else ""
    return Detail(label or key, _text(key, value, content, known), href, is_code=not label)


def _label(key: str) -> str:
    """The detail's name; empty if it has none. A cell of the matrix and a priority are details of their own."""
    if key in PRIORITIES:
        return _(PRIORITIES[key])
    impact, _comma, urgency = key.removeprefix("impact ").partition(", urgency ")
    if urgency in LEVELS and impact in LEVELS:
        levels = {"impact": _(LEVELS[impact]), "urgency": _(LEVELS[urgency])}
        return _("Impact %(impact)s, urgency %(urgency)s", **levels)
    return _(NAMES[key]) if key in NAMES else ""


def _text(key: str, value: Any, content: Mapping[str, Any], known: _Known) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_text(key, each, content, known) for each in value) or _NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items()) or _NOTHING
    if isinstance(value, int):
        return known.named.get(key, {}).get(value, str(value))
    if key in ("setting", "value") and "setting" in content:
        return _of_setting(key, value, content["setting"])
    names = PRIORITIES if key.startswith("impact ") else VALUES.get(key, {})
    return _(names[value]) if value in names else str(value or _NOTHING)


def _of_setting(key: str, value: Any, name: str) -> str:
    """What the setting is called, or what its value is; both as they are where the setting is gone."""
    try:
        setting = setting_named(name)
    except KeyError:
        return str(value)
    if key == "setting":
        return _(setting.label)
    return _(setting.choices[value]) if value in setting.choices else str(value or _NOTHING)

"""What a person changes about himself."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.actions.names import (
    check_name,
    has_department_at_an_end,
    is_reserved,
    is_role_here,
    looks_like_staff,
    set_name,
    show_anew,
)
from forum.accounts.events import ProfileChanged
from forum.accounts.models import Profile
from forum.accounts.roles import Role, roles_of
from forum.files.actions import release_file
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.kernel.events import publish
from forum.kernel.moments import is_zone
from forum.kernel.text.reserved import BADGE
from forum.kernel.text.skeleton import resembles
from forum.kernel.words import LANGUAGES
from forum.people.models import FormerHandle, Person

HANDLE_REST = timedelta(days=30)
_HANDLE = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*\Z")
_BESIDE_POSTS = frozenset({"name", "handle", "title", "department"})  # what of a profile stands there
_THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class ProfileChange:
    """What stands on the profile page; `about_html` is made from `about` before the transaction."""

    name: str
    handle: str
    title: str
    department: str
    location: str
    languages: str
    about: str
    about_html: str


def change_profile(person: Person, change: ProfileChange, *, at: datetime) -> None:
    """The profile says what the change says; Invalid names the field that cannot be taken.

    Publishes ProfileChanged.
    """
    said = said_by(person)
    _check_no_role(person, change)
    if change.name != person.name:
        check_name(change.name, person_id=person.id)
        set_name(person, change.name)
    if change.handle != person.handle:
        _change_handle(person, change.handle, at=at)
    person.title, person.department, person.location = change.title, change.department, change.location
    profile = profile_of(person)
    profile.languages, profile.about, profile.about_html = change.languages, change.about, change.about_html
    person.rights_version += 1
    session.flush()
    changed = frozenset(name for name, text in said_by(person).items() if text != said[name])
    if changed & _BESIDE_POSTS:
        show_anew()
    if changed:
        publish(ProfileChanged(person.id, changed, at))


def said_by(person: Person) -> dict[str, str]:
    """What the person says of himself, by field."""
    profile = profile_of(person)
    of_person = {name: getattr(person, name) for name in ("name", "handle", "title", "department", "location")}
    return {**of_person, "languages": profile.languages, "about": profile.about}


def change_preferences(
    person: Person, *, language: str, zone: str, theme: str, shortcuts: bool, tone_check: bool
) -> None:
    """The person reads in this language, zone and theme, with or without keys and hints about tone."""
    if language not in LANGUAGES:
        raise Invalid("Choose one of the listed values.", field="language")
    if zone and not is_zone(zone):
        raise Invalid("Choose one of the listed values.", field="zone")
    if theme not in _THEMES:
        raise Invalid("Choose one of the listed values.", field="theme")
    person.language, person.zone, person.theme, person.shortcuts = language, zone, theme, shortcuts
    person.tone_check = tone_check
    person.rights_version += 1
    session.flush()


def profile_of(person: Person) -> Profile:
    """The person's profile row, made where it is missing."""
    profile = session.get(Profile, person.id)
    if profile is None:
        profile = Profile(person_id=person.id, about="", about_html="", languages="")
        session.add(profile)
        session.flush()
    return profile


def set_photo(person: Person, file_id: int, path: str) -> None:
    """The person is shown with this picture, which stands under `path`; the one before it is released."""
    _show(person, file_id, path)
    show_anew()


def remove_photo(person: Person) -> None:
    """The person is shown with initials; the picture is released."""
    _show(person, None, "")
    show_anew()


def _show(person: Person, file_id: int | None, path: str) -> None:
    profile = profile_of(person)
    if profile.photo_file_id is not None:
        release_file(profile.photo_file_id)
    profile.photo_file_id, person.photo = file_id, path
    session.flush()


def _check_no_role(person: Person, change: ProfileChange) -> None:
    """Job, department and place stand beside the name: in them, too, nobody says that he is what he is not."""
    has_role = not roles_of(person.roles).isdisjoint({Role.MODERATOR, Role.ADMINISTRATOR})
    for field in ("title", "department", "location"):
        words = getattr(change, field)
        if words == getattr(person, field):
            continue
        if not person.is_it_staff and resembles(words, BADGE):
            raise Invalid("Only the badge says that somebody is IT staff. Ask an administrator for it.", field=field)
        if not has_role and is_role_here(words):
            raise Invalid("This is a role in the forum. Write the job that you have in the company.", field=field)


def _change_handle(person: Person, handle: str, *, at: datetime) -> None:
    """The person has this handle, and what he had leads to it. Invalid for one that he may not have, or not yet."""
    _check_handle(person, handle)
    if person.handle_changed_at and at - person.handle_changed_at < HANDLE_REST:
        again = person.handle_changed_at + HANDLE_REST
        raise Invalid("A handle can be changed once a month; yours again from %(again)s.", field="handle", again=again)
    former = session.get(FormerHandle, handle)
    if session.scalar(select(Person.id).where(Person.handle == handle)) or (former and former.person_id != person.id):
        raise Invalid("Somebody has or had this handle.", field="handle")
    if former:
        session.delete(former)
    session.add(FormerHandle(handle=person.handle, person_id=person.id, given_up_at=at))
    person.handle, person.handle_changed_at = handle, at
    session.flush()


def _check_handle(person: Person, handle: str) -> None:
    is_of_department = not person.is_it_staff and has_department_at_an_end(handle)
    if not (2 <= len(handle) <= 36 and _HANDLE.match(handle)) or is_reserved(handle) or is_of_department:
        raise Invalid("Use letters, digits and dots, as in ana.lim; not the name of a role.", field="handle")
    if looks_like_staff(handle, person_id=person.id):
        raise Invalid("This looks like the name of one of the staff. Choose another handle.", field="handle")

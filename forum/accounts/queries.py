"""What pages read of people and their accounts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, or_, select

from forum.accounts.models import Credential, Deactivation, Device, Profile, Team, TeamMembership
from forum.accounts.roles import PERMISSIONS, Permission
from forum.files.models import StoredFile
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.people.models import SYSTEM_PERSON_ID, FormerHandle, Person, PersonState

_SHOWN = (PersonState.ACTIVE, PersonState.IMPORTED, PersonState.DEACTIVATED)
_PROFILE = (
    select(
        Person.id,
        Person.name,
        Person.handle,
        Person.email,
        Person.title,
        Person.department,
        Person.location,
        Person.language,
        Person.zone,
        Person.theme,
        Person.shortcuts,
        Person.tone_check,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        Person.roles,
        Person.state,
        Person.created_at,
        Person.handle_changed_at,
        Profile.about,
        Profile.about_html,
        Profile.languages,
        Profile.feed_key,
    )
    .outerjoin(Profile, Profile.person_id == Person.id)
    .where(Person.handle == bindparam("handle"), Person.state.in_(_SHOWN))
)
_NAMELESS = exists().where(Deactivation.person_id == Person.id, Deactivation.keeps_name.is_(False))
FORMER_HANDLES = (  # those that still lead to somebody: not of whoever's name was taken away
    select(FormerHandle.handle, Person.id).join(Person, Person.id == FormerHandle.person_id).where(~_NAMELESS)
)
_FORMER = FORMER_HANDLES.with_only_columns(Person.handle).where(FormerHandle.handle == bindparam("handle"))
_TEAMS = (
    select(Team.name, TeamMembership.speciality)
    .join(TeamMembership, TeamMembership.team_id == Team.id)
    .where(TeamMembership.person_id == bindparam("person_id", type_=BigId))
    .order_by(Team.name)
)
_HASH = select(Credential.password_hash).where(Credential.person_id == bindparam("person_id", type_=BigId))


def may(permission: Permission) -> ColumnElement[bool]:
    """True for a row of `person` who is active and whose roles allow the attempt: the table of roles, as SQL."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    return and_(Person.state == PersonState.ACTIVE, or_(*(Person.roles.contains(role) for role in roles)))


def administrators() -> Select[int]:
    """The ids of everybody who administers; the forum's own account is nobody."""
    return select(Person.id).where(may(Permission.ADMINISTER), Person.id != SYSTEM_PERSON_ID)


def profile(handle: str) -> Row[Any]:
    """A person's page; NotFound if nobody has this handle."""
    row = read(_PROFILE, {"handle": handle}).first()
    if row is None:
        raise NotFound
    return row


def present_handle(former: str) -> str | None:
    """The handle of the person who once had this one; not of those whose name was taken away."""
    return read(_FORMER, {"handle": former}).scalar()


def teams_of(person_id: int) -> Sequence[Row[Any]]:
    """The teams somebody works in, with what for."""
    return read(_TEAMS, {"person_id": person_id}).all()


_STAFF_PHOTOS = (
    select(StoredFile.token)
    .join(Profile, Profile.photo_file_id == StoredFile.id)
    .join(Person, Person.id == Profile.person_id)
    .where(may(Permission.READ_STAFF_CATEGORIES), Person.id != bindparam("person_id", type_=BigId))
)


def staff_photos(*, but_of: int) -> Sequence[str]:
    """The tokens of the photos that staff show, without those of the person with the id `but_of`."""
    return read(_STAFF_PHOTOS, {"person_id": but_of}).scalars().all()


def stored_hash(person_id: int) -> str | None:
    """The hash of a person's password."""
    return read(_HASH, {"person_id": person_id}).scalar()


_DEVICES = (
    select(Device.id, Device.kind, Device.name, Device.label, Device.is_main)
    .where(Device.person_id == bindparam("person_id", type_=BigId))
    .order_by(Device.is_main.desc(), Device.id)
)


def devices_of(person_id: int) -> Sequence[Row[Any]]:
    """The person's devices, the main one first."""
    return read(_DEVICES, {"person_id": person_id}).all()


def main_device_of(person_id: int) -> str:
    """The person's main device in one line; empty without one."""
    return next((device.label for device in devices_of(person_id)), "")

"""Who acts or reads: one person's facts and permissions, loaded by one query and handed to rules, actions and pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, select

from forum.accounts.roles import STAFF_ROLES, Permission, Role, permissions_of, roles_of
from forum.accounts.settings import OPEN_PEOPLE, OPEN_READING
from forum.kernel.db import read
from forum.kernel.errors import NotAllowed
from forum.kernel.settings import registry
from forum.people.models import SYSTEM_PERSON_ID, WITH_ACCOUNT, Person, PersonState
from forum.people.rules import is_suspended


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who reads or acts. Id 0 is nobody: a reader who is not signed in."""

    id: int
    name: str
    handle: str
    email: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    is_it_staff: bool
    badge: str
    photo: str
    language: str
    zone: str
    theme: str
    shortcuts: bool
    tone_check: bool
    unread_count: int
    rules_accepted: int
    draft_count: int
    session_epoch: int
    rights_version: int
    silenced_until: datetime | None
    created_at: datetime | None

    def may(self, permission: Permission) -> bool:
        """Whether the roles allow the attempt."""
        return permission in self.permissions

    def check_may(self, permission: Permission) -> None:
        """NotAllowed unless the roles allow the attempt."""
        if permission not in self.permissions:
            raise NotAllowed("You may not do this. If you need to, ask an administrator.")

    @property
    def is_staff(self) -> bool:
        """IT staff, moderator or administrator."""
        return not self.roles.isdisjoint(STAFF_ROLES)

    # The shape that Flask-Login asks of a user.
    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.id != 0

    @property
    def is_active(self) -> bool:
        """Only people who may sign in are ever loaded."""
        return self.id != 0

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return self.id == 0

    def get_id(self) -> str:
        """What the session cookie keeps: the id and the session epoch."""
        return f"{self.id}.{self.session_epoch}"


NOBODY = Actor(
    0, "", "", "", frozenset(), frozenset(), False, "", "", "", "", "auto", True, False, 0, 0, 0, 0, 0, None, None
)  # fmt: skip

_FACTS = select(
    Person.id,
    Person.name,
    Person.handle,
    Person.email,
    Person.roles,
    Person.is_it_staff,
    Person.badge,
    Person.photo,
    Person.language,
    Person.zone,
    Person.theme,
    Person.shortcuts,
    Person.tone_check,
    Person.unread_count,
    Person.rules_accepted,
    Person.draft_count,
    Person.session_epoch,
    Person.rights_version,
    Person.silenced_until,
    Person.suspended_until,
    Person.created_at,
    registry.version_now.label("settings_version"),
)
_ONE = _FACTS.where(Person.id == bindparam("person_id"))
_PERSON = _ONE.where(Person.state == PersonState.ACTIVE)
_WRITER = _ONE.where(Person.state.in_(WITH_ACCOUNT))
_ANY_OF = Person.id.in_(bindparam("people", expanding=True)), Person.state == PersonState.ACTIVE
_PEOPLE = _FACTS.where(*_ANY_OF).order_by(Person.id)


@lru_cache(maxsize=64)
def _rights(text: str) -> tuple[frozenset[Role], frozenset[Permission]]:
    roles = roles_of(text)
    return roles, permissions_of(roles)


def may_read(reader: Actor) -> bool:
    """Whether the forum is open to the reader at all: he is signed in, or the administrator opened reading."""
    return reader.is_authenticated or OPEN_READING()


def may_see_people(reader: Actor) -> bool:
    """Whether the reader may know who people are and open what they attached."""
    return reader.is_authenticated or OPEN_PEOPLE()


def load_actor(person_id: int, *, at: datetime) -> Actor | None:
    """The active, unsuspended person with this id, read afresh; None if there is none. Settings are refreshed too."""
    return _loaded(_PERSON, person_id, at=at)


def load_actors(people: Iterable[int], *, at: datetime) -> list[Actor]:
    """Those of these people who are active and unsuspended, by id: one statement. Settings are refreshed too."""
    rows = read(_PEOPLE, {"people": list(people)}).mappings().all()
    registry.refresh(rows[0]["settings_version"] if rows else None)
    return [_actor(row) for row in rows if not is_suspended(row["suspended_until"], at=at)]


def load_writer(person_id: int, *, at: datetime) -> Actor | None:
    """The same, or somebody who has not confirmed his account yet: he writes by mail, and only in his own tickets."""
    return _loaded(_WRITER, person_id, at=at)


def _loaded(wanted: Select[*tuple[Any, ...]], person_id: int, *, at: datetime) -> Actor | None:
    row = read(wanted, {"person_id": person_id}).mappings().one_or_none()
    if row is None or is_suspended(row["suspended_until"], at=at):
        return None
    registry.refresh(row["settings_version"])
    return _actor(row)


def system_actor(*, at: datetime) -> Actor:
    """The actor named Tanya who acts for the worker and the command line."""
    actor = load_actor(SYSTEM_PERSON_ID, at=at)
    if actor is None:
        raise LookupError("the system person is missing: run the migrations")
    return actor


def _actor(row: RowMapping) -> Actor:
    roles, permissions = _rights(row["roles"])
    facts = {key: value for key, value in row.items() if key not in ("suspended_until", "settings_version", "email")}
    return Actor(**{**facts, "roles": roles, "permissions": permissions, "email": row["email"] or ""})

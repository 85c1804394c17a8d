"""The first start: a one-time code on the console lets one person become the first administrator."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.actions.links import hash_of
from forum.accounts.actions.roles import grant_role
from forum.accounts.actions.sign_up import make_account, set_password
from forum.accounts.actors import system_actor
from forum.accounts.models import LinkPurpose, OneTimeLink
from forum.accounts.roles import Role
from forum.kernel.db import session, transaction
from forum.kernel.errors import NotFound
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def has_administrator() -> bool:
    """Whether somebody administers this forum."""
    administers = Person.roles.contains(Role.ADMINISTRATOR), Person.state == PersonState.ACTIVE
    return session.scalar(select(Person.id).where(Person.id != SYSTEM_PERSON_ID, *administers).limit(1)) is not None


def new_setup_code(*, at: datetime) -> str | None:
    """A fresh code for the set-up page, earlier ones no longer good; None once there is an administrator. Committed."""
    if has_administrator():
        session.rollback()
        return None
    code = "-".join("".join(secrets.choice(_LETTERS) for _letter in range(5)) for _part in range(3))
    with transaction():
        session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == SYSTEM_PERSON_ID))
        session.add(
            OneTimeLink(
                secret_hash=hash_of(code),
                purpose=LinkPurpose.CONFIRM,
                person_id=SYSTEM_PERSON_ID,
                address="",
                created_at=at,
                expires_at=at.replace(year=at.year + 1),
            )
        )
    return code


def set_up(code: str, name: str, address: str, password_hash: str, *, language: str, at: datetime) -> Person:
    """The first administrator exists, and the set-up page is closed. NotFound unless the code is the console's."""
    good = select(OneTimeLink.id).where(
        OneTimeLink.person_id == SYSTEM_PERSON_ID, OneTimeLink.secret_hash == hash_of(code.strip().lower())
    )
    if has_administrator() or session.scalar(good) is None:
        raise NotFound("This code is not the one on the console, or there is an administrator already.")
    person = make_account(name, address, language=language, at=at)
    set_password(person, password_hash, at=at)
    grant_role(person, Role.ADMINISTRATOR, by=system_actor(at=at), at=at)
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == SYSTEM_PERSON_ID))
    return person

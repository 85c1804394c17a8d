"""The first start: a one-time code on the console lets one person become the first administrator."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum.accounts.actions.links import hash_of
from forum.accounts.actions.roles import grant_role
from forum.accounts.actions.sign_up import claim_imported, make_account, set_password
from forum.accounts.actors import system_actor
from forum.accounts.models import LinkPurpose, OneTimeLink
from forum.accounts.queries import administrators
from forum.accounts.roles import Role
from forum.kernel.db import session, transaction
from forum.kernel.errors import Invalid
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState

_GOOD_FOR = timedelta(days=7)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def has_administrator() -> bool:
    """Whether somebody administers this forum."""
    return session.scalar(administrators().limit(1)) is not None


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    can = Person.id != SYSTEM_PERSON_ID, Person.state == PersonState.ACTIVE
    return session.scalar(select(Person.id).where(*can).limit(1)) is not None


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
                secret_hash=_kept(code),
                purpose=LinkPurpose.CONFIRM,
                person_id=SYSTEM_PERSON_ID,
                address="",
                created_at=at,
                expires_at=at + _GOOD_FOR,
            )
        )
    return code


def set_up(code: str, name: str, address: str, password_hash: str, *, language: str, at: datetime) -> Person:
    """The first administrator exists, and the set-up page is closed. Invalid unless the code is the console's.

    Who was imported before has his posts: whoever reads the console needs no mail to show that the address is his.
    """
    good = select(OneTimeLink.id).where(
        OneTimeLink.person_id == SYSTEM_PERSON_ID,
        OneTimeLink.secret_hash == _kept(code),
        OneTimeLink.expires_at > at,
    )
    if session.scalar(good.with_for_update()) is None or has_administrator():
        raise Invalid("This is not the code on the console. “forum setup-code” makes a new one.", field="code")
    person = claim_imported(name, address, language=language, at=at)
    person = person or make_account(name, address, language=language, at=at)
    set_password(person, password_hash, at=at)
    grant_role(person, Role.ADMINISTRATOR, by=system_actor(at=at), at=at)
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == SYSTEM_PERSON_ID))
    return person


def _kept(code: str) -> str:
    """What is stored of a code: people copy it with or without its hyphens, and in capitals."""
    return hash_of("".join(letter for letter in code.lower() if letter in _LETTERS))

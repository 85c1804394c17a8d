"""One-time links: the secret goes into a mail, only its SHA-256 stays."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from forum.accounts.models import Credential, LinkPurpose, OneTimeLink
from forum.kernel.db import read, session
from forum.kernel.errors import Invalid
from forum.kernel.words import N_
from forum.people.models import Person

VALID_FOR = {
    LinkPurpose.CONFIRM: timedelta(days=3),
    LinkPurpose.PASSWORD: timedelta(hours=2),
    LinkPurpose.ADDRESS: timedelta(days=1),
    LinkPurpose.CLAIM: timedelta(days=3),
}
_SPENT = N_("This link has expired or was used already. We can send you a new one.")
_OWNER = (
    select(
        Person.id,
        Person.name,
        OneTimeLink.address,
        OneTimeLink.used_at,
        OneTimeLink.expires_at,
        Credential.password_hash,
    )
    .join(Person, Person.id == OneTimeLink.person_id)
    .outerjoin(Credential, Credential.person_id == Person.id)
    .where(OneTimeLink.secret_hash == bindparam("secret_hash"), OneTimeLink.purpose == bindparam("purpose"))
)


class Spent(Invalid):
    """A link that is not good any more; `purpose` is what it was for."""

    def __init__(self, purpose: LinkPurpose) -> None:
        super().__init__(_SPENT)
        self.purpose = purpose


@dataclass(frozen=True)
class LinkOwner:
    """Who was mailed a link, at which address, and the password that he or somebody else chose for the account."""

    person_id: int
    name: str
    address: str
    password_hash: str | None


def hash_of(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_link(person: Person, purpose: LinkPurpose, address: str, *, at: datetime) -> str:
    """The secret of a new link; earlier ones of the same purpose are no longer good."""
    earlier = OneTimeLink.person_id == person.id, OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None)
    session.execute(update(OneTimeLink).where(*earlier).values(used_at=at))
    secret = secrets.token_urlsafe(24)
    session.add(
        OneTimeLink(
            secret_hash=hash_of(secret),
            purpose=purpose,
            person_id=person.id,
            address=address,
            created_at=at,
            expires_at=at + VALID_FOR[purpose],
        )
    )
    session.flush()
    return secret


def withdraw_links(person: Person, *, at: datetime) -> None:
    """No link that was mailed to the person is good any more."""
    unused = OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None)
    session.execute(update(OneTimeLink).where(*unused).values(used_at=at))


def owner_of(secret: str, purpose: LinkPurpose, *, at: datetime) -> LinkOwner:
    """Whose link it is; it stays unused. Spent if it is not good any more."""
    row = read(_OWNER, {"secret_hash": hash_of(secret), "purpose": purpose}).first()
    if row is None or row.used_at is not None or row.expires_at < at:
        raise Spent(purpose)
    return LinkOwner(row.id, row.name, row.address, row.password_hash)


def use_link(secret: str, purpose: LinkPurpose, *, at: datetime) -> tuple[Person, str]:
    """The person and address that the link was made for; it is used up. Spent if it is not good any more."""
    found = select(OneTimeLink).where(OneTimeLink.secret_hash == hash_of(secret), OneTimeLink.purpose == purpose)
    link = session.scalars(found.with_for_update()).first()
    if link is None or link.used_at is not None or link.expires_at < at:
        raise Spent(purpose)
    link.used_at = at
    return session.get_one(Person, link.person_id), link.address

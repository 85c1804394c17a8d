"""One-time links: the secret goes into a mail, only its SHA-256 stays."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from forum.accounts.models import LinkPurpose, OneTimeLink
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.people.models import Person

VALID_FOR = {
    LinkPurpose.CONFIRM: timedelta(days=3),
    LinkPurpose.PASSWORD: timedelta(hours=2),
    LinkPurpose.ADDRESS: timedelta(days=1),
    LinkPurpose.CLAIM: timedelta(days=3),
}


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


def use_link(secret: str, purpose: LinkPurpose, *, at: datetime) -> tuple[Person, str]:
    """The person and address that the link was made for; it is used up. Invalid if it is not good any more."""
    found = select(OneTimeLink).where(OneTimeLink.secret_hash == hash_of(secret), OneTimeLink.purpose == purpose)
    link = session.scalars(found.with_for_update()).first()
    if link is None or link.used_at is not None or link.expires_at < at:
        raise Invalid("This link has expired or was used already. We can send you a new one.")
    link.used_at = at
    return session.get_one(Person, link.person_id), link.address

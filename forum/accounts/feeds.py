"""The personal key in a feed's address: feed readers cannot sign in. A new key makes the old one worthless."""

import secrets
from datetime import datetime

from sqlalchemy import bindparam, select

from forum.accounts.actors import Actor, load_actor
from forum.accounts.models import Profile
from forum.kernel.db import BigId, read, session

_PERSON = select(Profile.person_id).where(Profile.feed_key == bindparam("key"))
_KEY = select(Profile.feed_key).where(Profile.person_id == bindparam("person_id", type_=BigId))


def person_of_feed_key(key: str, *, at: datetime) -> Actor | None:
    """The active person whose key this is; None for a revoked key or somebody who may not sign in any more."""
    person_id = read(_PERSON, {"key": key}).scalar()
    return load_actor(person_id, at=at) if person_id else None


def feed_key_of(person_id: int) -> str:
    """The person's present key; empty if he has none."""
    return read(_KEY, {"person_id": person_id}).scalar() or ""


def give_feed_key(*, by: Actor) -> str:
    """The person has a new key and the old one opens nothing any more; the new key."""
    profile = session.get(Profile, by.id) or Profile(person_id=by.id)
    profile.feed_key = secrets.token_urlsafe(32)
    session.add(profile)
    session.flush()
    return profile.feed_key


def revoke_feed_key(*, by: Actor) -> None:
    """The person has no key; feeds in all readers stop."""
    if profile := session.get(Profile, by.id):
        profile.feed_key = None

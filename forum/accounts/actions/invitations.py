"""Invitations: leave to sign up with one address. Only the SHA-256 of the mailed secret is stored."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from forum.accounts.actions.addresses import checked_address
from forum.accounts.actions.links import hash_of
from forum.accounts.actors import Actor
from forum.accounts.models import Invitation
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.ledger.actions import ADMINISTRATION, record
from forum.mail.actions import queue_mail
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.people.names import email_key

VALID_FOR = timedelta(days=14)
_ACCOUNTS = PersonState.ACTIVE, PersonState.DEACTIVATED


def invite(address: str, *, language: str, by: Actor, at: datetime) -> None:
    """A mail with an invitation is on its way; it is good for 14 days, and earlier ones no longer. Invalid for somebody
    who has an account."""
    by.check_may(Permission.ADMINISTER)
    address, secret = checked_address(address), secrets.token_urlsafe(24)
    if session.scalar(select(Person.id).where(Person.email_key == email_key(address), Person.state.in_(_ACCOUNTS))):
        raise Invalid("There is an account with this address already.", field="email")
    _end(Invitation.email_key == email_key(address), at=at)
    invitation = Invitation(
        secret_hash=hash_of(secret), email_key=email_key(address), by_id=by.id, created_at=at, expires_at=at + VALID_FOR
    )
    session.add(invitation)
    session.flush()
    _mail(address, secret, language=language, by=by, at=at)
    record(ADMINISTRATION, "invitation sent", {"invitation": invitation.id}, by=by, at=at)


def withdraw_invitation(invitation_id: int, *, by: Actor, at: datetime) -> None:
    """The invitation opens nothing any more; NotFound if there is none."""
    by.check_may(Permission.ADMINISTER)
    if session.get(Invitation, invitation_id) is None:
        raise NotFound
    _end(Invitation.id == invitation_id, at=at)
    record(ADMINISTRATION, "invitation withdrawn", {"invitation": invitation_id}, by=by, at=at)


def withdraw_invitations_to(address: str, *, by: Actor, at: datetime) -> None:
    """No invitation that was mailed to the address opens anything any more; NotFound if none does now."""
    waits = Invitation.email_key == email_key(address), Invitation.used_at.is_(None), Invitation.expires_at > at
    invitation_id = session.scalar(select(Invitation.id).where(*waits))  # a new one ends those before
    if invitation_id is None:
        raise NotFound("No invitation to %(address)s waits.", address=address)
    withdraw_invitation(invitation_id, by=by, at=at)


def check_invited(address: str, secret: str, *, at: datetime) -> None:
    """Invalid unless this secret was mailed to this address and is still good."""
    found = select(Invitation.expires_at).where(
        Invitation.secret_hash == hash_of(secret),
        Invitation.email_key == email_key(address),
        Invitation.used_at.is_(None),
    )
    expires_at = session.scalar(found)
    if expires_at is None or expires_at <= at:
        raise Invalid("You need an invitation to this address. Ask an administrator for one.", field="email")


def invited_address(secret: str, *, at: datetime) -> str:
    """The address that this secret was mailed to; empty where it opens nothing."""
    good = Invitation.secret_hash == hash_of(secret), Invitation.used_at.is_(None), Invitation.expires_at > at
    return session.scalar(select(Invitation.email_key).where(*good)) or ""


def use_invitations(person: Person, *, at: datetime) -> None:
    """The person has come: invitations to the address are used up."""
    unused = Invitation.email_key == person.email_key, Invitation.used_at.is_(None)
    session.execute(update(Invitation).where(*unused).values(used_at=at))


def _mail(address: str, secret: str, *, language: str, by: Actor, at: datetime) -> None:
    """The invitation itself, with the name of who invites; the forum has none."""
    name = by.name if by.id != SYSTEM_PERSON_ID else ""
    queue_mail(
        person_id=None, address=address, language=language, template="invitation", sender_name="",
        facts={"link": f"/sign-up?invitation={secret}", "by": name}, at=at,
    )  # fmt: skip


def _end(which: ColumnElement[bool], *, at: datetime) -> None:
    open_still = Invitation.used_at.is_(None), Invitation.expires_at > at
    session.execute(update(Invitation).where(which, *open_still).values(expires_at=at))

"""Getting an account: sign-up, invitation, confirmation, a new password or address, the first administrator."""

import secrets
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from forum.accounts.actions.links import hash_of, new_link, use_link
from forum.accounts.actions.names import check_name, set_name
from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.models import Credential, Invitation, LinkPurpose
from forum.accounts.settings import MAIL_DOMAINS, SIGN_UP
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.mail.actions import queue_mail
from forum.people.models import Person, PersonState
from forum.people.names import email_key, free_handle


def checked_address(address: str) -> str:
    """The mail address in its normal form; Invalid if it is none."""
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise Invalid("This is not a mail address.", field="email") from None


def check_may_sign_up(address: str, invitation: str, *, at: datetime) -> None:
    """NotAllowed unless the setting lets somebody with this address sign up."""
    if SIGN_UP() == "closed":
        raise NotAllowed("Accounts are made by the administrator here. Please ask IT for one.")
    if SIGN_UP() == "domains" and email_key(address).partition("@")[2] not in MAIL_DOMAINS().casefold().split():
        raise Invalid("Use your mail address at work.", field="email")
    if SIGN_UP() == "invitation":
        _use_invitation(address, invitation, at=at)


def sign_up(name: str, address: str, password_hash: str, *, language: str, invitation: str = "", at: datetime) -> None:
    """A mail is on its way: with the link that confirms the new account, or to the owner of an existing one.

    The page says the same in both cases, so that nobody learns who has an account.
    """
    address = checked_address(address)
    check_may_sign_up(address, invitation, at=at)
    check_name(name)
    known = session.scalars(select(Person).where(Person.email_key == email_key(address))).first()
    if known is not None and known.state not in (PersonState.UNCONFIRMED, PersonState.IMPORTED):
        _mail(known, "already_known", {}, at=at)
        return
    person = known or _new_person(name, address, language=language, at=at)
    purpose = LinkPurpose.CLAIM if person.state == PersonState.IMPORTED else LinkPurpose.CONFIRM
    set_password(person, password_hash, at=at)
    secret = new_link(person, purpose, address, at=at)
    _mail(person, "confirm", {"path": f"/confirm/{purpose}/{secret}"}, at=at)


def confirm(secret: str, purpose: LinkPurpose, *, at: datetime) -> Person:
    """The account is active, whether new or claimed from an import."""
    person, _address = use_link(secret, purpose, at=at)
    if person.state in (PersonState.UNCONFIRMED, PersonState.IMPORTED):
        person.state = PersonState.ACTIVE
    return person


def make_account(name: str, address: str, *, language: str, roles: str = "employee", at: datetime) -> Person:
    """An active account made by an administrator or a command; it has no password yet."""
    address = checked_address(address)
    check_name(name)
    if session.scalar(select(Person.id).where(Person.email_key == email_key(address))):
        raise Invalid("Somebody has this mail address already.", field="email")
    person = _new_person(name, address, language=language, at=at)
    person.state, person.roles = PersonState.ACTIVE, roles
    person.is_it_staff = "it_staff" in roles.split()
    session.flush()
    return person


def send_password_link(address: str, *, at: datetime) -> None:
    """If somebody has this address, a mail with a link to a new password is on its way."""
    person = session.scalars(
        select(Person).where(Person.email_key == email_key(address), Person.state == PersonState.ACTIVE)
    ).first()
    if person is not None:
        secret = new_link(person, LinkPurpose.PASSWORD, person.email or "", at=at)
        _mail(person, "password", {"path": f"/new-password/{secret}"}, at=at)


def choose_password(secret: str, password_hash: str, *, at: datetime) -> Person:
    """The owner of the mailed link has this password; all his sessions have ended."""
    person, _address = use_link(secret, LinkPurpose.PASSWORD, at=at)
    set_password(person, password_hash, at=at)
    end_sessions(person.id)
    return person


def set_password(person: Person, password_hash: str, *, at: datetime) -> None:
    """The person signs in with this password from now."""
    credential = session.get(Credential, person.id)
    if credential is None:
        session.add(Credential(person_id=person.id, password_hash=password_hash, changed_at=at))
    else:
        credential.password_hash, credential.changed_at = password_hash, at
    session.flush()


def ask_for_new_address(person: Person, address: str, *, at: datetime) -> None:
    """A mail to the new address asks for confirmation, and one to the old address tells of the wish."""
    address = checked_address(address)
    taken = session.scalar(select(Person.id).where(Person.email_key == email_key(address)))
    if person.email:
        _mail(person, "address_notice", {"address": address}, at=at)
    if taken is None:
        secret = new_link(person, LinkPurpose.ADDRESS, address, at=at)
        _mail(person, "address", {"path": f"/confirm/address/{secret}"}, address=address, at=at)


def confirm_address(secret: str, *, at: datetime) -> Person:
    """The person has the confirmed address."""
    person, address = use_link(secret, LinkPurpose.ADDRESS, at=at)
    if session.scalar(select(Person.id).where(Person.email_key == email_key(address), Person.id != person.id)):
        raise Invalid("Somebody has this mail address already.", field="email")
    person.email, person.email_key = address, email_key(address)
    session.flush()
    return person


def invite(address: str, *, by_id: int, language: str, at: datetime) -> None:
    """A mail with an invitation is on its way; it is good for 14 days."""
    address = checked_address(address)
    secret = secrets.token_urlsafe(24)
    key = email_key(address)
    ends = at + timedelta(days=14)
    session.add(Invitation(secret_hash=hash_of(secret), email_key=key, by_id=by_id, created_at=at, expires_at=ends))
    queue_mail(
        person_id=None, address=address, language=language, template="invitation", sender_name="Tanya",
        facts={"path": f"/sign-up?invitation={secret}"}, at=at,
    )  # fmt: skip


def _use_invitation(address: str, secret: str, *, at: datetime) -> None:
    found = select(Invitation).where(Invitation.secret_hash == hash_of(secret), Invitation.used_at.is_(None))
    invitation = session.scalars(found.with_for_update()).first()
    if invitation is None or invitation.expires_at < at or invitation.email_key != email_key(address):
        raise Invalid("You need an invitation to this address. Ask an administrator for one.", field="email")
    invitation.used_at = at


def _new_person(name: str, address: str, *, language: str, at: datetime) -> Person:
    person = Person(
        state=PersonState.UNCONFIRMED,
        handle=free_handle(name),
        email=address,
        email_key=email_key(address),
        language=language,
        created_at=at,
    )
    set_name(person, name)
    session.add(person)
    session.flush()
    return person


def _mail(person: Person, template: str, facts: dict[str, str], *, at: datetime, address: str = "") -> None:
    queue_mail(
        person_id=person.id,
        address=address or person.email or "",
        language=person.language,
        template=template,
        facts={"name": person.name, **facts},
        sender_name="Tanya",
        at=at,
    )

"""What an administrator does for somebody's account; each act is in the ledger."""

from datetime import datetime

from forum.accounts.actions.addresses import check_free, checked_address, set_address
from forum.accounts.actions.links import new_link, withdraw_links
from forum.accounts.actions.mails import mail_person
from forum.accounts.actions.names import check_name, set_name, show_anew
from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.actions.sign_up import make_account
from forum.accounts.actors import Actor
from forum.accounts.models import LinkPurpose
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.ledger.actions import ADMINISTRATION, record
from forum.mail.bounces import resume_mail
from forum.people.models import SYSTEM_PERSON_ID, WITH_ACCOUNT, Person, PersonState


def open_account(name: str, address: str, *, language: str, by: Actor, at: datetime) -> Person:
    """There is an active account without a password."""
    by.check_may(Permission.ADMINISTER)
    person = make_account(name, address, language=language, at=at)
    record(ADMINISTRATION, "account made", {"person": person.id}, by=by, at=at)
    return person


def make_password_link(person: Person, *, by: Actor, at: datetime) -> str:
    """The path of a one-time link with which the person chooses a password; good for two hours."""
    by.check_may(Permission.ADMINISTER)
    if person.id == SYSTEM_PERSON_ID or person.state not in WITH_ACCOUNT:
        raise NotAllowed("%(name)s has no open account.", name=person.name)
    secret = new_link(person, LinkPurpose.PASSWORD, person.email or "", at=at)
    record(ADMINISTRATION, "password link made", {"person": person.id}, by=by, at=at)
    return f"/new-password/{secret}"


def mail_password_link(person: Person, *, by: Actor, at: datetime) -> None:
    """A mail with a one-time link to a new password is on its way to the person."""
    mail_person(person, "password", {"link": make_password_link(person, by=by, at=at)}, at=at)


def mail_new_account(person: Person, *, by: Actor, at: datetime) -> None:
    """A mail is on its way that says who has made the account, with a one-time link to its first password."""
    link = make_password_link(person, by=by, at=at)
    mail_person(person, "account_made", {"link": link, "by": _named(by)}, at=at)


def sign_out_everywhere(person: Person, *, by: Actor, at: datetime) -> None:
    """The person is signed out of every browser."""
    by.check_may(Permission.ADMINISTER)
    end_sessions(person.id)
    record(ADMINISTRATION, "sessions ended", {"person": person.id}, by=by, at=at)


def mail_again(person: Person, *, by: Actor, at: datetime) -> None:
    """News are mailed to the person again, though mails came back."""
    by.check_may(Permission.ADMINISTER)
    resume_mail(person.id, at=at)
    record(ADMINISTRATION, "mail resumed", {"person": person.id}, by=by, at=at)


def correct_account(person: Person, name: str, address: str, *, by: Actor, at: datetime) -> None:
    """The account has this name and mail address; the former address is told."""
    by.check_may(Permission.ADMINISTER)
    if person.id == SYSTEM_PERSON_ID or person.state not in WITH_ACCOUNT:
        raise NotAllowed("%(name)s has no open account.", name=person.name)
    address = checked_address(address)
    if address != person.email:
        check_free(address, person_id=person.id)
        mail_person(person, "address_corrected", {"address": address, "by": _named(by)}, at=at)
        withdraw_links(person, at=at)
        set_address(person, address, at=at)
        record(ADMINISTRATION, "address corrected", {"person": person.id}, by=by, at=at)
    if name != person.name:
        check_name(name, person_id=person.id)
        set_name(person, name)
        session.flush()
        record(ADMINISTRATION, "name corrected", {"person": person.id}, by=by, at=at)
        show_anew()


def assign_account(person: Person, address: str, *, by: Actor, at: datetime) -> None:
    """What was imported under this name belongs to the owner of the address, who gets a mail with a link to it."""
    by.check_may(Permission.ADMINISTER)
    if person.state != PersonState.IMPORTED:
        raise Invalid("Only imported people can be given to somebody.", field="email")
    address = checked_address(address)
    check_free(address, person_id=person.id)
    set_address(person, address, at=at)
    person.state = PersonState.UNCONFIRMED
    session.flush()
    record(ADMINISTRATION, "imported account given", {"person": person.id}, by=by, at=at)
    mail_new_account(person, by=by, at=at)


def _named(by: Actor) -> str:
    """Who does it, as a mail says it; the forum itself has no name there."""
    return "" if by.id == SYSTEM_PERSON_ID else by.name

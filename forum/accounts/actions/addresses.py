"""Mail addresses: their normal form, and changing one's own."""

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from forum.accounts.actions.links import new_link, use_link, withdraw_links
from forum.accounts.actions.mails import has_had_enough, mail_person
from forum.accounts.models import LinkPurpose
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.mail.bounces import resume_mail
from forum.people.models import Person
from forum.people.names import email_key


def checked_address(address: str) -> str:
    """The mail address in its normal form; Invalid if it is none."""
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise Invalid("This is not a mail address.", field="email") from None


def is_address(address: str) -> bool:
    """Whether somebody can sign up with it as it is."""
    try:
        return email_key(checked_address(address)) == email_key(address)
    except Invalid:
        return False


def check_free(address: str, *, person_id: int = 0) -> None:
    """Invalid if somebody else has this address."""
    if session.scalar(select(Person.id).where(Person.email_key == email_key(address), Person.id != person_id)):
        raise Invalid("Somebody has this mail address already.", field="email")


def set_address(person: Person, address: str, *, at: datetime) -> None:
    """The person has this address, signs in with it, and is mailed news there."""
    person.email, person.email_key = address, email_key(address)
    resume_mail(person.id, at=at)
    session.flush()


def ask_for_new_address(person: Person, address: str, *, at: datetime) -> None:
    """A mail to the new address asks for confirmation, and one to the old address tells of the wish. Invalid for the
    address he has, and for one wish too many within the hour: anybody's address may be written there."""
    address = checked_address(address)
    if email_key(address) == person.email_key:
        raise Invalid("This is your address already.", field="email")
    if has_had_enough(person, at=at):
        raise Invalid("We have written to you several times within the hour. Try again later.", field="email")
    taken = session.scalar(select(Person.id).where(Person.email_key == email_key(address)))
    if person.email:
        mail_person(person, "address_notice", {"address": address}, at=at)
    if taken is None:
        secret = new_link(person, LinkPurpose.ADDRESS, address, at=at)
        mail_person(person, "address", {"link": f"/confirm/address/{secret}"}, address=address, at=at)


def ask_whether_mail_arrives(person: Person, *, at: datetime) -> None:
    """A mail to the present address asks for confirmation: then news are mailed there again. A few an hour at most."""
    if person.email and not has_had_enough(person, at=at):
        secret = new_link(person, LinkPurpose.ADDRESS, person.email, at=at)
        mail_person(person, "address_again", {"link": f"/confirm/address/{secret}"}, at=at)


def confirm_address(secret: str, *, at: datetime) -> Person:
    """The person has the confirmed address; links that were mailed to the former one are no longer good."""
    person, address = use_link(secret, LinkPurpose.ADDRESS, at=at)
    check_free(address, person_id=person.id)
    withdraw_links(person, at=at)
    set_address(person, address, at=at)
    return person

"""Getting an account: sign-up, confirmation, an account made by others, a password.

Somebody may sign up with an address that is not his. So a confirmed address is not enough to open the account: who
follows the link also enters the password that was chosen, and a stranger's password never opens anything.
"""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actions.addresses import check_free, checked_address
from forum.accounts.actions.invitations import check_invited, invited_address, use_invitations
from forum.accounts.actions.links import new_link, use_link, withdraw_links
from forum.accounts.actions.mails import has_had_enough, mail_person
from forum.accounts.actions.names import check_name, set_name, show_anew
from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.models import Credential, LinkPurpose
from forum.accounts.settings import MAIL_DOMAINS, who_may_sign_up
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.people.models import WITH_ACCOUNT, Person, PersonState
from forum.people.names import email_key, free_handle

NEWCOMERS_NAME = "colleague"  # of whom neither name nor address gives one; he writes his own on his profile
_NOT_YET = (PersonState.UNCONFIRMED, PersonState.IMPORTED)


def check_may_sign_up(address: str, invitation: str, *, at: datetime) -> None:
    """NotAllowed or Invalid unless the setting, or an invitation whatever the setting, lets somebody with this address
    sign up."""
    who = who_may_sign_up()
    if who == "open" or (
        who == "domains" and email_key(address).partition("@")[2] in MAIL_DOMAINS().casefold().split()
    ):
        return
    if invitation or who == "invitation":
        check_invited(address, invitation, at=at)
    elif who == "closed":
        raise NotAllowed("Accounts are made by the administrator here. Please ask IT for one.")
    else:
        raise Invalid("Use your mail address at work.", field="email")


def sign_up(
    name: str, address: str, password_hash: str, *, language: str, invitation: str = "", at: datetime
) -> int | None:
    """A mail is on its way: with the link that confirms the new account, or to the owner of an existing one.

    The page says the same in both cases, so that nobody learns who has an account. Who has the invitation that was
    mailed to the address is in at once, and this is his id.
    """
    address = checked_address(address)
    check_may_sign_up(address, invitation, at=at)
    check_name(name)
    known = session.scalars(select(Person).where(Person.email_key == email_key(address))).first()
    if known is not None and has_had_enough(known, at=at):
        return None
    if known is not None and known.state not in _NOT_YET:
        mail_person(known, "account_closed" if known.state == PersonState.DEACTIVATED else "already_known", {}, at=at)
        return None
    person = known or _new_person(name, address, language=language, at=at)
    person.language = language
    if person.state == PersonState.UNCONFIRMED:
        set_name(person, name)
    set_password(person, password_hash, at=at)
    if invited_address(invitation, at=at) == person.email_key:
        withdraw_links(person, at=at)
        _activate(person, at=at)
        return person.id
    purpose = LinkPurpose.CLAIM if person.state == PersonState.IMPORTED else LinkPurpose.CONFIRM
    secret = new_link(person, purpose, address, at=at)
    mail_person(person, "confirm", {"link": f"/confirm/{purpose}/{secret}"}, at=at)
    return None


def confirm(secret: str, purpose: LinkPurpose, *, at: datetime) -> Person:
    """The account is active, whether new or claimed from an import; the caller has compared the password."""
    person, _address = use_link(secret, purpose, at=at)
    _activate(person, at=at)
    return person


def make_account(name: str, address: str, *, language: str, roles: str = "employee", at: datetime) -> Person:
    """An active account made by an administrator or a command; it has no password yet."""
    address = checked_address(address)
    check_name(name)
    check_free(address)
    person = _new_person(name, address, language=language, at=at)
    person.state, person.roles = PersonState.ACTIVE, roles
    person.is_it_staff = "it_staff" in roles.split()
    session.flush()
    return person


def claim_imported(name: str, address: str, *, language: str, at: datetime) -> Person | None:
    """Who was imported with this address has an account under this name, without a password yet; None if nobody was."""
    is_his = Person.email_key == email_key(address), Person.state == PersonState.IMPORTED
    person = session.scalars(select(Person).where(*is_his)).first()
    if person is not None:
        check_name(name, person_id=person.id)
        set_name(person, name)
        person.language = language
        _activate(person, at=at)
        show_anew()
    return person


def make_newcomer(name: str, address: str, *, language: str, at: datetime) -> Person:
    """An account to be confirmed of somebody who has written a mail; under his address if the name may not be taken,
    and called just a colleague if that looks like IT staff, too."""
    address = checked_address(address)
    check_free(address)
    name = next((each for each in (name, _called_by(address)) if _is_allowed(each)), NEWCOMERS_NAME)
    return _new_person(name, address, language=language, at=at)


def send_password_link(address: str, *, at: datetime) -> None:
    """If somebody with an account has this address, a mail with a link to a new password is on its way; if the account
    is closed, one that says so."""
    had_account = Person.state.in_([*WITH_ACCOUNT, PersonState.DEACTIVATED])
    person = session.scalars(select(Person).where(Person.email_key == email_key(address), had_account)).first()
    if person is None or has_had_enough(person, at=at):
        return
    if person.state == PersonState.DEACTIVATED:
        mail_person(person, "account_closed", {}, at=at)
    else:
        secret = new_link(person, LinkPurpose.PASSWORD, person.email or "", at=at)
        mail_person(person, "password", {"link": f"/new-password/{secret}"}, at=at)


def choose_password(secret: str, password_hash: str, *, at: datetime) -> Person:
    """The owner of the mailed link has this password and a confirmed address; all his sessions have ended."""
    person, _address = use_link(secret, LinkPurpose.PASSWORD, at=at)
    _activate(person, at=at)
    change_password(person, password_hash, at=at)
    return person


def change_password(person: Person, password_hash: str, *, at: datetime) -> None:
    """Only who knows this password is the person from now: all sessions have ended, and no link that was mailed before
    is good any more, whoever asked for it. A wish for another address that a stranger made in his name ends, too."""
    withdraw_links(person, at=at)
    set_password(person, password_hash, at=at)
    end_sessions(person.id)


def set_password(person: Person, password_hash: str, *, at: datetime) -> None:
    """The person signs in with this password from now."""
    credential = session.get(Credential, person.id)
    if credential is None:
        session.add(Credential(person_id=person.id, password_hash=password_hash, changed_at=at))
    else:
        credential.password_hash, credential.changed_at = password_hash, at
    session.flush()


def _activate(person: Person, *, at: datetime) -> None:
    if person.state == PersonState.IMPORTED:
        _keep_from_imitating(person)
    if person.state in _NOT_YET:
        person.state = PersonState.ACTIVE
        use_invitations(person, at=at)


def _keep_from_imitating(person: Person) -> None:
    """A name that came with an import stays with its handle, unless nobody could sign up with it."""
    if not _is_allowed(person.name, person_id=person.id):
        mine = _called_by(person.email or "")
        set_name(person, mine if _is_allowed(mine, person_id=person.id) else NEWCOMERS_NAME)
        person.handle = free_handle(person.name)
        session.flush()
        show_anew()


def _is_allowed(name: str, *, person_id: int = 0) -> bool:
    try:
        check_name(name, person_id=person_id)
    except Invalid:
        return False
    return True


def _called_by(address: str) -> str:
    """What stands before the mail address's @, as a name."""
    return address.partition("@")[0][:80].ljust(2, "-")


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

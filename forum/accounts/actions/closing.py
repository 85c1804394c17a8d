"""Closing an account and opening it again. Nothing is deleted: posts stay, with the name or without."""

from datetime import datetime

from sqlalchemy import delete, update

from forum.accounts.actions.links import withdraw_links
from forum.accounts.actions.names import set_name, show_anew
from forum.accounts.actions.profile import profile_of, remove_photo
from forum.accounts.actions.roles import check_not_last, hold_administrators
from forum.accounts.actions.teams import leave_all_teams
from forum.accounts.actors import Actor
from forum.accounts.events import AccountClosed
from forum.accounts.models import Credential, Deactivation, Device
from forum.accounts.roles import Permission, Role, roles_of
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.kernel.events import publish
from forum.kernel.words import N_
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import SYSTEM_PERSON_ID, WITH_ACCOUNT, FormerHandle, Person, PersonState
from forum.people.names import free_handle

NOBODYS_NAME = N_("former colleague")  # as it is kept; pages say it in the reader's language


def deactivate(person: Person, *, keeps_name: bool, by: Actor, at: datetime) -> None:
    """The account is closed, its sessions and mailed links ended; posts stay, under the name or as "former colleague".

    The last administrator stays, and a team whose lead goes needs another one first. Publishes AccountClosed.
    """
    by.check_may(Permission.ADMINISTER)
    if person.id == SYSTEM_PERSON_ID:
        raise NotAllowed("This account belongs to the forum itself.")
    if person.state not in WITH_ACCOUNT:
        raise NotAllowed("%(name)s has no open account.", name=person.name)
    if person.state == PersonState.UNCONFIRMED:  # whose password it is, nobody knows
        session.execute(delete(Credential).where(Credential.person_id == person.id))
    if Role.ADMINISTRATOR in roles_of(person.roles):
        check_not_last(person, hold_administrators())
    leave_all_teams(person)
    session.add(Deactivation(person_id=person.id, by_id=by.id, at=at, keeps_name=keeps_name))
    person.state = PersonState.DEACTIVATED
    person.session_epoch += 1
    withdraw_links(person, at=at)
    record(ADMINISTRATION, "account deactivated", {"person": person.id, "keeps_name": keeps_name}, by=by, at=at)
    if not keeps_name:
        take_name(person, at=at)
    publish(AccountClosed(person.id, by.id, at, keeps_name))


def reactivate(person: Person, *, by: Actor, at: datetime) -> bool:
    """The account is open again, a name that was taken away is not known any more; False if it was not closed."""
    by.check_may(Permission.ADMINISTER)
    if person.state != PersonState.DEACTIVATED:
        return False
    ended = Deactivation.person_id == person.id, Deactivation.undone_at.is_(None)
    session.execute(update(Deactivation).where(*ended).values(undone_at=at))
    person.state = PersonState.ACTIVE
    record(ADMINISTRATION, "account reactivated", {"person": person.id}, by=by, at=at)
    return True


def take_name(person: Person, *, at: datetime) -> None:
    """Nothing tells who it was. The handle is kept from others, but leads nowhere."""
    session.add(FormerHandle(handle=person.handle, person_id=person.id, given_up_at=at))
    set_name(person, NOBODYS_NAME)
    person.handle = free_handle(NOBODYS_NAME)
    remove_photo(person)
    person.title = person.department = person.location = ""
    profile = profile_of(person)
    profile.about = profile.about_html = profile.languages = ""
    profile.feed_key = None
    session.execute(delete(Device).where(Device.person_id == person.id))
    session.flush()
    show_anew()

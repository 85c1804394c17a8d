"""Who somebody was is forgotten: the account, its name, address, photo and handle. What he wrote stays."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.actions.closing import deactivate, take_name
from forum.accounts.actors import Actor
from forum.accounts.models import Credential, Invitation, OneTimeLink, SignInAttempt
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed
from forum.ledger.actions import ADMINISTRATION, record
from forum.mail.models import MailPause, OutgoingMail
from forum.people.models import SYSTEM_PERSON_ID, WITH_ACCOUNT, FormerHandle, Person, PersonState


def erase(person: Person, *, by: Actor, at: datetime) -> None:
    """The row says "former colleague" and nothing else; there is no way back. Mails to the address are gone, too.

    Publishes what closing an account without its name publishes. NotAllowed for oneself and the forum's own account,
    Conflict for who is erased already; the last administrator and a team's lead are refused as in `deactivate`.
    """
    by.check_may(Permission.ADMINISTER)
    check_may_erase(person, by)
    if person.state in WITH_ACCOUNT:
        deactivate(person, keeps_name=False, by=by, at=at)
    else:
        take_name(person, at=at)
    for table, column, value in (
        (Credential, Credential.person_id, person.id),
        (OneTimeLink, OneTimeLink.person_id, person.id),
        (FormerHandle, FormerHandle.person_id, person.id),
        (MailPause, MailPause.person_id, person.id),
        (OutgoingMail, OutgoingMail.person_id, person.id),
        (OutgoingMail, OutgoingMail.address, person.email),
        (Invitation, Invitation.email_key, person.email_key),
        (SignInAttempt, SignInAttempt.email_key, person.email_key),
    ):
        session.execute(delete(table).where(column == value))
    person.state, person.email, person.email_key = PersonState.ERASED, None, None
    person.rights_version += 1
    session.flush()
    record(ADMINISTRATION, "account erased", {"person": person.id}, by=by, at=at)


def check_may_erase(person: Person, by: Actor) -> None:
    """NotAllowed for oneself and the forum's own account, Conflict for who is erased already."""
    if person.id in (SYSTEM_PERSON_ID, by.id):
        raise NotAllowed("Nobody erases himself, or the forum's own account. Ask another administrator.")
    if person.state is PersonState.ERASED:
        raise Conflict("This has been done already.")


def handles_of(person: Person) -> list[str]:
    """The handle that the person has, and those before it."""
    former = select(FormerHandle.handle).where(FormerHandle.person_id == person.id).order_by(FormerHandle.handle)
    return [person.handle, *session.scalars(former)]

"""The addresses of the company that mail comes to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actions.addresses import checked_address
from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.ledger.actions import ADMINISTRATION, record
from forum.mailbox.facts import Makes
from forum.mailbox.models import MailAddress
from forum.topics.models import Audience, Category


@dataclass(frozen=True)
class AddressDraft:
    """An address as its form says it."""

    address: str
    makes: str
    category_id: int | None
    team_id: int | None


def add_address(draft: AddressDraft, *, by: Actor, at: datetime) -> MailAddress:
    """Mail to the address becomes a ticket or a question, from now on. Invalid with the field that is not right."""
    by.check_may(Permission.ADMINISTER)
    address = checked_address(draft.address).lower()
    if draft.makes not in set(Makes):
        raise Invalid("Choose one of the listed values.", field="makes")
    if session.scalar(select(MailAddress.id).where(MailAddress.address == address)):
        raise Invalid("This address stands in the list already.", field="email")
    _check_place(draft)
    made = MailAddress(address=address, makes=Makes(draft.makes), category_id=draft.category_id, team_id=draft.team_id)
    session.add(made)
    session.flush()
    record(ADMINISTRATION, "mail address added", {"address": address, "makes": draft.makes}, by=by, at=at)
    return made


def remove_address(address_id: int, *, by: Actor, at: datetime) -> None:
    """Mail to the address opens nothing any more; it is parked. NotFound if there is none."""
    by.check_may(Permission.ADMINISTER)
    address = session.get(MailAddress, address_id)
    if address is None:
        raise NotFound
    record(ADMINISTRATION, "mail address removed", {"address": address.address}, by=by, at=at)
    session.delete(address)


def _check_place(draft: AddressDraft) -> None:
    category = session.get(Category, draft.category_id) if draft.category_id is not None else None
    if draft.category_id is not None and (category is None or category.archived_at is not None):
        raise Invalid("Choose a category.", field="category")
    if draft.makes == Makes.QUESTION and category is None:
        raise Invalid("Choose a category.", field="category")
    if draft.makes == Makes.QUESTION and category and category.audience is not Audience.EVERYONE:
        raise Invalid("Not everybody who writes may read that category.", field="category")
    if draft.team_id is not None and session.get(Team, draft.team_id) is None:
        raise Invalid("Choose one of the teams.", field="team")

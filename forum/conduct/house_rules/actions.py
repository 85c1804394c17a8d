"""Writing and accepting house rules."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.house_rules.queries import must_accept, newest_number
from forum.conduct.house_rules.rules import Draft, check_draft, check_is_newest
from forum.conduct.models import HouseRules, HouseRulesAcceptance
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import Person


def change_house_rules(draft: Draft, html: str, html_ms: str, *, seen: int, by: Actor, at: datetime) -> HouseRules:
    """These rules hold from now, as the version after `seen`; Conflict if that is not the newest any more.

    `html` and `html_ms` are what the Markdown makes. In the ledger.
    """
    by.check_may(Permission.ADMINISTER)
    check_draft(draft)
    check_is_newest(seen, newest_number())
    made = HouseRules(number=seen + 1, html=html, html_ms=html_ms, by_id=by.id, at=at, **asdict(draft))
    session.add(made)
    session.flush()
    registry.raise_version()
    record(ADMINISTRATION, "house rules changed", {"number": made.number, "reason": draft.reason}, by=by, at=at)
    return made


def accept_house_rules(*, by: Actor, at: datetime) -> None:
    """The person has accepted the rules that hold now, if that was missing."""
    if not must_accept(by):
        return
    number = newest_number()
    session.add(HouseRulesAcceptance(person_id=by.id, number=number, at=at))
    session.execute(update(Person).where(Person.id == by.id).values(rules_accepted=number))
    session.flush()

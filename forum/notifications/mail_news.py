"""Who hears that the circuit breaker of mail in has opened: whoever administers."""

from typing import Any

from sqlalchemy import select

from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.notifications.news import News
from forum.people.models import Person


def stopped(facts: dict[str, Any]) -> News:
    """Every administrator hears what is held back."""
    told = dict.fromkeys(session.scalars(select(Person.id).where(may(Permission.ADMINISTER))), "mail_stopped")
    return News(None, "/admin/mail-in?show=parked", facts["name"], told)

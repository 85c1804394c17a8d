"""Who hears that the circuit breaker of mail in has opened: whoever administers."""

from typing import Any

from forum.accounts.queries import administrators
from forum.kernel.db import session
from forum.notifications.news import News


def stopped(facts: dict[str, Any]) -> News:
    """Every administrator hears what is held back."""
    told = dict.fromkeys(session.scalars(administrators()), "mail_stopped")
    return News(None, "/admin/mail-in?show=parked", facts["name"], told)

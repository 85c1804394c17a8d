"""What the administrator decides about words that are recognised by their shape."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

TICKET_PREFIX = declare(
    Setting(
        "ticket_prefix",
        "IT",
        label=N_("Letters before a ticket's number"),
        help=N_("1 to 8 capital letters, as in IT-000123. Tickets that there are keep theirs; the count goes on."),
        group=N_("Tickets"),
        pattern="[A-Z]{1,8}",
    )
)

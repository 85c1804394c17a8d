"""Whether time worked is noted at all."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

NOTES_TIME = declare(
    Setting(
        "worked_time",
        True,
        label=N_("Time worked on tickets"),
        help=N_("IT staff can note it beside a ticket; only they see it, and reports add it up by team and category."),
        group=N_("Tickets"),
    )
)

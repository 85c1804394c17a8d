"""What the administrator decides about asking whether a fix worked."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

CLOSE_AFTER_DAYS = declare(
    Setting(
        "close_after_days",
        5,
        label=N_("Working days until a solved ticket is closed"),
        help=N_("Counted by the team's calendar while nobody has said whether it worked. 0: it stays solved."),
        group=N_("Tickets"),
        least=0,
        most=60,
    )
)

"""What the administrator decides about mails of news, so that nobody has too many."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

_GROUP = N_("Mails of news")

MAIL_WINDOW = declare(
    Setting(
        "mail_window_minutes",
        10,
        label=N_("Minutes that a mail waits for more news"),
        help=N_(
            "What happens within them becomes one mail, and whoever reads it here meanwhile gets none. What is urgent "
            "leaves at once."
        ),
        group=_GROUP,
        least=5,
        most=240,
    )
)
MAILS_A_DAY = declare(
    Setting(
        "mails_a_day",
        10,
        label=N_("Mails of news that one person gets in a day"),
        help=N_("What comes after them waits for the digest, unless it is urgent."),
        group=_GROUP,
        least=2,
        most=100,
    )
)

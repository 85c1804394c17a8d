"""What the administrator decides about answers."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

ACCEPT_AFTER_DAYS = declare(
    Setting(
        "accept_after_days",
        7,
        label=N_("Days until IT staff may accept an answer"),
        help=N_("Counted from the answer. Until then only the asker says whether it solved the question."),
        group=N_("Questions"),
        least=0,
        most=365,
    )
)

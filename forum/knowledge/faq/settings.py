"""What the administrator decides about the FAQ."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

REVIEW_DAYS = declare(
    Setting(
        "faq_review_days",
        180,
        label=N_("Days until an FAQ entry is checked again"),
        help=N_("Its owner is reminded then; readers see when a check is overdue."),
        group=N_("Knowledge"),
        least=7,
        most=1095,
    )
)

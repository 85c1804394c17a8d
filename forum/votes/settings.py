"""What the administrator decides about thanks."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

HELPERS_PAGE = declare(
    Setting(
        "helpers_page",
        True,
        label=N_("A page of who helped in a month"),
        help=N_("By name and without counts: nobody is first or last."),
        group=N_("Questions"),
    )
)

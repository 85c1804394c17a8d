"""What the administrator decides about search. Its words have a page of their own beside the other settings."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

SYNONYMS = Setting(
    "search_synonyms",
    "",
    label=N_("Words that mean the same here"),
    help=N_(
        "One line for each matter, with = between the words, e.g. vpn = anyconnect = globalprotect. Who searches for "
        "one of them finds the others too, a little lower. Everyday words in English and Malay are known already."
    ),
    group=N_("Search"),
)
LOG_DAYS = declare(
    Setting(
        "search_log_days",
        90,
        label=N_("Days that searches are kept"),
        help=N_("For the figures of what is looked for. Who searched is forgotten after eight days in any case."),
        group=N_("Search"),
        least=8,
        most=730,
    )
)
ATTEMPT_DAYS = declare(
    Setting(
        "deflection_days",
        90,
        label=N_("Days that it is kept what helped before asking"),
        help=N_(
            "For the report of what people find before they ask: what was suggested beside an ask form, and what was "
            "opened. Who it was is forgotten after eight days in any case."
        ),
        group=N_("Search"),
        least=8,
        most=730,
    )
)

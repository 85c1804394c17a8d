"""What the administrator decides about search; it has a page of its own beside the other settings."""

from forum.kernel.settings.registry import Setting
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

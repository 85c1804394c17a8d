"""What administrators decide about newcomers and words. The words have a page of their own beside the settings."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

_GROUP = N_("Moderation")
WATCHED_WORDS = Setting(
    "watched_words",
    "",
    label=N_("Watched words"),
    help=N_(
        "One line each, as hold: casino*. After block: stand words that are not posted, after hold: those that wait "
        "for a moderator, after mask: those that are shown as dots. A star stands for more letters."
    ),
    group=_GROUP,
)
POSTS_HELD = declare(
    Setting(
        "newcomer_posts_held",
        0,
        label=N_("First posts that a moderator reads before others"),
        help=N_(
            "Of somebody whose account is younger than a week: questions, answers and comments wait until so many of "
            "his are public. 0: none waits."
        ),
        group=_GROUP,
        least=0,
        most=20,
    )
)
NEWCOMER_LINKS = declare(
    Setting(
        "newcomer_links",
        5,
        label=N_("Links in one post of a newcomer"),
        help=N_("To other sites, of somebody whose account is younger than a week."),
        group=_GROUP,
        least=0,
        most=100,
    )
)

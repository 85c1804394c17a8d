"""What the administrator decides about mail that comes in."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_
from forum.mailbox.facts import Unknown

_GROUP = N_("Mail in")

UNKNOWN_SENDERS = declare(
    Setting(
        "unknown_senders",
        Unknown.PARK.value,
        label=N_("Mail from somebody without an account"),
        help=N_("What becomes of a message whose sender nobody here knows."),
        group=_GROUP,
        choices={
            Unknown.REFUSE: N_("A kind answer says how to get an account"),
            Unknown.PARK: N_("It waits for an administrator"),
            Unknown.CREATE: N_("It becomes a ticket, and the sender an account to be confirmed"),
        },
    )
)
MAIL_SPEAKER = declare(
    Setting(
        "mail_speaker",
        "",
        label=N_("Who speaks in receipts"),
        help=N_("A person's name, where a ticket has neither an owner nor a team with a lead. Empty: the forum."),
        group=_GROUP,
    )
)
RAW_MAIL_DAYS = declare(
    Setting(
        "raw_mail_days",
        90,
        label=N_("Days for which messages are kept as they came"),
        help=N_("What became of them is kept longer; they cannot be replayed any more."),
        group=_GROUP,
        least=1,
        most=3650,
    )
)
TRUSTED_SERVERS = declare(
    Setting(
        "trusted_mail_servers",
        "",
        label=N_("Mail servers whose checks are trusted"),
        help=N_(
            "Names by which your receiving servers sign Authentication-Results, separated by spaces, e.g. "
            "mx.example.com; exchange-online for Exchange Online, which signs without a name. What they say failed is "
            "parked. Empty: nobody is believed."
        ),
        group=_GROUP,
    )
)

"""What the administrator decides about accounts and reading."""

from forum.kernel.moments import is_zone
from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

SIGN_UP = declare(
    Setting(
        "sign_up",
        "domains",
        label=N_("Who may sign up"),
        help=N_("How colleagues get an account."),
        group=N_("Sign-in"),
        choices={
            "open": N_("Everybody"),
            "domains": N_("Mail addresses of the given domains"),
            "invitation": N_("By invitation"),
            "closed": N_("Nobody; administrators make accounts"),
        },
    )
)
MAIL_DOMAINS = declare(
    Setting(
        "mail_domains",
        "",
        label=N_("Mail domains"),
        help=N_("Domains whose addresses may sign up, separated by spaces, e.g. example.com."),
        group=N_("Sign-in"),
        pattern=r"\s*([\w-]+(\.[\w-]+)+(\s+|$))*",
    )
)
OPEN_READING = declare(
    Setting(
        "open_reading",
        False,
        label=N_("Reading without signing in"),
        help=N_("Anybody who can reach the address may read what every employee may read."),
        group=N_("Reading"),
    )
)
OPEN_PEOPLE = declare(
    Setting(
        "open_people",
        False,
        label=N_("Show people to readers who are not signed in"),
        help=N_("Names, photos and attachments stay closed to them otherwise."),
        group=N_("Reading"),
    )
)
SITE_NAME = declare(
    Setting(
        "site_name",
        "Tanya",
        label=N_("Name of the forum"),
        help=N_("Shown in the top bar. From 1 to 60 characters."),
        group=N_("General"),
        pattern=".{1,60}",
    )
)
COMPANY = declare(
    Setting(
        "company",
        "",
        label=N_("Company"),
        help=N_("Shown beside the name. At most 60 characters."),
        group=N_("General"),
        pattern=".{0,60}",
    )
)
COMPANY_ZONE = declare(
    Setting(
        "company_zone",
        "Asia/Kuala_Lumpur",
        label=N_("Time zone"),
        help=N_("For people who have not chosen their own, e.g. Asia/Kuala_Lumpur."),
        group=N_("General"),
        accepts=is_zone,
    )
)
COMPANY_LANGUAGE = declare(
    Setting(
        "company_language",
        "en",
        label=N_("Language"),
        help=N_("For readers whose browser asks for neither English nor Malay."),
        group=N_("General"),
        choices={"en": "English", "ms": "Bahasa Melayu"},
    )
)
MAINTENANCE = declare(
    Setting(
        "maintenance",
        "",
        label=N_("Closed for maintenance"),
        help=N_("A sentence such as “Back at 18:00” closes the forum for all but administrators. Empty: open."),
        group=N_("General"),
    )
)


def who_may_sign_up() -> str:
    """The choice of SIGN_UP that holds: nobody may by a domain while none is named."""
    return "closed" if SIGN_UP() == "domains" and not MAIL_DOMAINS().split() else SIGN_UP()

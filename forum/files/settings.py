"""What the administrator decides about uploads."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_

FILE_MEGABYTES = declare(
    Setting(
        "file_megabytes",
        10,
        label=N_("Largest file, in MB"),
        help=N_("No single upload may be larger."),
        group=N_("Files"),
        least=1,
        most=30,
    )
)
PERSON_MEGABYTES = declare(
    Setting(
        "person_megabytes",
        500,
        label=N_("Files of one person, in MB"),
        help=N_("What all uploads of one person may take together."),
        group=N_("Files"),
        least=1,
        most=1_000_000,
    )
)
STORE_MEGABYTES = declare(
    Setting(
        "store_megabytes",
        20_000,
        label=N_("All files, in MB"),
        help=N_("What the uploads of everybody may take together."),
        group=N_("Files"),
        least=1,
        most=100_000_000,
    )
)

"""How many colleagues have to flag a post before it is out of sight until a moderator has looked, for each reason."""

from forum.kernel.settings.registry import Setting, declare
from forum.kernel.words import N_
from forum.moderation.models import Reason

_HELP = N_("So many colleagues take the post out of sight until a moderator has looked. 0: it stays.")
_GROUP = N_("Moderation")


def _flags(reason: Reason, default: int, label: str) -> Setting[int]:
    return declare(Setting(f"flags_{reason}", default, label=label, help=_HELP, group=_GROUP, least=0, most=50))


FLAGS_THAT_HIDE: dict[Reason, Setting[int]] = {
    Reason.SECRET: _flags(Reason.SECRET, 1, N_("Flags for a password or personal data")),
    Reason.ABUSIVE: _flags(Reason.ABUSIVE, 3, N_("Flags for abuse")),
    Reason.DANGEROUS: _flags(Reason.DANGEROUS, 3, N_("Flags for wrong or dangerous advice")),
    Reason.UNPROFESSIONAL: _flags(Reason.UNPROFESSIONAL, 0, N_("Flags for an unprofessional tone")),
    Reason.SPAM: _flags(Reason.SPAM, 3, N_("Flags for spam")),
    Reason.DUPLICATE: _flags(Reason.DUPLICATE, 0, N_("Flags for a duplicate")),
    Reason.OTHER: _flags(Reason.OTHER, 0, N_("Flags for something else")),
}

"""A mail of ours that did not arrive: whoever cannot be reached is not mailed news."""

from datetime import datetime

from forum.mail.bounces import bounced
from forum.mail.models import BOUNCE_PREFIX
from forum.mailbox.letter import Letter


def note_bounce_of(letter: Letter, *, at: datetime) -> None:
    """If the message reports that a mail of ours did not arrive, the outbox knows. By the address the report came to
    (it has a secret of each mail), else by the Message-ID that it quotes."""
    if letter.bounce is None:
        return
    parts = [address.partition("@")[0] for address in letter.recipients]
    keys = [part for part in parts if part.startswith(f"{BOUNCE_PREFIX}+")]
    for which in filter(None, [*keys, letter.bounce.message_id]):
        if bounced(which, is_permanent=letter.bounce.permanent, reason=letter.bounce.reason, at=at):
            return

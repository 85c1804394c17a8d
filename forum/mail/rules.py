"""What an answer of the mail server means, and when mails that came back are too many."""

import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from forum.kernel.unreachable import why_unreachable
from forum.mail.oauth import NoToken

BOUNCES_WITHIN = timedelta(days=14)
_BOUNCING_DAYS = 3  # on so many days mails came back that may arrive another time: a full mailbox that nobody empties
_NO_SUCH_ADDRESS = frozenset({550, 551, 553})
_POLICY = b"5.7."  # what the server may not do for us, as relaying: an administrator mends it, the address is good


def refuses_for_good(failure: Exception) -> bool:
    """Whether the server said that there is no such address, so that asking again only harms our name with it.

    RFC 5321, 4.2.1 and RFC 3463: a full mailbox (552) and a refusal by policy (5.7) may pass.
    """
    if not isinstance(failure, smtplib.SMTPRecipientsRefused):
        return False
    return all(code in _NO_SUCH_ADDRESS and not said.startswith(_POLICY) for code, said in failure.recipients.values())


def words_of(failure: Exception) -> str:
    """What went wrong, as administrators read it: what the server said, if it said anything; else why it could not be
    reached, which is a msgid."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(code, said) for code, said in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPResponseException):
        return _answer(failure.smtp_code, failure.smtp_error)
    if isinstance(failure, NoToken):
        return f"{failure}"
    return why_unreachable(failure) if isinstance(failure, OSError) else f"{type(failure).__name__}: {failure}"


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"the mail server answered {code} {words}"


def came_back_too_often(moments: Iterable[datetime], *, at: datetime) -> bool:
    """Whether mails that may arrive another time came back on three days within two weeks."""
    days = {moment.date() for moment in moments if at - moment <= BOUNCES_WITHIN}
    return len(days) >= _BOUNCING_DAYS

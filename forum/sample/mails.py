"""What came by mail before the forum was opened: a stranger who waits for an administrator, and a machine."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from forum.accounts.actors import Actor
from forum.mailbox.actions.addresses import AddressDraft, add_address
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.models import Source

_SUPPORT = "support@kencana.example"


def play_mails(*, by: Actor, at: datetime) -> None:
    """The company has an address for tickets, and two messages that the worker will read. The caller commits."""
    add_address(AddressDraft(_SUPPORT, "ticket", None, None), by=by, at=at)
    words = "Our driver cannot open the delivery portal since this morning. Is it down?"
    _came("Wei Ling Foo <weiling@lorry.example>", "Delivery portal does not open", words, at=at - timedelta(hours=3))
    words = "I am on leave until Monday. For urgent matters please call the front desk."
    out = {"Auto-Submitted": "auto-replied"}
    _came("Ben Ong <ben.ong@kencana.example>", "Automatic reply", words, at=at - timedelta(hours=2), **out)


def _came(sender: str, subject: str, words: str, *, at: datetime, **headers: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = sender, _SUPPORT, subject, format_datetime(at)
    for name, value in headers.items():
        message[name] = value
    message.set_content(words)
    keep_mail(bytes(message), sender=None, recipients=(_SUPPORT,), source=Source.PIPE, at=at)

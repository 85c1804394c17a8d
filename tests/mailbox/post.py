"""Messages as people's programs send them, and the way from the mail server to the ticket."""

from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from forum.files.storage import FolderStorage
from forum.kernel.db import session
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.facts import Makes
from forum.mailbox.here import Here
from forum.mailbox.jobs import mail_in_work
from forum.mailbox.models import MailAddress, ReceivedMail, Source
from tests.conftest import NOON

SUPPORT = "support@kencana.example"
_count = iter(range(1, 10_000_000))


def message(
    sender: str = "Ana Lim <ana.lim@kencana.example>",
    *,
    to: str = SUPPORT,
    subject: str = "The printer is on fire",
    text: str = "It smells of smoke.",
    **headers: str,
) -> EmailMessage:
    """A plain message; `headers` with underscores for hyphens."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Message-ID"] = f"<{next(_count)}@laptop.example>"
    made["Date"] = "Thu, 05 Mar 2026 12:00:00 +0800"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def address(makes: Makes = Makes.TICKET, *, name: str = SUPPORT, **facts: object) -> MailAddress:
    """One of our addresses; flushed."""
    made = MailAddress(address=name, makes=makes, **facts)
    session.add(made)
    session.flush()
    return made


def here(folder: Path) -> Here:
    """An installation that sends from it@ and gets its answers at forum.example."""
    return Here("it@kencana.example", "forum.example", FolderStorage(folder / "files"))


def arrive(made: EmailMessage | bytes, folder: Path, *, sender: str | None = None, at: object = NOON) -> ReceivedMail:
    """The message was kept and worked on; what became of it."""
    raw = made if isinstance(made, bytes) else bytes(made)
    keep_mail(raw, sender=sender, recipients=(), source=Source.PIPE, at=at)  # type: ignore[arg-type]
    session.commit()
    mail_in_work(here(folder))("test", at)  # type: ignore[arg-type]
    session.expire_all()
    return session.scalars(select(ReceivedMail).order_by(ReceivedMail.id.desc()).limit(1)).one()


def why(mail: ReceivedMail) -> str:
    """The reasons as one text."""
    return " ".join(message % values for message, values in mail.why)

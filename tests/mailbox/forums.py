"""Forums with a worker process of their own that mail comes to by LMTP, and the mail server between them."""

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import session, transaction
from forum.kernel.settings.registry import store
from forum.mailbox.facts import Unknown
from forum.mailbox.models import ReceivedMail
from forum.mailbox.settings import UNKNOWN_SENDERS
from tests import databases
from tests.mailbox.post import address
from tests.operations.truth import KEY, of
from tests.running import PATIENCE, Unit, environment_of, eventually, free_port, is_listening


@dataclass(frozen=True)
class Forum:
    """One installation. Whoever writes to support@ of its domain has a ticket, known or not."""

    app: Tanya
    env: dict[str, str]
    domain: str
    port: int

    @property
    def support(self) -> str:
        """The address that tickets are opened by."""
        return f"support@{self.domain}"

    def listens(self) -> bool:
        """Whether its worker takes mail."""
        return is_listening(self.port)

    def has_read(self, count: int) -> bool:
        """Whether so many messages were kept, and something was decided about each."""
        with of(self.app):
            decided = select(func.count()).select_from(ReceivedMail).where(ReceivedMail.decision.is_not(None))
            return session.scalar(decided) == count

    def deliver(self, content: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Its worker has kept the message; what smtplib raises if it has not said so."""
        with smtplib.LMTP("127.0.0.1", self.port, timeout=PATIENCE) as server:
            server.sendmail(sender, list(recipients), content)


def founded(kind: str, folder: Path, domain: str, *, mail_url: str = "null:", **more: str) -> Forum:
    """A new forum, whose worker does not run yet; `more` is for its environment."""
    url, port = databases.fresh_database(kind, folder), free_port()
    env = environment_of(
        folder, url, TANYA_SECRET_KEY=KEY, TANYA_MAIL_URL=mail_url, TANYA_MAIL_FROM=f"it@{domain}",
        TANYA_MAIL_IN_DOMAIN=domain, TANYA_MAIL_IN_LMTP=f"127.0.0.1:{port}", **more,
    )  # fmt: skip
    made = Forum(databases.make_app(url, folder, secret_key=KEY), env, domain, port)
    with of(made.app), transaction():
        address(name=made.support)
        store(UNKNOWN_SENDERS, Unknown.CREATE.value)
    return made


@contextmanager
def working(forum: Forum) -> Iterator[Unit]:
    """Its worker runs while the block does, and takes mail when it begins."""
    with Unit(forum.env, "worker") as worker:
        assert eventually(forum.listens)
        yield worker


class MailServer:
    """Hands every message on to the forum of its recipient's domain, and remembers it with its envelope's sender."""

    def __init__(self) -> None:
        self.forums: list[Forum] = []
        self.taken: list[tuple[str, Message]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        sender = envelope.mail_from.strip("<>")
        self.taken.append((sender, message_from_bytes(envelope.content, policy=SMTP)))
        self.hand_on(envelope.content, sender, envelope.rcpt_tos[0])
        return "250 OK"

    def hand_on(self, content: bytes, sender: str, recipient: str) -> None:
        """The forum of the recipient has kept the message; nobody is at home in other domains."""
        for forum in self.forums:
            if recipient.endswith(f"@{forum.domain}"):
                forum.deliver(content, sender, [recipient])

    def sent_by(self, forum: Forum) -> list[Message]:
        """What a forum has sent."""
        return [message for _sender, message in self.taken if f"@{forum.domain}" in str(message["From"])]

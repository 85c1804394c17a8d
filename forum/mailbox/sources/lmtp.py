"""A listener for a local mail server that delivers by LMTP (RFC 2033)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from aiosmtpd.controller import Controller, UnixSocketController
from aiosmtpd.lmtp import LMTP

from forum.mailbox.actions.keep import LARGEST

log = logging.getLogger("forum.mailbox")
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's: each command, with people's addresses
Keep = Callable[[bytes, str | None, Sequence[str]], None]
"""Stores a message with its envelope's sender and recipients, and commits; whatever it raises, nothing was kept."""

_KEPT = "250 2.0.0 Kept"
_LATER = "451 4.3.0 It could not be kept now; try again later"


class Listener:
    """Listens from `start` to `stop`, in a thread of its own. Whoever reaches it is believed: it belongs on loopback,
    a socket file, or a closed network."""

    def __init__(self, place: str, keep: Keep) -> None:
        handler = _Handler(keep)
        if place.startswith("/"):
            self._controller: Any = _Socket(handler, unix_socket=place)
        else:
            host, _, port = place.rpartition(":")
            self._controller = _Port(handler, hostname=host.strip("[]"), port=int(port))

    def start(self) -> None:
        """Messages are taken from now on; OSError if the place is taken."""
        self._controller.start()

    def stop(self) -> None:
        """No message is taken any more; one that is being kept is kept."""
        self._controller.stop()


class _Handler:
    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """One answer for each recipient, as LMTP has it: a message is kept for all of them or for none."""
        content, sender, recipients = envelope.original_content, envelope.mail_from, tuple(envelope.rcpt_tos)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(None, self._keep, content, sender or "", recipients)
        except Exception:
            log.exception("a message could not be kept")
            return "\r\n".join([_LATER] * len(recipients))
        return "\r\n".join([_KEPT] * len(recipients))


class _OwnLMTP:
    handler: Any

    def factory(self) -> LMTP:
        """Speaks LMTP for one connection."""
        return _AnyLine(self.handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Tanya")


class _AnyLine(LMTP):  # type: ignore[misc]
    """Takes lines of any length: mail programs send HTML in one line, mail servers hand it on, and refusing it here
    would send it back."""

    line_length_limit = LARGEST


class _Port(_OwnLMTP, Controller):  # type: ignore[misc]
    pass


class _Socket(_OwnLMTP, UnixSocketController):  # type: ignore[misc]
    pass

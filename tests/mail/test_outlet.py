"""One connection carries the mails of many batches, and mails are signed so that others can check it."""

import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dkim
import pytest

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail import transport
from forum.mail.actions import queue_mail
from forum.mail.compose import Sender, compose
from forum.mail.signing import signature_for
from forum.mail.transport import Outlet
from tests.conftest import NOON
from tests.running import mail_server

SENDER = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya", "in.kencana.example")


class Server:
    """Keeps what it is sent; counts connections; may end one after so many mails."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.connections = 0
        self.most = 0

    async def handle_EHLO(self, _server: Any, smtp_session: Any, _envelope: Any, name: str, answer: list[str]) -> Any:
        self.connections += 1
        smtp_session.host_name = name
        return answer

    async def handle_MAIL(self, server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.most and len(self.messages) >= self.most * self.connections:
            server.transport.close()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.messages.append(envelope.content)
        return "250 OK"


@pytest.fixture
def smtp() -> Iterator[tuple[Server, Outlet]]:
    """A server on loopback, and the way there."""
    with mail_server(server := Server()) as url:
        outlet = Outlet(url)
        yield server, outlet
        outlet.close()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An RSA key, as an operator makes one."""
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", path, "2048"], check=True, capture_output=True)
    return path


def _message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "it@kencana.example", "ana.lim@kencana.example", "VPN"
    message.set_content("It works again.")
    return message


def _batch(outlet: Outlet, mails: int) -> None:
    with outlet.opened() as send:
        for _ in range(mails):
            send(_message(), "it@kencana.example")


def test_batches_share_a_connection(smtp: tuple[Server, Outlet]) -> None:
    server, outlet = smtp
    _batch(outlet, 3)
    outlet.rest()
    _batch(outlet, 2)
    assert (len(server.messages), server.connections) == (5, 1)


def test_a_connection_that_rested_long_is_closed(smtp: tuple[Server, Outlet], monkeypatch: pytest.MonkeyPatch) -> None:
    server, outlet = smtp
    _batch(outlet, 1)
    monkeypatch.setattr(transport, "_IDLE_SECONDS", 0)
    outlet.rest()
    _batch(outlet, 1)
    assert (len(server.messages), server.connections) == (2, 2)


def test_a_server_that_was_started_again_is_connected_to_anew() -> None:
    outlet = Outlet("")
    for _ in range(2):
        with mail_server(server := Server()) as outlet._url:
            _batch(outlet, 1)
        assert len(server.messages) == 1
    outlet.close()


def test_a_server_that_ends_connections_after_two_mails_takes_all_of_them_once(smtp: tuple[Server, Outlet]) -> None:
    server, outlet = smtp
    server.most = 2
    _batch(outlet, 7)
    assert (len(server.messages), server.connections) == (7, 4)


def test_a_signature_holds_after_a_real_server_has_taken_the_mail(
    app: Tanya, smtp: tuple[Server, Outlet], key: Path
) -> None:
    server, outlet = smtp
    mail = queue_mail(
        person_id=None, address="ana.lim@kencana.example", language="ms", template="question_answered", at=NOON,
        facts={"name": "Ana", "by": "Zoë", "title": "Pencetak “3”",
               "label": "", "path": "/a", "text": f"…\n.\n{990 * 'é'}"},
        sender_name="Zoë",
    )  # fmt: skip
    outlet._signature = signature_for(SENDER.address, "tanya", key)
    with outlet.opened() as send:
        send(compose(mail, SENDER), "")
    session.rollback()
    [taken] = server.messages
    assert taken.isascii() and b"d=kencana.example" in taken
    assert dkim.verify(taken, dnsfunc=lambda name, timeout=5: _public_half(key))
    assert not dkim.verify(taken.replace(b"Pencetak", b"Pencuri"), dnsfunc=lambda name, timeout=5: _public_half(key))


def test_a_key_that_is_none_is_said_of_the_mail(smtp: tuple[Server, Outlet], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("no key")
    _server, outlet = smtp
    outlet._signature = signature_for(SENDER.address, "tanya", tmp_path / "key")
    with outlet.opened() as send, pytest.raises(ValueError, match="cannot be signed"):
        send(_message(), "")


def _public_half(key: Path) -> bytes:
    """The TXT record as `openssl rsa -pubout` and docs/operating.md make it."""
    made = subprocess.run(["openssl", "rsa", "-in", key, "-pubout"], check=True, capture_output=True)
    return b"v=DKIM1; k=rsa; p=" + b"".join(made.stdout.splitlines()[1:-1])

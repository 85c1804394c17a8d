"""A mail server delivers by LMTP."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mailbox.models import RawMail, ReceivedMail, Source
from forum.mailbox.sources.lmtp import Listener
from forum.operations.mail_sources import keeper
from tests.mailbox.post import message

_TO = ["support@kencana.example", "it@kencana.example"]


def _free_place() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"


@contextmanager
def _delivering(listener: Listener, place: str) -> Iterator[smtplib.LMTP]:
    listener.start()
    host, _, port = place.rpartition(":")
    try:
        with smtplib.LMTP(host or place, int(port) if host else 0) as server:
            yield server
    finally:
        listener.stop()


def test_a_message_is_kept_with_its_envelope(own_app: Tanya) -> None:
    place, raw = _free_place(), bytes(message()).replace(b"\n", b"\r\n")
    with _delivering(Listener(place, keeper(own_app, Source.LMTP)), place) as server:
        assert server.sendmail("ana.lim@kencana.example", _TO, raw) == {}
        assert server.getreply()[0] == 250  # for the second recipient, which smtplib leaves unread
    with own_app.app_context():
        mail = session.scalars(select(ReceivedMail)).one()
        assert (mail.source, mail.envelope_sender, mail.envelope_recipients) == (
            Source.LMTP,
            "ana.lim@kencana.example",
            _TO,
        )
        assert session.get_one(RawMail, mail.id).content == raw


def test_a_socket_file_does_as_well(own_app: Tanya, tmp_path: Path) -> None:
    place = str(tmp_path / "lmtp")
    with _delivering(Listener(place, keeper(own_app, Source.LMTP)), place) as server:
        assert server.sendmail("", _TO[:1], bytes(message())) == {}
    with own_app.app_context():
        assert session.scalars(select(ReceivedMail.envelope_sender)).one() == ""


def test_a_line_longer_than_servers_may_send_is_kept_all_the_same() -> None:
    kept: list[bytes] = []
    place, raw = _free_place(), bytes(message()).replace(b"\n", b"\r\n") + b"x" * 3_000_000 + b"\r\n"
    with _delivering(Listener(place, lambda content, *_: kept.append(content)), place) as server:
        server.sendmail("ana.lim@kencana.example", _TO[:1], raw)
    assert kept == [raw]


def test_what_cannot_be_kept_is_tried_again_by_the_server() -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    place = _free_place()
    with _delivering(Listener(place, broken), place) as server, pytest.raises(smtplib.SMTPDataError) as refused:
        server.sendmail("ana.lim@kencana.example", _TO[:1], bytes(message()))
    assert refused.value.smtp_code == 451

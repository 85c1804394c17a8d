"""What other servers and mail programs read of our mails, as a real server has taken them."""

import re
import subprocess
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.pending import try_again
from forum.mail.compose import Sender
from forum.mail.jobs import send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.signing import Signature, signature_for
from forum.mail.transport import Outlet
from forum.notifications.delivery import may_leave
from tests.mail.signatures import signed_headers
from tests.people import ana, iris
from tests.posts import answer, later, question, tell
from tests.running import mail_server

pytestmark = pytest.mark.usefixtures("noon")
SENDER = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya", "in.kencana.example")
Wire = tuple[list[bytes], str]


class Keeping:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def wire() -> Iterator[Wire]:
    """What a mail server on loopback has taken, and its address."""
    with mail_server(server := Keeping()) as url:
        yield server.taken, url


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An RSA key, as an operator makes one."""
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", path, "2048"], check=True, capture_output=True)
    return path


def _iris_answers() -> int:
    asked = question(ana())
    answer(asked, iris(), source="Turn the “cartridge”.")
    session.commit()
    tell(later(minutes=1))
    return asked.id


def _send(url: str, signature: Signature | None = None) -> None:
    outlet = Outlet(url, signature)
    send_due_mail(outlet, SENDER, holder="test", at=later(minutes=20), may_leave=may_leave)
    outlet.close()


def _only(taken: list[bytes]) -> EmailMessage:
    [content] = taken
    return message_from_bytes(content, policy=policy.default)


def test_a_person_speaks_and_can_be_answered(app: Tanya, wire: Wire) -> None:
    _iris_answers()
    _send(wire[1])
    mail = _only(wire[0])
    assert mail["From"] == '"Iris Tan (IT) via Tanya" <it@kencana.example>' and mail["To"] == "ana.lim@kencana.example"
    assert re.fullmatch(r'"Iris Tan \(IT\) via Tanya" <reply\+[0-9a-f]{32}@in.kencana.example>', mail["Reply-To"])
    assert mail["Subject"] == "Answer: Printer on floor 3 prints blank pages"
    assert mail["Date"].datetime == later(minutes=11)


def test_its_thread_is_known_and_its_id_its_own(app: Tanya, wire: Wire) -> None:
    asked = _iris_answers()
    _send(wire[1])
    mail = _only(wire[0])
    assert mail["In-Reply-To"] == f"<question-{asked}@kencana.example>" and mail["In-Reply-To"] in mail["References"]
    assert re.fullmatch(r"<[0-9a-f]{24}@kencana.example>", mail["Message-ID"])


def test_a_mail_that_is_sent_twice_is_the_same(app: Tanya, wire: Wire) -> None:
    _iris_answers()
    _send(wire[1])
    row = session.scalars(select(OutgoingMail)).one()
    row.done_at = None
    try_again(row, at=later(minutes=20))
    session.commit()
    _send(wire[1])
    first, second = (dict(message_from_bytes(each, policy=policy.default)) for each in wire[0])
    assert first.pop("Content-Type") != second.pop("Content-Type")  # the border between its parts is drawn by lot
    assert first == second and first["Message-ID"]


def test_other_robots_are_told_not_to_answer(app: Tanya, wire: Wire) -> None:
    _iris_answers()
    _send(wire[1])
    mail = _only(wire[0])
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert mail["Precedence"] is None and mail["Bcc"] is None


def test_one_click_stops_such_mails(app: Tanya, wire: Wire) -> None:
    _iris_answers()
    _send(wire[1])
    mail = _only(wire[0])
    assert mail["List-Id"] == "<news.kencana.example>" and mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = mail["List-Unsubscribe"].strip()
    assert re.fullmatch(r"<https://ask.kencana.example/unsubscribe/[\w-]{22}/answers>", way_out)


def test_the_signature_holds_and_covers_what_one_click_needs(app: Tanya, wire: Wire, key: Path) -> None:
    _iris_answers()
    _send(wire[1], signature_for(SENDER.address, "tanya", key))
    covered = signed_headers(wire[0][0], key)
    assert {"from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "content-type",
            "list-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted"} <= covered  # fmt: skip
    with pytest.raises(AssertionError):
        signed_headers(wire[0][0].replace(b"One-Click", b"Two-Click"), key)


def test_it_can_be_read_as_text_and_as_html(app: Tanya, wire: Wire) -> None:
    _iris_answers()
    _send(wire[1])
    mail = _only(wire[0])
    assert wire[0][0].isascii() and max(map(len, wire[0][0].split(b"\r\n"))) <= 998
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert all("Turn the “cartridge”." in part.get_content() for part in mail.iter_parts())

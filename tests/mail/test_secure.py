"""By TLS and with a password to a real server; what goes wrong there is said to whoever can mend it."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.pending import MOST_ATTEMPTS
from forum.kernel.settings.environment import Environment
from forum.mail.actions import queue_mail
from forum.mail.compose import Sender
from forum.mail.jobs import send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.transport import Outlet
from forum.operations.mail_checks import mail_findings
from tests.certificates import make_certificate
from tests.conftest import NOON
from tests.posts import later
from tests.running import PATIENCE, free_port

SENDER = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya")
FACTS = {"name": "Ana", "by": "Iris", "title": "VPN", "label": "", "path": "/a", "text": ""}
Serve = Callable[..., AbstractContextManager["Guarded"]]


class Guarded:
    """A server behind TLS and a password; notes whether each mail that it took came by TLS, and from whom."""

    def __init__(self) -> None:
        self.taken: list[tuple[bool, bool]] = []
        self.port = 0

    async def handle_DATA(self, server: Any, smtp_session: Any, _envelope: Any) -> str:
        is_secret = server.transport.get_extra_info("ssl_object") is not None
        self.taken.append((is_secret, smtp_session.authenticated))
        return "250 OK"

    def lets_in(self, _server: Any, _session: Any, _envelope: Any, _way: str, data: Any) -> AuthResult:
        """Only Tanya, with her password."""
        return AuthResult(success=(data.login, data.password) == (b"tanya", b"p@ss word"), handled=False)


class Refusing(SMTP):
    """Offers TLS and then does not begin it."""

    async def smtp_STARTTLS(self, _arg: str) -> None:
        await self.push("454 4.7.0 TLS is not available now")


class Picky(SMTP):
    """Lets nobody send."""

    async def smtp_MAIL(self, arg: str | None) -> None:
        await self.push(f"550 5.7.1 not {arg}")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody vouches for, with its key."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve(certificate: Path) -> Serve:
    """Starts a server: `starttls`, TLS from the beginning, or neither; signing in is demanded."""

    @contextmanager
    def started(way: str, *, host: str = "127.0.0.1", kind: type[SMTP] = SMTP) -> Iterator[Guarded]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        guarded = Guarded()
        guarded.port = free_port()
        controller = _Controller(
            guarded, hostname=host, port=guarded.port, ssl_context=context if way == "tls" else None,
            tls_context=context if way == "starttls" else None, authenticator=guarded.lets_in,
            auth_required=way == "starttls", auth_require_tls=way == "starttls", ready_timeout=PATIENCE,
        )  # fmt: skip
        controller.kind = kind
        controller.start()
        yield guarded
        controller.stop()

    return started


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts who signed the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))


class _Controller(Controller):
    kind: type[SMTP] = SMTP

    def factory(self) -> SMTP:
        return self.kind(self.handler, **self.SMTP_kwargs)


def _sent(url: str, *, tries: int = 1) -> OutgoingMail:
    """The mail after these tries."""
    mail = queue_mail(
        person_id=None, address="ana.lim@kencana.example", language="en", template="question_answered", facts=FACTS,
        sender_name="", at=NOON,
    )  # fmt: skip
    mail.attempts = tries - 1
    session.commit()
    outlet = Outlet(url)
    send_due_mail(outlet, SENDER, holder="test", at=later(minutes=1), may_leave=lambda ids, _at: set(ids))
    outlet.close()
    return session.scalars(select(OutgoingMail).execution_options(populate_existing=True)).one()


def _doctor(url: str) -> list[str]:
    return [str(found) for found in mail_findings(Environment(mail_url=url)) if found.is_wrong]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("way", "scheme"), [("starttls", "smtp"), ("starttls", "smtp+starttls"), ("tls", "smtps")])
def test_a_mail_leaves_by_tls_and_with_the_password(app: Tanya, serve: Serve, way: str, scheme: str) -> None:
    with serve(way) as server:
        mail = _sent(f"{scheme}://tanya:p%40ss%20word@127.0.0.1:{server.port}")
    assert mail.done_at is not None and server.taken == [(True, True)]


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_said_and_at_last_parks_the_mail(app: Tanya, serve: Serve) -> None:
    with serve("starttls") as server:
        mail = _sent(url := f"smtp://tanya:wrong@127.0.0.1:{server.port}", tries=MOST_ATTEMPTS)
        assert any("535" in found and "TANYA_MAIL_URL" in found for found in _doctor(url))
    assert mail.parked_at is not None and "535 5.7.8 Authentication credentials invalid" in (mail.failure or "")
    assert server.taken == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(app: Tanya, serve: Serve) -> None:
    with serve("starttls") as server:
        mail = _sent(url := f"smtp://tanya:p%40ss%20word@127.0.0.1:{server.port}")
        assert any("is not to be trusted (certificate)" in found and "SSL_CERT_FILE" in found for found in _doctor(url))
    assert "is not to be trusted (certificate)" in (mail.failure or "") and mail.done_at is None and server.taken == []


@pytest.mark.usefixtures("trusted")
def test_a_server_that_offers_tls_and_refuses_it_gets_no_mail_in_the_clear(app: Tanya, serve: Serve) -> None:
    with serve("starttls", kind=Refusing) as server:
        mail = _sent(f"smtp://127.0.0.1:{server.port}")
    assert "454 4.7.0 TLS is not available now" in (mail.failure or "") and server.taken == []


def test_a_password_never_crosses_a_network_in_the_clear(app: Tanya, serve: Serve) -> None:
    with serve("neither", host="127.0.0.2") as server:
        mail = _sent(f"smtp://tanya:p%40ss%20word@127.0.0.2:{server.port}")
    assert "offers no STARTTLS" in (mail.failure or "") and server.taken == []


def test_where_tls_is_demanded_a_server_without_it_gets_no_mail(app: Tanya, serve: Serve) -> None:
    with serve("neither") as server:
        mail = _sent(url := f"smtp+starttls://127.0.0.1:{server.port}", tries=MOST_ATTEMPTS)
        assert any("offers no STARTTLS, which TANYA_MAIL_URL demands" in found for found in _doctor(url))
    assert mail.parked_at is not None and server.taken == []
    assert mail.failure == "127.0.0.1 offers no STARTTLS, which TANYA_MAIL_URL demands"


def test_where_tls_is_demanded_the_certificate_must_be_trusted(app: Tanya, serve: Serve) -> None:
    with serve("starttls") as server:
        mail = _sent(f"smtp+starttls://127.0.0.1:{server.port}")
    assert "is not to be trusted (certificate)" in (mail.failure or "") and mail.done_at is None and server.taken == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("way", "user", "said"),
    [("starttls", "tanya:p%40ss%20word@", "would demand it"), ("neither", "", "in the clear")],
)
def test_the_doctor_tells_what_plain_smtp_leaves_open(serve: Serve, way: str, user: str, said: str) -> None:
    with serve(way, host="127.0.0.2") as server:
        told = [str(found) for found in mail_findings(Environment(mail_url=f"smtp://{user}127.0.0.2:{server.port}"))]
    assert said in told[0]


def test_a_sender_that_the_server_refuses_is_found_without_a_mail(app: Tanya, serve: Serve) -> None:
    with serve("neither", kind=Picky) as server:
        environment = Environment(mail_url=f"smtp://127.0.0.1:{server.port}", mail_in_domain="ask.kencana.example")
        found = str(next(mail_findings(environment)))
    assert "550 5.7.1 not FROM:<bounce+doctor@ask.kencana.example>" in found and "TANYA_MAIL_IN_DOMAIN" in found


@pytest.mark.usefixtures("trusted")
def test_that_the_server_wants_to_know_who_sends_is_found_without_a_mail(app: Tanya, serve: Serve) -> None:
    with serve("starttls") as server:
        assert any("530" in found and "Name the user" in found for found in _doctor(f"smtp://127.0.0.1:{server.port}"))

"""A mail server that takes no password: a token is fetched, shown, fetched anew; faults are said, nothing is lost."""

import base64
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.settings.environment import Environment
from forum.mail import oauth
from forum.mail.actions import queue_mail
from forum.mail.compose import Sender
from forum.mail.jobs import send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.oauth import Client, NoToken, Tokens
from forum.mail.transport import Outlet
from forum.operations.mail_checks import mail_findings
from tests import token_server
from tests.posts import later
from tests.running import free_port, mail_server
from tests.token_server import SECRET, USER, TokenServer

SENDER = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya")
FACTS = {"name": "Ana", "by": "Iris", "title": "VPN", "label": "", "path": "/a", "text": ""}


class Trusting:
    """Takes mails of whoever shows a token that the token server knows."""

    def __init__(self, server: TokenServer) -> None:
        self.server, self.taken, self.closes = server, 0, False

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        """As Google describes it: who is refused is told why, answers nothing, and is refused."""
        user, token, *_rest = base64.b64decode(args[1]).decode().split("\1")
        if user == f"user={USER}" and token.removeprefix("auth=Bearer ") in self.server.holding:
            return AuthResult(success=True, auth_data=user)
        assert await server.challenge_auth('{"status":"401","schemes":"bearer"}') == b""
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, _server: Any, smtp_session: Any, _envelope: Any) -> str:
        """Taken only from who has signed in."""
        if not smtp_session.authenticated:
            return "530 5.7.57 Client not authenticated"
        self.taken += 1
        return "250 OK"


@pytest.fixture
def server() -> Iterator[TokenServer]:
    """A token server."""
    with token_server.running() as server:
        yield server


@pytest.fixture
def post(server: TokenServer) -> Iterator[tuple[Trusting, str]]:
    """A mail server that believes it, and its address."""
    trusting = Trusting(server)
    controller = Controller(trusting, hostname="127.0.0.1", port=free_port(), auth_require_tls=False)
    controller.start()
    yield trusting, f"smtp://{quote(USER)}@127.0.0.1:{controller.port}"
    controller.stop()


def _tokens(server: TokenServer, *, secret: str = SECRET, refresh_token: str = "") -> Tokens:
    return Tokens(Client(f"{server.address}/token", "tanya", secret, "https://mail.example/.default", refresh_token))


def _sent(url: str, tokens: Tokens, *, minutes: int = 1) -> OutgoingMail:
    """The mail, one for each moment, after it was tried."""
    queue_mail(
        person_id=None, address="ana.lim@kencana.example", language="en", template="question_answered", facts=FACTS,
        sender_name="", at=later(minutes=minutes - 1),
    )  # fmt: skip
    session.commit()
    return _tried(url, tokens, minutes=minutes)


def _tried(url: str, tokens: Tokens, *, minutes: int) -> OutgoingMail:
    outlet = Outlet(url, tokens=tokens)
    send_due_mail(outlet, SENDER, holder="test", at=later(minutes=minutes), may_leave=lambda ids, _at: set(ids))
    outlet.close()
    newest = select(OutgoingMail).order_by(OutgoingMail.id.desc()).execution_options(populate_existing=True)
    return session.scalars(newest).first()


def test_mails_leave_by_a_token_that_is_fetched_once(app: Tanya, post: tuple[Trusting, str]) -> None:
    trusting, url = post
    tokens = _tokens(trusting.server)
    assert [_sent(url, tokens, minutes=each).failure for each in (1, 2, 3)] == [None] * 3
    assert trusting.taken == 3 and trusting.server.asked == [
        {"grant_type": "client_credentials", "client_id": "tanya", "client_secret": SECRET,
         "scope": "https://mail.example/.default"}
    ]  # fmt: skip


def test_a_token_is_fetched_anew_shortly_before_it_ends(
    app: Tanya, post: tuple[Trusting, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting, url = post
    tokens = _tokens(trusting.server)
    for clock, asked in ((0.0, 1), (3400.0, 1), (3500.0, 2)):
        monkeypatch.setattr(oauth, "monotonic", lambda now=clock: now)
        _sent(url, tokens)
        assert len(trusting.server.asked) == asked
    assert trusting.taken == 3


def test_a_token_that_was_taken_back_is_fetched_anew_once(app: Tanya, post: tuple[Trusting, str]) -> None:
    trusting, url = post
    tokens = _tokens(trusting.server)
    _sent(url, tokens)
    trusting.server.take_back()
    assert _sent(url, tokens, minutes=2).done_at is not None
    assert trusting.taken == 2 and len(trusting.server.asked) == 2


def test_a_mail_server_that_refuses_fresh_tokens_keeps_the_mail_waiting(app: Tanya, post: tuple[Trusting, str]) -> None:
    trusting, url = post
    trusting.server.fault = 200, '{"access_token": "of-somebody-else", "expires_in": 3600}'
    mail = _sent(url, _tokens(trusting.server))
    assert "535 5.7.8" in (mail.failure or "") and mail.done_at is mail.parked_at is None
    assert trusting.taken == 0 and len(trusting.server.asked) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ((401, '{"error": "invalid_client", "error_description": "Expired."}'), "invalid_client: Expired."),
        ((400, '{"error": "invalid_grant"}'), "gives no token: invalid_grant."),
        ((500, "oops"), "gives no token: 500 Internal Server Error."),
        ((404, ""), "gives no token: 404 Not Found."),
        ((200, "<html>Sign in</html>"), "something that is no token"),
        ((200, "[]"), "something that is no token"),
        ((200, "null"), "something that is no token"),
        ((200, '{"expires_in": 3600}'), "something that is no token"),
        ((200, '{"access_token": 7}'), "something that is no token"),
        ((200, '{"access_token": "a\\u0001b"}'), "something that is no token"),
        ((200, '{"access_token": "a", "expires_in": "soon"}'), "something that is no token"),
    ],
)
def test_what_a_token_server_says_instead_is_a_sentence_at_the_mail_that_waits(
    app: Tanya, post: tuple[Trusting, str], fault: tuple[int, str], said: str
) -> None:
    trusting, url = post
    trusting.server.fault = fault
    tokens = _tokens(trusting.server)
    mail = _sent(url, tokens)
    assert said in (mail.failure or "") and mail.done_at is mail.parked_at is None and trusting.taken == 0
    trusting.server.fault = None
    tokens = _tokens(trusting.server)
    assert _tried(url, tokens, minutes=9).done_at is not None and trusting.taken == 1


def test_a_token_server_that_is_away_is_a_sentence_too(app: Tanya, post: tuple[Trusting, str]) -> None:
    away = Tokens(Client(f"http://127.0.0.1:{free_port()}/token", "tanya", SECRET, "", ""))
    mail = _sent(post[1], away)
    assert (mail.failure or "") == (
        "The token server 127.0.0.1 cannot be reached: no server answers at this address and port (connection refused)."
    )
    assert mail.done_at is mail.parked_at is None


def test_a_token_server_that_gave_none_is_left_alone_for_longer_each_time(
    server: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.fault, tokens, asked = (503, ""), _tokens(server), []
    for second in range(60):
        monkeypatch.setattr(oauth, "monotonic", lambda now=second: now)
        with pytest.raises(NoToken, match="503"):
            tokens.used(str, refusals=ValueError)
        asked.append(len(server.asked))
    assert [asked.index(count) for count in (1, 2, 3, 4)] == [0, 5, 15, 35]


def test_a_refresh_token_asks_for_the_next_and_the_newest_one_is_used(server: TokenServer) -> None:
    tokens = _tokens(server, refresh_token="first")
    server.fault = 200, '{"access_token": "a", "expires_in": -1, "refresh_token": "second"}'
    for _time in range(2):
        tokens.used(str, refusals=ValueError)
    assert [each["refresh_token"] for each in server.asked] == ["first", "second"]
    assert {each["grant_type"] for each in server.asked} == {"refresh_token"}


def test_threads_share_one_token(server: TokenServer) -> None:
    tokens, shown = _tokens(server), []
    threads = [threading.Thread(target=lambda: tokens.used(shown.append, refusals=ValueError)) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shown) == 8 and set(shown) == {"token-1"} and len(server.asked) == 1


def test_a_server_that_knows_no_tokens_is_told_none(app: Tanya, server: TokenServer) -> None:
    with mail_server(Trusting(server)) as url:
        mail = _sent(url.replace("//", f"//{quote(USER)}@"), _tokens(server))
    assert "it offers no XOAUTH2" in (mail.failure or "")


def test_a_token_never_crosses_a_network_in_the_clear(app: Tanya, server: TokenServer) -> None:
    controller = Controller(Trusting(server), hostname="127.0.0.2", port=free_port(), auth_require_tls=False)
    controller.start()
    mail = _sent(f"smtp://{quote(USER)}@127.0.0.2:{controller.port}", _tokens(server))
    controller.stop()
    assert "offers no STARTTLS" in (mail.failure or "")


def test_the_doctor_says_whose_fault_it_is(post: tuple[Trusting, str]) -> None:
    trusting, url = post
    environment = Environment(mail_url=url, mail_from="it@kencana.example", **trusting.server.settings())
    assert not any(found.is_wrong for found in mail_findings(environment))
    trusting.server.take_back()
    trusting.server.fault = 200, '{"access_token": "of-somebody-else"}'
    assert "give it the right to use this mailbox" in str(next(mail_findings(environment)))
    trusting.server.fault = 400, '{"error": "invalid_scope"}'
    found = str(next(mail_findings(environment)))
    assert "gives no token: invalid_scope. Look at the TANYA_MAIL_OAUTH_ settings" in found


def test_no_secret_is_shown() -> None:
    client = Client("https://login.example/token", "tanya", "hush", "mail", "hushhush")
    assert "hush" not in repr(client)

"""A mailbox that takes no password: a token is fetched and shown, and what goes wrong is said to administrators."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import db, session
from forum.kernel.settings.environment import Environment
from forum.mail import oauth
from forum.mail.oauth import Client, NoToken, Tokens
from forum.mailbox.models import MailboxTrouble, ReceivedMail
from forum.mailbox.sources.imap import Account, opened, reason_of
from forum.operations import mail_sources
from forum.operations.mail_checks import mailbox_findings
from tests import databases, token_server
from tests.mailbox import dovecot
from tests.mailbox.post import message
from tests.running import eventually
from tests.token_server import SECRET, TokenServer


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[TokenServer, int]]:
    """A token server and the port of the mail server that believes it."""
    with token_server.running() as tokens, dovecot.running(token_server=tokens.address) as port:
        yield tokens, port


@pytest.fixture
def server(place: tuple[TokenServer, int]) -> TokenServer:
    """The token server, as if new."""
    server = place[0]
    server.fault, server.lasts = None, 3600
    server.asked.clear()
    server.take_back()
    return server


@pytest.fixture
def account(place: tuple[TokenServer, int], server: TokenServer) -> Account:
    """The mailbox, whose address has no password."""
    return _account(place[1], server)


def _account(port: int, server: TokenServer, *, secret: str = SECRET) -> Account:
    client = Client(f"{server.address}/token", "tanya", secret, "https://mail.example/.default", "")
    return Account.of(dovecot.url(port, password=""), done_folder="Done", tokens=Tokens(client))


def test_a_token_opens_the_mailbox_and_is_used_again(account: Account, server: TokenServer) -> None:
    for _time in range(3):
        with opened(account) as box:
            assert box.folder.exists("INBOX")
    assert [each["grant_type"] for each in server.asked] == ["client_credentials"]


def test_a_token_that_does_not_hold_any_more_is_fetched_anew_once(account: Account, server: TokenServer) -> None:
    with opened(account):
        server.take_back()
    with opened(account) as box:
        assert box.folder.exists("INBOX")
    assert len(server.asked) == 2


def test_a_mailbox_that_refuses_fresh_tokens_is_not_asked_for_ever(account: Account, server: TokenServer) -> None:
    server.fault = 200, '{"access_token": "of-somebody-else", "expires_in": 3600}'
    for asked in (1, 2):
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"), opened(account):
            pass
        assert len(server.asked) == asked


def test_why_there_is_no_token_is_a_sentence(place: tuple[TokenServer, int], server: TokenServer) -> None:
    with pytest.raises(NoToken) as refused, opened(_account(place[1], server, secret="old")):
        pass
    why = reason_of(refused.value)
    assert why.message % why.values == (
        "The token server 127.0.0.1 gives no token: invalid_client: The secret has expired."
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ((503, "<html>Maintenance</html>"), "gives no token: 503 Service Unavailable."),
        ((200, "<html>Sign in</html>"), "answers with something that is no token."),
    ],
)
def test_the_worker_tells_administrators_and_goes_on_once_there_is_a_token(
    account: Account, server: TokenServer, tmp_path: Path, impatient: None, fault: tuple[int, str], said: str
) -> None:
    app = databases.make_app(databases.fresh_database("sqlite", tmp_path), tmp_path)
    with opened(account) as box:
        box.append(bytes(message()), "INBOX")
    server.fault = fault
    server.take_back()
    with _emptied(app, account):
        assert eventually(lambda: said in _trouble(app)) and _kept(app) == 0
        server.fault = None
        assert eventually(lambda: _kept(app) == 1) and _trouble(app) == ""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mailbox and token server are tried again at once."""
    monkeypatch.setattr(mail_sources, "_LEASE", timedelta(seconds=0.2))
    monkeypatch.setattr(mail_sources, "_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(oauth, "_LONGEST_REST", 0.1)


@contextmanager
def _emptied(app: Tanya, account: Account) -> Iterator[None]:
    emptier = mail_sources.Emptier(app, account)
    emptier.start()
    yield
    emptier.stop()
    with app.app_context():
        db.engine.dispose()


def _kept(app: Tanya) -> int:
    with app.app_context():
        kept = session.scalar(select(func.count()).select_from(ReceivedMail)) or 0
        session.remove()
    return kept


def _trouble(app: Tanya) -> str:
    with app.app_context():
        why = session.scalars(select(MailboxTrouble.why)).first()
        session.remove()
    return str(why[0] % why[1]) if why else ""


def _doctor(place: tuple[TokenServer, int], *, client_id: str = "tanya") -> list[str]:
    url = dovecot.url(place[1], password="")
    settings = place[0].settings(client_id=client_id)
    environment = Environment(mail_in_imap=url, mail_in_domain="kencana.example", **settings)
    return [str(found) for found in mailbox_findings(environment)]


def test_the_doctor_signs_in_and_says_who_refuses_what(place: tuple[TokenServer, int], server: TokenServer) -> None:
    assert _doctor(place) == ["ok    The mailbox forum@kencana.example (127.0.0.1) can be read."]
    server.take_back()
    server.fault = 400, '{"error": "invalid_grant"}'
    (found,) = _doctor(place)
    assert "gives no token: invalid_grant." in found and "Look at the TANYA_MAIL_OAUTH_ settings" in found


def test_the_doctor_tells_a_token_without_the_right_to_the_mailbox(
    place: tuple[TokenServer, int], server: TokenServer
) -> None:
    server.fault = 200, '{"access_token": "of-somebody-else"}'
    (found,) = _doctor(place, client_id="another")
    assert "The mail server refuses it" in found and "give it the right to use this mailbox" in found

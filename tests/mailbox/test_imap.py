"""A mailbox is emptied by IMAP, against a real server."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from imap_tools import BaseMailBox
from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import db, session
from forum.mailbox.models import ReceivedMail, Source
from forum.mailbox.sources import imap
from forum.mailbox.sources.imap import Account, empty, opened
from forum.operations.mail_sources import Emptier
from tests import databases
from tests.certificates import make_certificate
from tests.mailbox import dovecot
from tests.mailbox.post import message
from tests.running import eventually


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server's port."""
    with dovecot.running() as port:
        yield port


@pytest.fixture
def account(port: int) -> Account:
    """Its one mailbox, empty."""
    account = Account.of(dovecot.url(port), done_folder="Done")
    with opened(account) as box:
        for folder in ("INBOX", "Done"):
            box.folder.set(folder)
            box.delete(box.uids())
    return account


def _put(box: BaseMailBox, count: int) -> list[bytes]:
    raws = [bytes(message()).replace(b"\n", b"\r\n") for _ in range(count)]
    for raw in raws:
        box.append(raw, "INBOX")
    return raws


def test_every_message_is_kept_as_it_is_and_moved(account: Account) -> None:
    kept: list[bytes] = []
    with opened(account) as box:
        raws = _put(box, 3)
        assert empty(box, account, kept.append) == 3
        assert kept == raws and box.uids() == []
        box.folder.set("Done")
        assert len(box.uids()) == 3


def test_what_could_not_be_kept_stays_in_the_mailbox(account: Account) -> None:
    def broken(_raw: bytes) -> None:
        raise OSError("the disk is full")

    with opened(account) as box:
        _put(box, 2)
        with pytest.raises(OSError, match="disk"):
            empty(box, account, broken)
    with opened(account) as box:
        assert len(box.uids()) == 2


def test_messages_that_are_too_large_block_nobody(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "LARGEST", 4000)
    monkeypatch.setattr(imap, "_AT_ONCE", 2)
    kept: list[bytes] = []
    with opened(account) as box:
        for _ in range(2):
            box.append(bytes(message(text="x" * 60 + "\n" + "long\n" * 1000)), "INBOX")
        raws = _put(box, 3)
        assert empty(box, account, kept.append) == 2 and empty(box, account, kept.append) == 1
        assert kept == raws and len(box.uids()) == 2


def test_the_worker_s_thread_hears_of_new_messages(account: Account, tmp_path: Path) -> None:
    app = databases.make_app(databases.fresh_database("sqlite", tmp_path), tmp_path)
    emptier = Emptier(app, account)
    with opened(account) as box:
        _put(box, 1)
        emptier.start()
        assert eventually(lambda: _kept(app) == 1)
        _put(box, 1)
        assert eventually(lambda: _kept(app) == 2)
    emptier.stop()
    with app.app_context():
        assert set(session.scalars(select(ReceivedMail.source))) == {Source.IMAP}
        session.remove()
        db.engine.dispose()


def _kept(app: Tanya) -> int:
    with app.app_context():
        count = session.scalar(select(func.count()).select_from(ReceivedMail))
        session.remove()
    return count or 0


def test_a_password_goes_to_no_other_machine_in_the_clear_and_into_no_log() -> None:
    with pytest.raises(ValueError, match="imaps"):
        Account.of("imap://forum:secret@mail.example/INBOX")
    assert "secret" not in repr(Account.of("imaps://forum:secret@mail.example/INBOX"))


def test_a_mailbox_whose_certificate_nobody_vouches_for_is_not_signed_in_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    with dovecot.running(certificate=certificate) as port:
        account = Account.of(dovecot.url(port, scheme="imaps"))
        with pytest.raises(ssl.SSLCertVerificationError), opened(account):
            pass
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        with opened(account) as box:
            assert box.folder.exists("INBOX")

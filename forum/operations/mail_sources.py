"""The sources of mail that run inside the worker: an LMTP listener and a mailbox that is emptied by IMAP."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from imap_tools import BaseMailBox
from sqlalchemy.exc import SQLAlchemyError

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.kernel.holders import holder_name
from forum.kernel.leases import free_lost_lease, take_lease
from forum.kernel.settings.environment import Environment
from forum.mail.oauth import tokens_of
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.actions.troubles import end_trouble, note_trouble
from forum.mailbox.models import Source
from forum.mailbox.sources.imap import FAILURES, Account, can_wait, empty, opened, reason_of, wait_for_news
from forum.mailbox.sources.lmtp import Listener

log = logging.getLogger("forum.mailbox")
_IDLE_SECONDS = 20.0
_PAUSE_SECONDS = 2.0
_LEASE = timedelta(seconds=30)  # so long nobody else looks; without IDLE it is the time between two looks
_JOB = "empty-mailbox"


def mail_sources(app: Tanya, environment: Environment) -> list["Listener | Emptier"]:
    """Those that the environment asks for, not started yet."""
    sources: list[Listener | Emptier] = []
    if environment.mail_in_lmtp:
        sources.append(Listener(environment.mail_in_lmtp, keeper(app, Source.LMTP)))
    if environment.mail_in_imap:
        sources.append(Emptier(app, account_of(environment)))
    return sources


def account_of(environment: Environment) -> Account:
    """The mailbox that the environment names."""
    done_folder, tokens = environment.mail_in_imap_done, tokens_of(environment)
    return Account.of(environment.mail_in_imap, done_folder=done_folder, tokens=tokens)


@contextmanager
def running(sources: Sequence["Listener | Emptier"]) -> Iterator[None]:
    """The sources take messages while the block runs. One that cannot start, since another worker of this machine
    listens there already, is named in the log."""
    started = []
    for source in sources:
        try:
            source.start()
            started.append(source)
        except OSError as failure:
            log.error("mail is not listened for", extra={"reason": str(failure)})
    try:
        yield
    finally:
        for source in started:
            source.stop()


def keeper(app: Tanya, source: Source) -> Callable[[bytes, str | None, Sequence[str]], None]:
    """Keeps a message in the application's database, from whatever thread, and commits."""

    def keep(raw: bytes, sender: str | None, recipients: Sequence[str]) -> None:
        with app.app_context():
            try:
                with transaction():
                    keep_mail(raw, sender=sender, recipients=recipients, source=source, at=clock.now())
            finally:
                session.remove()

    return keep


class Emptier:
    """Empties a mailbox in a thread of its own; of several workers one does at a time, by a lease."""

    def __init__(self, app: Tanya, account: Account) -> None:
        self._app, self._account = app, account
        self._keep = keeper(app, Source.IMAP)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imap", daemon=True)

    def start(self) -> None:
        """The mailbox is looked at from now on."""
        with self._app.app_context():
            free_lost_lease(_JOB)
            session.remove()
        self._thread.start()

    def stop(self) -> None:
        """The message that is being kept is the last."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._is_mine():
                    self._look()
            except FAILURES as failure:
                self._tell_of(failure)
            except Exception:
                log.exception("a message of the mailbox could not be kept")
            self._stopping.wait(_PAUSE_SECONDS)

    def _look(self) -> None:
        """All that is there, and, while the lease lasts, what the server tells of."""
        with opened(self._account) as box:
            self._noted(lambda: end_trouble(self._account.name))
            self._empty(box)
            if can_wait(box) and not self._stopping.is_set():
                wait_for_news(box, seconds=_IDLE_SECONDS)
                self._empty(box)

    def _tell_of(self, failure: Exception) -> None:
        why = reason_of(failure)
        log.warning("the mailbox at %s cannot be read", self._account.host, extra={"reason": str(failure)})
        self._noted(lambda: note_trouble(self._account.name, why, at=clock.now()))

    def _noted(self, note: Callable[[], None]) -> None:
        """What administrators read of the mailbox is written; where that fails, the looking goes on all the same."""
        with self._app.app_context():
            try:
                note()
            except SQLAlchemyError:
                log.exception("how the mailbox stands could not be noted")
            finally:
                session.remove()

    def _empty(self, box: BaseMailBox) -> None:
        while not self._stopping.is_set() and empty(box, self._account, lambda raw: self._keep(raw, None, ())):
            pass

    def _is_mine(self) -> bool:
        with self._app.app_context():
            try:
                return take_lease(_JOB, holder_name(), lasting=_LEASE, at=clock.now())
            finally:
                session.remove()

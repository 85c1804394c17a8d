"""`forum doctor`: what is right with this installation, what is not, and what to do."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from forum.kernel import clock
from forum.kernel.db import is_sqlite, read, session
from forum.kernel.pending import Pending
from forum.kernel.settings.environment import Environment
from forum.mail.models import OutgoingMail
from forum.notifications.models import EventPending
from forum.operations import schema
from forum.search.index.protocol import IndexSilent
from forum.search.models import SearchPending
from forum.search.place import index

_LATE = timedelta(minutes=2)
_ADDRESSES = text("""
    SELECT count(DISTINCT coalesce(host(client_addr), 'here')) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND backend_type = 'client backend'
    AND application_name = ''  -- psql and pg_dump give a name
""")


@dataclass(frozen=True)
class Finding:
    """One sentence about the installation; `is_wrong` when something must be done."""

    sentence: str
    is_wrong: bool = False

    @property
    def mark(self) -> str:
        """`ok` or `DO`, in front of the sentence."""
        return "DO" if self.is_wrong else "ok"


def examine(environment: Environment) -> list[Finding]:
    """Everything that was looked at. A broken database ends the examination with that finding."""
    findings = [*_places(environment), *_address(environment), *_mail(environment)]
    try:
        findings += [*_database(), *search_findings(environment)]
    except SQLAlchemyError as error:
        session.rollback()
        findings.append(Finding(f"The database does not answer: {str(error).splitlines()[0]}", is_wrong=True))
    return findings


def _places(environment: Environment) -> Iterator[Finding]:
    folder = environment.data_dir.resolve()
    if os.access(folder, os.W_OK):
        yield Finding(f"The data folder {folder} can be written.")
    else:
        yield Finding(
            f"The data folder {folder} cannot be written. Give it to the user that runs Tanya.", is_wrong=True
        )
    yield from _free_space(folder)


def _free_space(folder: Path) -> Iterator[Finding]:
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize // 1_000_000
    if free < 500:
        yield Finding(f"Only {free} MB are free in {folder}. Make room.", is_wrong=True)
    else:
        yield Finding(f"{free} MB are free in the data folder.")


def _address(environment: Environment) -> Iterator[Finding]:
    host = urlsplit(environment.public_url).hostname or ""
    is_local = host in ("localhost", "127.0.0.1", "::1")
    if environment.is_https or is_local:
        yield Finding(f"People reach the forum at {environment.public_url}.")
    elif environment.allow_plain_http:
        yield Finding(f"{environment.public_url} is not https; passwords travel unprotected, as you have allowed.")
    else:
        yield Finding(
            f"{environment.public_url} is not https. Put a proxy with a certificate in front and set TANYA_PUBLIC_URL, "
            "or set TANYA_ALLOW_PLAIN_HTTP=1 if you must.",
            is_wrong=True,
        )


def _mail(environment: Environment) -> Iterator[Finding]:
    scheme = environment.mail_url.partition(":")[0]
    if scheme in ("console", "null"):
        yield Finding("Mails do not leave this machine. Set TANYA_MAIL_URL=smtp://... to send them.")
    else:
        yield Finding(f"Mails leave by {scheme} as {environment.mail_from}.")


def _database() -> Iterator[Finding]:
    wrong = schema.what_is_wrong()
    if wrong:
        yield Finding(wrong, is_wrong=True)
        return
    yield Finding(f"The schema is at {schema.newest()}, as this version needs.")
    if is_sqlite():
        answer = session.scalar(text("PRAGMA quick_check(1)"))
        yield Finding(f"SQLite's quick check says: {answer}.", is_wrong=answer != "ok")
    for table, what in (
        (SearchPending, "threads to index"),
        (OutgoingMail, "mails to send"),
        (EventPending, "events to tell"),
    ):
        yield from _backlog(table, what)


def search_findings(environment: Environment) -> Iterator[Finding]:
    """Whether every node that may be running finds the same."""
    is_shared = not environment.search.startswith("whoosh:")
    try:
        if wrong := index().what_is_wrong():
            yield Finding(
                f"The search cannot use its index: {wrong}. The worker makes it again; titles are found meanwhile."
            )
    except IndexSilent as silence:
        yield Finding(f"The search does not work: {silence}. Only titles are found.", is_wrong=True)
    if is_shared:
        yield Finding("The search index is in PostgreSQL, for any number of nodes.")
    elif (machines := _machines()) > 1:
        yield Finding(
            f"{machines} machines use this database, and TANYA_SEARCH_URL gives each a search index of its own, of "
            "which only one is kept right. Leave TANYA_SEARCH_URL empty on all of them.",
            is_wrong=True,
        )
    else:
        yield Finding("The search index is in a folder, for one node.")


def _machines() -> int:
    """From how many addresses programs of this forum are connected to the database."""
    return 1 if is_sqlite() else int(session.scalar(_ADDRESSES) or 1)


def _backlog(table: type[Pending], what: str) -> Iterator[Finding]:
    waiting = (table.done_at.is_(None), table.parked_at.is_(None))
    late = _count(table, *waiting, table.due_at < clock.now() - _LATE)
    parked = _count(table, table.parked_at.is_not(None), table.done_at.is_(None))
    if late:
        yield Finding(f"{late} {what} are late. Is the worker running? forum serve starts it.", is_wrong=True)
    if parked:
        yield Finding(f"{parked} {what} failed too often and are parked. See the administrator's pages.", is_wrong=True)
    if not late and not parked:
        yield Finding(f"No {what} are late.")


def _count(table: type[Pending], *conditions: object) -> int:
    return int(read(select(func.count()).select_from(table).where(*conditions)).scalar_one())  # type: ignore[arg-type]

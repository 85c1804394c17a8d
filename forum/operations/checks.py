"""`forum doctor`: what is right with this installation, what is not, and what to do."""

import os
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.actions.setup import has_administrator
from forum.files.models import StoredFile
from forum.files.queries import Room, store_room
from forum.files.storage import FolderStorage, Storage
from forum.kernel import clock
from forum.kernel.db import is_sqlite, one_moment, read, session
from forum.kernel.faults import TAKES_NO_CHANGES, first_line, known_fault
from forum.kernel.leases import latest_lease
from forum.kernel.pending import Pending, count_stuck, is_parked
from forum.kernel.settings.environment import Environment
from forum.kernel.sqlite import REMEDY_OF_DAMAGE
from forum.kernel.wrong_clock import WRONG_CLOCK
from forum.operations import queue, schema
from forum.operations.findings import Finding
from forum.operations.jobs import PENDING_TABLES
from forum.operations.mail_checks import mail_findings, mailbox_findings
from forum.operations.surroundings import address_findings, folder_findings, name_findings
from forum.search.index.protocol import NO_INDEX, IndexSilent
from forum.search.place import index
from forum.topics.administration import unheard_categories

SILENCE_REMEDY = "Look at TANYA_SEARCH_URL, and at the folder or the server; it is used again as soon as it answers."
DAMAGE_REMEDY = "A worker that runs makes it again by itself. If this stays so, run: forum search rebuild"
_OLDEST_POSTGRESQL = 150000
_ROWS_AT_ONCE = 1000
_LARGEST_DRIFT = timedelta(minutes=2)
_TIME_REMEDY = "Have every machine's clock set by NTP: deadlines, and who does which work, are counted by it."
_WAITING = {
    "threads": "threads to index",
    "events": "events to tell",
    "mails": "mails to send",
    "mail-in": "messages to read",
    "removals": "removals to finish",
    "copies": "copies of data to make",
}
_ADDRESSES = text("""
    SELECT count(DISTINCT coalesce(host(client_addr), 'here')) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND backend_type = 'client backend'
    AND application_name = ''  -- psql and pg_dump give a name
""")


def examine(environment: Environment) -> list[Finding]:
    """Everything that was looked at. A broken database ends the examination with that finding."""
    findings = [*name_findings(os.environ), *folder_findings(environment), *address_findings(environment)]
    findings += [*mail_findings(environment), *mailbox_findings(environment)]
    try:
        wrong = schema.what_is_wrong()
        if wrong:
            return [*findings, as_finding(wrong)]
        findings += [*_database(), *_time(), _clock(environment), *_rows(environment), *search_findings(environment)]
    except SQLAlchemyError as error:
        session.rollback()
        findings.append(_no_answer(getattr(error, "orig", error)))
    return findings


def _no_answer(failure: BaseException) -> Finding:
    if fault := known_fault(failure):
        return Finding(*fault)
    return Finding(
        f"The database does not answer: {first_line(failure)}.", "Look at TANYA_DATABASE_URL and the server."
    )


def as_finding(sentence: str) -> Finding:
    """The sentence about the schema or the queue ends with what to do."""
    what, _, remedy = sentence.partition(". ")
    return Finding(f"{what}.", remedy)


def _database() -> Iterator[Finding]:
    yield Finding(f"The schema is at {schema.newest()}, as this version needs.")
    if is_sqlite():
        answer = str(session.scalar(text("PRAGMA quick_check(1)"))).splitlines()[-1]
        yield Finding(f"SQLite's quick check says: {answer}.", "" if answer == "ok" else REMEDY_OF_DAMAGE)
    elif (version := int(session.scalar(text("SHOW server_version_num")) or 0)) < _OLDEST_POSTGRESQL:
        yield Finding(f"PostgreSQL {version // 10000} is too old.", "Install PostgreSQL 15 or newer.")
    elif session.scalar(text("SHOW transaction_read_only")) == "on":
        yield Finding(*TAKES_NO_CHANGES)


def _time() -> Iterator[Finding]:
    """Whether this machine's clock fits with what workers wrote, and with the database's."""
    now, latest = clock.now(), latest_lease()
    if latest and latest - now > WRONG_CLOCK:
        known = f"a worker has written that it has work until {latest:%Y-%m-%d %H:%M} UTC"
    elif not is_sqlite() and abs((theirs := session.execute(select(func.now())).scalar_one()) - now) > _LARGEST_DRIFT:
        known = f"that of the database server {theirs:%Y-%m-%d %H:%M} UTC"
    else:
        return
    yield Finding(f"The clock of this machine says {now:%Y-%m-%d %H:%M} UTC, but {known}.", _TIME_REMEDY)


def _clock(environment: Environment) -> Finding:
    wrong = queue.what_is_wrong(environment)
    return as_finding(wrong) if wrong else Finding("The queue can be used.")


def _rows(environment: Environment) -> Iterator[Finding]:
    """What the rows say: who administers, whom no ticket reaches, which work waits, which uploads are lost."""
    if not has_administrator():
        yield Finding(
            "Nobody administers this forum yet.",
            f"Run: forum setup-code, and open {environment.public_url}/setup with the code.",
        )
    if unheard := unheard_categories():
        yield Finding(
            f"Categories without a team that somebody leads: {len(unheard)}, one is {unheard[0]}. Nobody is told of "
            "private tickets there, nor warned of deadlines; see Administration, Categories."
        )
    for name, table in PENDING_TABLES.items():
        yield from _backlog(name, table)
    yield _uploads(FolderStorage(environment.files_dir))
    yield _room(store_room())


def _uploads(storage: Storage) -> Finding:
    kept = {key for key, _at in storage.kept()}
    wanted = select(StoredFile.token, StoredFile.name).execution_options(yield_per=_ROWS_AT_ONCE)
    with one_moment():
        missing = [row.name for row in session.execute(wanted) if row.token not in kept]
    if missing:
        remedy = "Restore a backup; of several nodes, all must share the folder files of the data folder."
        return Finding(f"Uploaded files that are gone: {len(missing)}, one is {missing[0]}.", remedy)
    return Finding("All uploaded files are there.")


def _room(room: Room) -> Finding:
    taken = f"Uploaded files take {room.used} of the {room.most} MB that they may take together."
    if room.is_nearly_full:
        remedy = "Once these are full nobody can upload; give them more under Administration, Settings, All files."
        return Finding(taken, remedy)
    return Finding(taken)


def search_findings(environment: Environment) -> Iterator[Finding]:
    """Whether every node that may be running finds the same."""
    yield from _index()
    if not environment.search.startswith("whoosh:"):
        yield Finding("The search index is in PostgreSQL, for any number of nodes.")
    elif (machines := _machines()) > 1:
        yield Finding(
            f"{machines} machines use this database, and TANYA_SEARCH_URL gives each a search index of its own, of "
            "which only one is kept right.",
            "Leave TANYA_SEARCH_URL empty on all of them.",
        )
    else:
        yield Finding("The search index is in a folder, for one node.")


def _index() -> Iterator[Finding]:
    """Whether all of the index can be read. Where it is damaged, the worker hears of it by this."""
    try:
        wrong = index().look_through()
    except IndexSilent as silence:
        yield Finding(f"The search does not work: {silence}. Only titles are found.", SILENCE_REMEDY)
        return
    if wrong == NO_INDEX:
        yield Finding(f"The search cannot use its index: {wrong}. The worker makes it; titles are found meanwhile.")
    elif wrong:
        yield Finding(
            f"The search cannot use its index: {wrong}. Titles are found meanwhile.",
            DAMAGE_REMEDY,
        )


def _machines() -> int:
    """From how many addresses programs of this forum are connected to the database."""
    return 1 if is_sqlite() else int(session.scalar(_ADDRESSES) or 1)


def _backlog(name: str, table: type[Pending]) -> Iterator[Finding]:
    what = _WAITING[name]
    late, parked = count_stuck(table, at=clock.now())
    failures = select(table.failure).where(is_parked(table), table.failure != "").order_by(table.parked_at.desc())
    given_up = read(select(func.count()).select_from(failures.subquery())).scalar_one()
    if late:
        yield Finding(f"Waiting too long, of {what}: {late}.", "Is the worker running? Start it: forum serve")
    if given_up:
        why = (read(failures.limit(1)).scalar_one() or "").partition("\n")[0]
        yield Finding(
            f"Parked since they failed, of {what}: {given_up}, the last because of: {why}",
            f"Put that right, then run: forum retry {name}",
        )
    if parked > given_up:
        yield Finding(
            f"Kept for an administrator's decision, of {what}: {parked - given_up}; see Administration, Mails."
        )
    if not late and not parked:
        yield Finding(f"No {what} wait for long.")

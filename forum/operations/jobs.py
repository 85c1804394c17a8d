"""All that the worker does: pending work every half second, periodic work by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.jobs import forget_old_attempts
from forum.accounts.settings import SITE_NAME
from forum.answers.jobs import end_lapsed_claims
from forum.conduct.jobs import forget_old_keys
from forum.feedback.jobs import ask_mistimed_anew, close_what_nobody_answered
from forum.files.jobs import sweep_bytes_without_row, sweep_unused
from forum.files.storage import FolderStorage
from forum.kernel.db import db, gather_statistics, is_sqlite
from forum.kernel.pending import Pending, release_lost, take_up_mistimed
from forum.kernel.settings.environment import Environment
from forum.kernel.sqlite import empty_log
from forum.knowledge.faq.jobs import forget_old_openings, remind_owners
from forum.knowledge.known.jobs import remind_of_missed_updates
from forum.mail.compose import Sender
from forum.mail.jobs import send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.oauth import tokens_of
from forum.mail.signing import signature_for
from forum.mail.transport import Outlet
from forum.mailbox.here import Here
from forum.mailbox.jobs import end_mistimed_stops, forget_old_raw_mail, mail_in_work
from forum.mailbox.models import ReceivedMail
from forum.notifications.badge import recount_all
from forum.notifications.delivery import mail_due_notices, may_leave
from forum.notifications.jobs import expand_due_events, forget_old_notices, mail_mistimed_notices
from forum.notifications.models import EventPending
from forum.privacy.copying import copy_due
from forum.privacy.jobs import remove_due
from forum.privacy.models import DataCopy, Removal
from forum.questions.jobs import forget_old_views
from forum.search.ageing import age_attempts, age_searches
from forum.search.jobs import forget_done, index_due
from forum.search.models import SearchPending
from forum.search.telling import tell_of_matches
from forum.tickets.desk.jobs import forget_lapsed_presence
from forum.tickets.timing.jobs import end_missed_promises, set_clocks_anew, warn

PendingWork = Callable[[str, datetime], int]
"""Takes what is due, as this holder, at this moment; how many rows it took."""


PENDING_TABLES: dict[str, type[Pending]] = {
    "threads": SearchPending, "events": EventPending, "mails": OutgoingMail, "removals": Removal,
    "copies": DataCopy, "mail-in": ReceivedMail,
}  # fmt: skip


def take_back_lost_work(at: datetime) -> int:
    """What a killed worker of this machine had taken is due at once; how many rows."""
    return sum(release_lost(table, at=at) for table in PENDING_TABLES.values())


def take_up_mistimed_work(at: datetime) -> int:
    """What a clock that was wrong has left for another year is due at once; how many rows."""
    rows = sum(take_up_mistimed(table, at=at) for table in PENDING_TABLES.values())
    return rows + mail_mistimed_notices(at) + end_mistimed_stops(at) + ask_mistimed_anew(at)


def pending_work(environment: Environment) -> tuple[PendingWork, ...]:
    """What is looked at all the time: threads to index, events to tell people of, mail to send, mail to read, clocks
    to set anew, words to take out."""
    news = expand_due_events, mail_due_notices, _mail_work(environment), mail_in_work(here_of(environment))
    return index_due, *news, set_clocks_anew, *_privacy_work(environment)


def here_of(environment: Environment) -> Here:
    """What mail in knows of this installation."""
    return Here(environment.mail_from, environment.mail_in_domain, FolderStorage(environment.files_dir))


def _mail_work(environment: Environment) -> PendingWork:
    signature = signature_for(environment.mail_from, environment.mail_dkim_selector, environment.mail_dkim_key)
    outlet = Outlet(environment.mail_url, signature, tokens_of(environment))

    def send_mail(holder: str, at: datetime) -> int:
        sender = Sender(environment.mail_from, environment.public_url, SITE_NAME(), environment.mail_in_domain)
        return send_due_mail(outlet, sender, holder=holder, at=at, may_leave=may_leave)

    return send_mail


def _privacy_work(environment: Environment) -> tuple[PendingWork, PendingWork]:
    storage = FolderStorage(environment.files_dir)

    def remove(holder: str, at: datetime) -> int:
        return remove_due(storage, holder, at)

    def copy_data(holder: str, at: datetime) -> int:
        return copy_due(storage, holder, at)

    return remove, copy_data


@dataclass(frozen=True)
class PeriodicWork:
    """A job, and at which minutes and hours it is due (cron's notation)."""

    name: str
    run: Callable[[datetime], object]
    minute: str = "*"
    hour: str = "*"


def file_work(environment: Environment) -> tuple[PeriodicWork, ...]:
    """Uploads that no post uses are swept, from where this environment keeps files."""
    storage = FolderStorage(environment.files_dir)
    return (
        PeriodicWork("sweep-unused-files", lambda at: sweep_unused(storage, at=at), minute="47"),
        PeriodicWork("sweep-stray-bytes", lambda at: sweep_bytes_without_row(storage, at=at), minute="57", hour="3"),
    )


def shorten_write_ahead_log(_at: datetime) -> None:
    """SQLite's write-ahead log is empty again, or will be in an hour; it shrinks only when it is told to."""
    if is_sqlite():
        empty_log(db.engine)


PERIODIC_WORK: tuple[PeriodicWork, ...] = (
    PeriodicWork("take-up-mistimed-work", take_up_mistimed_work, minute="*/10"),
    PeriodicWork("end-lapsed-claims", end_lapsed_claims),
    PeriodicWork("close-what-nobody-answered", close_what_nobody_answered),
    PeriodicWork("forget-indexed-threads", forget_done, minute="37"),
    PeriodicWork("forget-old-keys", forget_old_keys, minute="7"),
    PeriodicWork("forget-old-sign-ins", forget_old_attempts, minute="2", hour="3"),
    PeriodicWork("forget-old-views", forget_old_views, minute="27", hour="3"),
    PeriodicWork("forget-old-notices", forget_old_notices, minute="37", hour="3"),
    PeriodicWork("recount-badges", recount_all, minute="42", hour="3"),
    PeriodicWork("remind-of-missed-updates", remind_of_missed_updates),
    PeriodicWork("end-missed-promises", end_missed_promises),
    PeriodicWork("warn-of-deadlines", warn),
    PeriodicWork("remind-faq-owners", remind_owners, minute="12"),
    PeriodicWork("forget-old-raw-mail", forget_old_raw_mail, minute="52", hour="3"),
    PeriodicWork("forget-old-faq-openings", forget_old_openings, minute="32", hour="3"),
    PeriodicWork("tell-of-saved-searches", tell_of_matches, minute="*/10"),
    PeriodicWork("age-searches", age_searches, minute="22"),
    PeriodicWork("age-attempts-to-ask", age_attempts, minute="24"),
    PeriodicWork("forget-lapsed-presence", forget_lapsed_presence, minute="22"),
    PeriodicWork("gather-statistics", lambda _at: gather_statistics(), minute="33"),
    PeriodicWork("shorten-write-ahead-log", shorten_write_ahead_log, minute="17"),
)

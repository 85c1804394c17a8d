"""The background worker: a half-second look at pending rows, and Huey for what comes by the clock.

What must happen is a row in our own tables; Huey only says when. A periodic job runs in every worker that there is, so
each run is guarded by a lease row.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from huey import Huey, crontab

from forum.app import Tanya, create_app
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.faults import log_failure
from forum.kernel.holders import holder_name
from forum.kernel.leases import take_lease
from forum.kernel.settings.environment import Environment
from forum.kernel.settings.registry import refresh_now
from forum.operations.jobs import (
    PERIODIC_WORK,
    PendingWork,
    PeriodicWork,
    file_work,
    pending_work,
    take_back_lost_work,
)
from forum.operations.logs import configure_logs
from forum.operations.mail_sources import mail_sources, running
from forum.operations.queue import queue
from forum.search.index.protocol import IndexSilent

log = logging.getLogger("forum.worker")
LOOK_SECONDS = 0.5
_RAREST_SECONDS = 30.0
_FAILED = -1


def run(environment: Environment) -> None:
    """Work until SIGTERM or SIGINT; a job that is running is finished first."""
    configure_logs(environment)
    app = create_app(environment)
    huey = queue(environment)
    for work in (*PERIODIC_WORK, *file_work(environment)):
        _schedule(huey, app, work)
    with app.app_context():
        _tried("take-back-lost-work", lambda: take_back_lost_work(clock.now()))
    lookers = [Looker(app, work) for work in pending_work(environment)]
    for looker in lookers:
        looker.start()
    options = {"workers": 1, "backoff": 1.15, "max_delay": 1.0, "graceful_signal": "TERM", "shutdown_timeout": 10}
    try:
        with running(mail_sources(app, environment)):
            huey.create_consumer(**options).run()
    finally:
        for looker in lookers:
            looker.stop()
        for looker in lookers:
            looker.join(timeout=10)


class Looker(threading.Thread):
    """Looks at one table of pending work every half second, at once again while there is work, and ever more rarely
    while it fails.

    Each kind of work has its own: neither a mail server that is slow nor an index that is made again holds up the rest.
    """

    def __init__(self, app: Tanya, work: PendingWork) -> None:
        super().__init__(name=f"looker-{work.__name__}", daemon=True)
        self._app, self._work = app, work
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        pause = LOOK_SECONDS
        while not self._stopping.is_set():
            done = _look(self._app, self._work, holder_name())
            pause = min(pause * 2, _RAREST_SECONDS) if done == _FAILED else LOOK_SECONDS
            self._stopping.wait(0 if done > 0 else pause)

    def stop(self) -> None:
        """The look that is under way is the last."""
        self._stopping.set()


def look(app: Tanya, holder: str) -> int:
    """One look at every table of pending work; how many rows were taken. A failure is logged and stops nothing else."""
    return sum(max(_look(app, work, holder), 0) for work in pending_work(app.extensions["environment"]))


def _look(app: Tanya, work: PendingWork, holder: str) -> int:
    with app.app_context():
        return _tried(work.__name__, lambda: work(holder, clock.now()))


def _tried(name: str, work: Callable[[], int]) -> int:
    try:
        return work()
    except IndexSilent as silence:
        session.rollback()
        log.error("work failed", extra={"job": name, "reason": str(silence)})
    except Exception as failure:
        session.rollback()
        log_failure(log, "work failed", failure, job=name)
    finally:
        session.remove()
    return _FAILED


def _schedule(huey: Huey, app: Tanya, work: PeriodicWork) -> None:
    @huey.periodic_task(crontab(minute=work.minute, hour=work.hour), name=work.name)  # type: ignore[untyped-decorator]
    def _run() -> None:
        with app.app_context():
            _tried(work.name, lambda: _once(work, clock.now()))


def _once(work: PeriodicWork, at: datetime) -> int:
    if not take_lease(work.name, holder_name(), lasting=timedelta(seconds=50), at=at):
        return 0
    refresh_now()
    work.run(at)
    return 1

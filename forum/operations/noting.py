"""What a web process notes in memory while it answers is written every few seconds, by a thread of its own.

The same thread begins with the searches that were made last, so that their words are in the process's cache.
"""

import atexit
import logging
import os
import time
from threading import Thread

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.faults import log_failure
from forum.search.noted import write_waiting
from forum.search.warming import warm

log = logging.getLogger("forum.search")
_EVERY = 5.0  # seconds
_BREATH = 0.01  # seconds in which others are answered


def write_notes(app: Tanya) -> None:
    """From a process's first request on, a thread writes what is noted in it; the rest goes at the exit.

    Not from the loading on: where the application is loaded before its processes are forked, the thread would stay
    with the parent, which answers nobody.
    """
    begun: set[int] = set()

    @app.before_request
    def _begin() -> None:
        if (process := os.getpid()) not in begun:
            begun.add(process)
            Thread(target=_work, args=(app,), name="notes", daemon=True).start()
            atexit.register(_write, app)


def _work(app: Tanya) -> None:
    _warm(app)
    while True:
        time.sleep(_EVERY)
        _write(app)


def _warm(app: Tanya) -> None:
    with app.app_context():
        try:
            warm(at=clock.now(), pause=lambda: time.sleep(_BREATH))
        except Exception:
            log.exception("what was searched for last could not be searched for again")
        finally:
            session.remove()


def _write(app: Tanya) -> None:
    """Whatever goes wrong is logged: nobody would begin the thread again."""
    with app.app_context():
        try:
            write_waiting()
        except Exception as failure:
            log_failure(log, "what was noted could not be written down", failure)
        finally:
            session.remove()

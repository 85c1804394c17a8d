"""What a web process notes in memory while it answers is written every few seconds, by a thread of its own."""

import atexit
import logging
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from forum.app import Tanya
from forum.kernel.db import session
from forum.search.log import write_waiting

log = logging.getLogger("forum.search")
_EVERY = 5.0  # seconds


def write_notes(app: Tanya) -> Event:
    """A thread writes what is noted in this process from now on, until the event is set; the rest goes at the exit."""
    stop = Event()
    Thread(target=_work, args=(app, stop), name="notes", daemon=True).start()
    atexit.register(_write, app)
    return stop


def _work(app: Tanya, stop: Event) -> None:
    while not stop.wait(_EVERY):
        _write(app)


def _write(app: Tanya) -> None:
    try:
        with app.app_context():
            try:
                write_waiting()
            finally:
                session.remove()
    except SQLAlchemyError:
        log.warning("searches could not be written down", exc_info=True)

"""The server's entry: `gunicorn forum.wsgi:app`."""

import gc

from forum.app import create_app
from forum.kernel.settings.environment import Environment
from forum.operations.logs import configure_logs
from forum.operations.noting import write_notes

_environment = Environment()
configure_logs(_environment)
app = create_app(_environment)
gc.collect()
gc.freeze()  # what every request needs is looked through once, and stays shared between processes
write_notes(app)

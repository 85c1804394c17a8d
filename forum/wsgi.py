"""The server's entry: `gunicorn forum.wsgi:app`."""

import gc

from forum.app import create_app
from forum.kernel.settings.environment import Environment
from forum.operations.logs import configure_logs
from forum.operations.noting import write_notes

# A page makes thousands of rows and strings that end with it. Looked for after each 700, as Python does by itself, what
# may be left of them costs a question's page a fifteenth of its time.
_LOOKS_AFTER = 5_000

_environment = Environment()
configure_logs(_environment)
app = create_app(_environment)
gc.collect()
gc.freeze()  # what every request needs is looked through once, and stays shared between processes
gc.set_threshold(_LOOKS_AFTER)
write_notes(app)

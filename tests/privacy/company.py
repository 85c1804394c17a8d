"""A forum of its own on a real database, a worker that works until nothing is left, and what is on its disk."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import db, is_sqlite, transaction
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.models import Source
from forum.people.models import Person
from forum.search.noted import write_waiting
from forum.worker import look

Browsers = dict[str, FlaskClient]
_MINUTE = timedelta(minutes=1)
_ALL_TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


def browser(app: Tanya, person: Person) -> FlaskClient:
    """A browser in which the person is signed in."""
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = f"{person.id}.{person.session_epoch}", True
    return client


def work(app: Tanya, *, minutes: int = 13) -> None:
    """The worker has done all that is due, and what comes due in the next minutes."""
    with app.app_context():
        write_waiting()
    for step in range(1, minutes + 1):
        with clock.standing(clock.now().replace(microsecond=0) + step * _MINUTE):
            while look(app, "test"):
                pass


def on_disk(app: Tanya) -> bytes:
    """All bytes of the data folder, and on PostgreSQL a dump of every table; in lower case."""
    folder = app.extensions["environment"].data_dir
    files = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    with app.app_context():
        dump = b"" if is_sqlite() else _dump()
    return (files + dump).lower()


def _dump() -> bytes:
    with db.engine.connect() as connection:
        names = connection.execute(text(_ALL_TABLES)).all()
        rows = (connection.execute(text(f'SELECT t::text FROM "{one}"."{name}" t')).scalars() for one, name in names)
        return "\n".join(row for table in rows for row in table).encode()


def send(client: FlaskClient, path: str, **form: Any) -> str:
    """Where the form led; it was right."""
    sent = client.post(path, data={"key": "k", "secrets": "keep", **form}, content_type="multipart/form-data")
    assert sent.status_code == 303, (path, sent.status_code, sent.text[-900:])
    return str(sent.location)


def mail_in(app: Tanya, words: str) -> None:
    """Ana writes so by mail, to an address that nobody has set up; her message is kept as it came."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ana Lim <ana.lim@kencana.example>", "it@here.example", words
    message.set_content(words)
    with app.app_context(), transaction():
        keep_mail(bytes(message), sender=None, recipients=(), source=Source.PIPE, at=clock.now())


def ask(client: FlaskClient, source: str, **form: Any) -> str:
    """The address of a question that was asked."""
    values = {"title": "Cannot sign in today", "category": "hardware", "source": source, **form}
    return "/".join(send(client, "/questions", **values).split("/")[:3])

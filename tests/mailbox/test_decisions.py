"""The table of letters says of each what is to be decided about it; here it is decided."""

from pathlib import Path
from typing import Any

import pytest

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.actions import queue_mail
from forum.mailbox.facts import Kind, Unknown
from forum.mailbox.settings import TRUSTED_SERVERS, UNKNOWN_SENDERS
from forum.notifications.models import ReplyKey
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from tests.conftest import NOON
from tests.mailbox import letters
from tests.mailbox.post import address, arrive, why
from tests.people import ana, iris, make_person
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("noon")
_KEY = "4f0c1d2e3b4a59687766554433221100"
_KINDS: dict[str, tuple[set[Kind], bool]] = {  # and whether a receipt follows
    "new ticket": ({Kind.TICKET}, True),
    "new ticket without receipt": ({Kind.TICKET}, False),
    "reply": ({Kind.REPLY}, False),
    "reply and resolution": ({Kind.REPLY}, False),
    "note and assignment": ({Kind.NOTE}, False),
    "attached silently": ({Kind.ATTACH, Kind.IGNORE}, False),
    "bounce recorded": ({Kind.ATTACH, Kind.IGNORE}, False),
    "parked": ({Kind.PARK}, False),
    "ignored": ({Kind.IGNORE}, False),
    "ticket for the writer": ({Kind.TICKET_FOR}, False),
}


@pytest.fixture
def world(app: Tanya) -> None:
    """The world that the table names."""
    person = ana()
    iris(), make_person("Nurul Huda"), make_person("Ben Raj"), address()
    request = PrivateRequest("The printer says E-041", "It does.", "<p>It does.</p>", None, confidential=False)
    ticket = open_private_ticket(request, by=actor(person), at=NOON)
    ticket.label = "IT-000042"
    session.add(ReplyKey(key=_KEY, person_id=person.id, ticket_id=ticket.id, is_note=False))
    mail = queue_mail(
        person_id=person.id, address=person.email or "", language="en", template="news", facts={}, sender_name="",
        at=NOON, reply_key=_KEY,
    )  # fmt: skip
    mail.message_id, mail.done_at = "t42@tanya", NOON
    store(TRUSTED_SERVERS, " ".join(letters.TRUSTED))
    store(UNKNOWN_SENDERS, Unknown.CREATE.value)
    session.flush()


@pytest.mark.parametrize("row", letters.rows_with("decision"), ids=letters.name_of)
def test_what_is_decided_about_a_letter(world: None, row: dict[str, Any], tmp_path: Path) -> None:
    mail = arrive(letters.raw(row["file"]), tmp_path)
    kinds, is_answered = _KINDS[row["decision"]]
    assert mail.decision in kinds, (mail.decision, why(mail), mail.failure)
    assert mail.is_answered == is_answered, why(mail)

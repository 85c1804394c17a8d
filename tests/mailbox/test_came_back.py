"""A mail comes back, its reader sees it in the app, tries the address, and is mailed again: with real servers."""

import re
from pathlib import Path
from typing import Any

import pytest

from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.mail.actions import queue_mail
from forum.mail.bounces import pause_of
from forum.people.models import Person
from tests import databases
from tests.conftest import Client, browser_of
from tests.mailbox import letters
from tests.mailbox.forums import Forum, MailServer, founded, working
from tests.operations.truth import of
from tests.people import ana
from tests.running import eventually, mail_server

_FACTS = {"name": "Ana Lim", "by": "Iris Tan", "title": "VPN", "label": "", "path": "/answers/7", "text": ""}


class _Returning(MailServer):
    """Takes every mail and reports to its envelope's sender that nobody has the address, until it is told otherwise."""

    is_known = False

    async def handle_DATA(self, server: Any, connection: Any, envelope: Any) -> str:
        said = await super().handle_DATA(server, connection, envelope)
        if not self.is_known:
            sender = envelope.mail_from.strip("<>")
            self.hand_on(_report(sender, envelope.rcpt_tos[0]), "", sender)
        return said


def _report(to: str, reader: str) -> bytes:
    """A delivery status (RFC 3464) as Postfix writes it."""
    said = letters.raw("bounce_postfix").decode().replace("bounces+42@kencana.example", to)
    said = said.replace("ana.lim@kencana.example", reader).replace("bounce_postfix@mx", to)
    return said.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_mail_that_came_back_pauses_news_until_its_reader_confirms_the_address(tmp_path: Path, kind: str) -> None:
    office = _Returning()
    with mail_server(office) as url:
        forum = founded(kind, tmp_path, "kencana-ask.example", mail_url=url)
        forum.app.test_client_class = Client
        office.forums.append(forum)
        with working(forum):
            _news(forum)
            assert eventually(lambda: _is_paused(forum))
            office.is_known = True
            assert _told_in_the_app(forum)
            _confirm(forum, office)
            assert not _is_paused(forum)
            before = len(office.taken)
            _news(forum)
            assert eventually(lambda: len(office.taken) > before)


def _person() -> Person:
    found = session.get(Person, 2)
    return found if found is not None else ana()


def _news(forum: Forum) -> None:
    with of(forum.app), transaction():
        person = _person()
        queue_mail(
            person_id=person.id, address=person.email or "", language="en", template="question_answered",
            facts={**_FACTS, "unsubscribe": "/unsubscribe/x/answers"}, sender_name="Iris Tan", at=clock.now(),
        )  # fmt: skip


def _is_paused(forum: Forum) -> bool:
    with of(forum.app):
        return pause_of(_person().id) is not None


def _told_in_the_app(forum: Forum) -> bool:
    """Whether the inbox and the account page say it."""
    with of(forum.app):
        browser = browser_of(forum.app, _person())
        pages = [lambda path=path: "came back" in browser.get(path).text for path in ("/inbox", "/settings/account")]
        return all(eventually(is_said) for is_said in pages)


def _confirm(forum: Forum, office: MailServer) -> None:
    """The reader has a link sent to the address, and follows it."""
    with of(forum.app):
        browser, before = browser_of(forum.app, _person()), len(office.taken)
        assert browser.post("/settings/address/trial").status_code == 303
        assert eventually(lambda: len(office.taken) > before)
        body = office.taken[-1][1].get_body(("plain",)).get_content()  # type: ignore[attr-defined]
        link = re.search(r"/confirm/address/\S+", body)
        assert link and browser.post(link[0]).status_code in (200, 303)

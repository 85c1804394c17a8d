"""Each kind of notice is made by its act in the pages, reaches the inbox, and says in a mail what it says there."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.words import catalogue
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.notifications.choices import Wishes, choose, wishes_of
from forum.notifications.delivery import mail_due_notices
from forum.notifications.kinds import KINDS
from forum.notifications.matters import Way
from forum.notifications.models import Notice
from forum.people.models import Person
from tests.conftest import browser_of
from tests.notifications.stage import ACTS, Stage
from tests.posts import actor, later, tell

pytestmark = pytest.mark.usefixtures("noon")
LONG_AFTER = later(days=500)
Work = Callable[[], int]
HERE = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya", "in.kencana.example")


def test_every_kind_has_its_act() -> None:
    assert ACTS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_told_by_its_act_in_the_inbox_and_by_mail(app: Tanya, indexing: Work, kind: str) -> None:
    stage = Stage(app, indexing)
    for person in vars(stage).values():
        if isinstance(person, Person):
            _wants_mail_of(person, KINDS[kind].matter)
    person = ACTS[kind](stage)
    session.commit()
    tell(LONG_AFTER)
    notice = session.scalars(select(Notice).where(Notice.person_id == person.id, Notice.kind == kind)).one()
    for language in ("en", "ms"):
        person.language = language
        words = _first_words(kind, language)
        assert words in browser_of(app, person).get("/inbox").text
        _reads_well(_mailed_anew(notice), words, notice.facts["path"])


def _wants_mail_of(person: Person, matter: str) -> None:
    by = actor(person)
    if matter in (wishes := wishes_of(by)).ways:
        choose(Wishes({**wishes.ways, matter: Way.AT_ONCE}, "daily", 0, 0), by=by)


def _first_words(kind: str, language: str) -> str:
    """The longest piece of the sentence that nothing is filled into."""
    pieces = re.split(r"%\(\w+\)s|[“”&'\"<>]", catalogue(language).gettext(KINDS[kind].sentence))
    return max(pieces, key=len).strip()


def _mailed_anew(notice: Notice) -> OutgoingMail:
    """A mail about this alone, in the language that its reader has now."""
    notice.leaves_at, notice.mail_id = LONG_AFTER, None
    session.commit()
    mail_due_notices("test", LONG_AFTER)
    session.refresh(notice)
    return session.get_one(OutgoingMail, notice.mail_id)


def _reads_well(mail: OutgoingMail, words: str, path: str) -> None:
    message, stop = compose(mail, HERE), catalogue(mail.language).gettext("No more mails about this")
    text, html = (message.get_body((part,)) for part in ("plain", "html"))
    assert isinstance(text, EmailMessage) and isinstance(html, EmailMessage)
    assert message["Subject"] and message["List-Unsubscribe-Post"] and stop in html.get_content()
    assert HERE.public_url + path in text.get_content() and f'href="{HERE.public_url}{path}"' in html.get_content()
    assert words in text.get_content() and words in html.get_content()

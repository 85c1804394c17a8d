"""Loads the sample company into a fresh database."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from forum.accounts.actors import load_actors, system_actor
from forum.files.storage import Storage
from forum.kernel.db import session, transaction
from forum.mail.models import OutgoingMail
from forum.notifications.badge import count_unread
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import Notice
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.sample.conduct import play_flags
from forum.sample.desk import play_desk
from forum.sample.faq import play_faq
from forum.sample.known import play_known_issues
from forum.sample.mails import play_mails
from forum.sample.people import actor_called, make_company
from forum.sample.saved import write_saved_replies
from forum.sample.searches import play_attempts, play_searches
from forum.sample.story import Story
from forum.sample.threads import read_company, read_threads

_FRESH = timedelta(days=3)


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    empty = session.scalar(select(Person.id).where(Person.id != SYSTEM_PERSON_ID).limit(1)) is None
    session.rollback()
    return empty


def load_sample_company(storage: Storage, *, at: datetime, tell: Callable[[str], None] = lambda _words: None) -> int:
    """The sample company with its threads, tickets and notices is in the database; how many threads. Committed.

    Its people are told in the forum what happened; the mails of that past are not sent.
    """
    story, threads = Story(storage, founded_at=at), read_threads()
    with transaction():
        make_company(read_company(), by=system_actor(at=at), at=at)
        for thread in threads:
            story.play(thread)
        play_desk(story.questions["04-wifi-floor-3-slow"], founded_at=at)
        play_flags(story.questions["05-outlook-mailbox-full"], story.questions["10-laptop-lambat-gila"], founded_at=at)
        entries = play_faq(story.questions, founded_at=at)
        play_known_issues(read_company(), story.questions, founded_at=at)
        write_saved_replies(at=at)
        play_searches(founded_at=at)
        play_mails(by=actor_called("aishah.rahman", at=at), at=at)
        play_attempts(story.questions.values(), founded_at=at)
    tell(f"{len(threads)} threads, {entries} FAQ entries")
    while expand_due_events("sample", at):
        pass
    with transaction():
        _let_the_past_rest(at)
    return len(threads)


def _let_the_past_rest(at: datetime) -> None:
    session.execute(update(Notice).values(leaves_at=None))
    session.execute(delete(OutgoingMail))
    session.execute(update(Notice).where(Notice.at < at - _FRESH).values(read_at=Notice.at))
    count_unread(load_actors(session.scalars(select(Person.id)).all(), at=at))

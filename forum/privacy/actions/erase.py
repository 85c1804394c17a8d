"""A person goes out of the forum: his row at once, and what others wrote of him by the worker."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.actions.closing import NOBODYS_NAME
from forum.accounts.actions.erasing import erase, handles_of
from forum.accounts.actors import Actor
from forum.accounts.models import Profile
from forum.conduct.models import HouseRulesAcceptance, IdempotencyKey, KeptDraft
from forum.files.models import StoredFile
from forum.kernel.db import session
from forum.mailbox.actions.forget import forget_mails_of
from forum.notifications.models import MailHabit, Notice, NoticeChoice, ReplyKey, Watch
from forum.people.models import Person
from forum.privacy.models import DataCopy, Removal
from forum.questions.models import Bookmark
from forum.saved_replies.models import SavedReply
from forum.search.saved import nobody_searched
from forum.votes.models import ThanksNote

_HIS_ALONE = (
    Notice.person_id, NoticeChoice.person_id, MailHabit.person_id, ReplyKey.person_id, Watch.person_id,
    Watch.watched_id, Bookmark.person_id, IdempotencyKey.person_id, DataCopy.person_id,
    KeptDraft.person_id, HouseRulesAcceptance.person_id, SavedReply.owner_id, ThanksNote.to_id,
)  # fmt: skip


def erase_person(person: Person, *, by: Actor, at: datetime) -> Removal:
    """The person is "former colleague"; notices, mails, devices, searches and choices are gone, posts and tickets stay.

    The worker takes handles, address and name out of what others wrote, and the photo off the disk. A name that
    somebody else has, or that is a single word, stays in other people's sentences. Refused as by `accounts.erase`.
    """
    photo = select(StoredFile.token).join(Profile, Profile.photo_file_id == StoredFile.id)
    photos = list(session.scalars(photo.where(Profile.person_id == person.id)))
    handles, address, name = handles_of(person), person.email, _name_alone(person)
    erase(person, by=by, at=at)
    forget_mails_of(person.id, addresses=[address] if address else [])
    nobody_searched(person.id)
    for column in _HIS_ALONE:
        session.execute(delete(column.class_).where(column == person.id))
    person.unread_count = person.draft_count = 0
    words = dict(_spoken(handles, person.handle))
    words |= {each: NOBODYS_NAME for each in (address, name) if each}
    removal = Removal(person_id=person.id, words=words, files=photos, counts={}, by_id=by.id, at=at, due_at=at)
    session.add(removal)
    session.flush()
    return removal


def _spoken(handles: list[str], new: str) -> list[tuple[str, str]]:
    """As handles stand in texts, addresses and searches; alone only where they are no everyday word."""
    spoken = [(f"{before}{handle}", f"{before}{new}") for handle in handles for before in ("@", "/people/", "author:")]
    return spoken + [(handle, new) for handle in handles if "." in handle]


def _name_alone(person: Person) -> str:
    """The name, if it tells who is meant: of several words, and nobody else's."""
    others = select(Person.id).where(Person.name_key == person.name_key, Person.id != person.id).limit(1)
    is_his = len(person.name.split()) > 1 and person.name != NOBODYS_NAME and session.scalar(others) is None
    return person.name if is_his else ""

"""Reading one's notices."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from forum.accounts.actors import Actor, load_actors
from forum.kernel.db import session
from forum.notifications.badge import count_unread
from forum.notifications.kinds import KINDS
from forum.notifications.models import Notice
from forum.notifications.visibility import reader_params, visible_to
from forum.notifications.waiting import wait
from forum.people.models import Person

_ON_ITS_WAY = timedelta(seconds=3)  # what came while the page was loaded may not stand on it


def mark_read(notice_id: int, *, by: Actor, at: datetime) -> str:
    """The notice counts as read; the path it leads to, the inbox if this person has no such notice any more."""
    notice = session.scalar(select(Notice).where(Notice.id == notice_id, visible_to()), reader_params(by))
    if notice is None:
        return "/inbox"
    notice.read_at = notice.read_at or at
    session.flush()
    count_unread([by])
    return str(notice.facts["path"])


def mark_all_read(*, by: Actor, at: datetime) -> None:
    """No notice of this person is unread."""
    _mark(by=by, at=at)


def mark_thread_read(question_id: int, *, by: Actor, at: datetime) -> None:
    """The person has seen the thread: its notices are read, and no mail repeats them."""
    _mark(Notice.question_id == question_id, Notice.at <= at - _ON_ITS_WAY, by=by, at=at)


def mark_ticket_read(ticket_id: int, *, by: Actor, at: datetime) -> None:
    """The person has seen the ticket: the same of its notices."""
    _mark(Notice.ticket_id == ticket_id, Notice.at <= at - _ON_ITS_WAY, by=by, at=at)


def mark_answered(ticket_id: int, *, by: Actor, at: datetime) -> None:
    """The person has said whether the solution of the ticket works: no notice or mail asks for it any more."""
    asking = [kind.name for kind in KINDS.values() if kind.template == "ticket_solved"]
    _mark(Notice.ticket_id == ticket_id, Notice.kind.in_(asking), by=by, at=at)


def _mark(*which: ColumnElement[bool], by: Actor, at: datetime) -> None:
    unread = Notice.person_id == by.id, Notice.read_at.is_(None)
    if session.execute(update(Notice).where(*unread, *which).values(read_at=at)).rowcount:  # type: ignore[attr-defined]
        count_unread([by])


def take_back_from_colleagues(ticket_id: int, *, since: datetime, at: datetime) -> None:
    """What IT staff were told of the ticket since then, and have not read yet, is gone, in the inbox and by mail.

    Others have not heard of it: their news waits as long as a conversion can be undone.
    """
    colleagues = select(Person.id).where(Person.is_it_staff.is_(True))
    take_back(Notice.person_id.in_(colleagues), Notice.at >= since, Notice.ticket_id == ticket_id, at=at)


def take_back(*which: ColumnElement[bool], at: datetime) -> None:
    """Those of these notices that nobody has read yet are gone, in the inbox and by mail."""
    gone = delete(Notice).where(*which, Notice.read_at.is_(None)).returning(Notice.person_id)
    people = set(session.scalars(gone, execution_options={"synchronize_session": False}))
    count_unread(load_actors(people, at=at))


def stand_with(question_id: int, *which: ColumnElement[bool], **values: None) -> None:
    """These notices are of this thread now: they are read when it is."""
    moved = update(Notice).where(*which).values(question_id=question_id, **values)
    session.execute(moved, execution_options={"synchronize_session": False})


def tell_of_copy(person_id: int, *, at: datetime) -> None:
    """The person will hear that the copy of his data is ready."""
    wait("data_copied", at, person=person_id, by=None)


def tell_of_stopped_mail(name: str, *, at: datetime) -> None:
    """Administrators will hear that mail of `name`, an address, domain or conversation, is held back."""
    wait("mail_stopped", at, name=name, by=None)

"""What pages read of flags."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.models import Profile
from forum.answers.models import Answer, Comment
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.kernel.lists import among
from forum.moderation.models import Flag, FlagItem, Kind, Verdict
from forum.moderation.visibility import decidable_by, reader_params, visible_to
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.models import Ticket, TicketReply

MOST = 60
_Author, _Decider, _About = aliased(Person), aliased(Person), aliased(Person)
_THREAD_ID = func.coalesce(FlagItem.question_id, Answer.question_id, Comment.thread_id)
_TITLE = func.coalesce(Question.title, Ticket.title, _About.name)
_FLAGS = select(func.count(Flag.id)).where(Flag.item_id == FlagItem.id).correlate(FlagItem).scalar_subquery()


def _with_post(*columns: Any) -> Select[Any]:
    """Items joined to what they are about: the caller says which items the reader may see."""
    return (
        select(*columns)
        .select_from(FlagItem)
        .outerjoin(Answer, Answer.id == FlagItem.answer_id)
        .outerjoin(Comment, Comment.id == FlagItem.comment_id)
        .outerjoin(Question, Question.id == _THREAD_ID)
        .outerjoin(TicketReply, TicketReply.id == FlagItem.reply_id)
        .outerjoin(Ticket, Ticket.id == func.coalesce(TicketReply.ticket_id, FlagItem.ticket_id))
        .outerjoin(_About, _About.id == FlagItem.person_id)
        .outerjoin(_Author, _Author.id == FlagItem.author_id)
    )


_HEAD = (
    FlagItem.id, FlagItem.question_id, FlagItem.answer_id, FlagItem.comment_id, FlagItem.reply_id, FlagItem.ticket_id,
    FlagItem.person_id,
    FlagItem.reason, FlagItem.opened_at, FlagItem.held_at, FlagItem.decided_at, FlagItem.verdict, FlagItem.remedy,
    _TITLE.label("title"), _Author.name.label("author_name"), _FLAGS.label("flags"),
)  # fmt: skip
_OPEN = (
    _with_post(*_HEAD)
    .where(decidable_by(), FlagItem.decided_at.is_(None))
    .order_by(FlagItem.gravity, FlagItem.opened_at, FlagItem.id)
    .limit(MOST)
)
_DECIDED = (
    _with_post(*_HEAD)
    .where(decidable_by(), FlagItem.decided_at.is_not(None))
    .order_by(FlagItem.decided_at.desc(), FlagItem.id.desc())
    .limit(MOST)
)
_HTML = Answer.html, Comment.html, TicketReply.html, Profile.about_html, Question.html, Ticket.html
_WRITTEN = Answer.created_at, Comment.created_at, TicketReply.at, Question.created_at, Ticket.created_at
_ITEM = (
    _with_post(
        *_HEAD,
        FlagItem.author_id, FlagItem.message, FlagItem.was_alone,
        func.coalesce(*_HTML).label("html"), func.coalesce(*_WRITTEN).label("written_at"),
        func.coalesce(Answer.visibility, Comment.visibility, Question.visibility).label("visibility"),
        Question.id.label("thread_id"), Question.slug, Question.locked_at,
        Question.html.label("thread_html"), Ticket.label,
        TicketReply.hidden_at, _Author.handle, _Author.photo, _Author.is_it_staff, _Author.badge, _Author.department,
        _Author.language, _Author.name, _Decider.name.label("decider_name"), _About.handle.label("about_handle"),
    )
    .outerjoin(Profile, Profile.person_id == FlagItem.person_id)
    .outerjoin(_Decider, _Decider.id == FlagItem.decided_by_id)
    .where(FlagItem.id == bindparam("item_id", type_=BigId))
)  # fmt: skip
_TO_DECIDE, _TO_BE_TOLD = _ITEM.where(decidable_by()), _ITEM.where(visible_to())
_RIGHT = func.coalesce(func.sum(cast(FlagItem.verdict == Verdict.AGREED, Integer)), 0)
_WRONG = func.coalesce(func.sum(cast(FlagItem.verdict == Verdict.DISAGREED, Integer)), 0)
_PAST = select(_RIGHT.label("agreed"), _WRONG.label("disagreed")).where(FlagItem.decided_at.is_not(None))
_ABOUT_AUTHOR = _PAST.where(FlagItem.author_id == bindparam("person_id", type_=BigId))
_MINE = aliased(Flag)
_OF_FLAGGER = (
    select(Flag.by_id, _RIGHT.label("agreed"), _WRONG.label("disagreed"))
    .join(FlagItem, FlagItem.id == Flag.item_id)
    .where(Flag.by_id.in_(select(_MINE.by_id).where(_MINE.item_id == bindparam("item_id", type_=BigId))))
    .group_by(Flag.by_id)
    .subquery()
)
_OF_ITEM = (
    select(
        Flag.by_id, Flag.reason, Flag.note, Flag.at, Person.name, Person.handle, Person.department,
        _OF_FLAGGER.c.agreed, _OF_FLAGGER.c.disagreed,
    )
    .join(Person, Person.id == Flag.by_id)
    .join(_OF_FLAGGER, _OF_FLAGGER.c.by_id == Flag.by_id)
    .where(Flag.item_id == bindparam("item_id", type_=BigId))
    .order_by(Flag.id)
)  # fmt: skip
_FLAGS_BY = _PAST.join(Flag, Flag.item_id == FlagItem.id).where(Flag.by_id == bindparam("person_id", type_=BigId))
_EARLIER = (
    _with_post(*_HEAD)
    .where(
        decidable_by(),
        FlagItem.author_id == bindparam("person_id", type_=BigId),
        FlagItem.id != bindparam("item_id", type_=BigId),
    )
    .order_by(FlagItem.id.desc())
    .limit(10)
)


_WITH_STEP = (
    _with_post(*_HEAD, FlagItem.consequence_id)
    .where(visible_to(), among(FlagItem.consequence_id, "steps", BigId))
    .order_by(FlagItem.id)
)


def decided_with(steps: Sequence[int], reader: Actor) -> dict[int, Row[Any]]:
    """The items with whose decision these steps were taken, by step, as far as this reader hears of them."""
    found = read(_WITH_STEP, {**reader_params(reader), "steps": list(steps)}) if steps else ()
    return {item.consequence_id: item for item in found}


def open_items(reader: Actor) -> Sequence[Row[Any]]:
    """What waits for this moderator, gravest first, then oldest."""
    return read(_OPEN, reader_params(reader)).all()


def decided_items(reader: Actor) -> Sequence[Row[Any]]:
    """What was decided last."""
    return read(_DECIDED, reader_params(reader)).all()


def item_to_decide(item_id: int, reader: Actor) -> Row[Any]:
    """An item with its post in context; NotFound if it is not this reader's to decide."""
    return _one(_TO_DECIDE, item_id, reader)


def item_told(item_id: int, reader: Actor) -> Row[Any]:
    """An item for whoever hears of it; NotFound for everybody else."""
    return _one(_TO_BE_TOLD, item_id, reader)


def may_decide(item_id: int, reader: Actor) -> bool:
    """Whether the item is this reader's to decide."""
    found = select(FlagItem.id).where(decidable_by(), FlagItem.id == item_id)
    return read(found, reader_params(reader)).scalar() is not None


def flags_of(item_id: int) -> Sequence[Row[Any]]:
    """The flags of an item with who flagged, and how often moderators agreed with each before."""
    return read(_OF_ITEM, {"item_id": item_id}).all()


def item_flagged_by(reader: Actor, kind: Kind, post_id: int) -> int | None:
    """The last item about the post that this reader has flagged; None if he has not flagged it."""
    found = select(FlagItem.id).join(Flag, Flag.item_id == FlagItem.id).order_by(FlagItem.id.desc()).limit(1)
    mine = getattr(FlagItem, f"{kind}_id") == post_id, Flag.by_id == reader.id
    item_id: int | None = read(found.where(*mine)).scalar()
    return item_id


def own_flag(item_id: int, reader: Actor) -> Row[Any] | None:
    """What the reader himself said with his flag; None if he did not flag it."""
    return next((each for each in flags_of(item_id) if each.by_id == reader.id), None)


def record_of_author(person_id: int | None) -> Row[Any]:
    """How many items about somebody's words were decided, with and against the flaggers."""
    return read(_ABOUT_AUTHOR, {"person_id": person_id or 0}).one()


def earlier_items(person_id: int | None, item_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """The last other items about this person's words that the reader may see."""
    return read(_EARLIER, {**reader_params(reader), "person_id": person_id or 0, "item_id": item_id}).all()


def items_about(person_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """The last items about this person's words that the reader may see."""
    return earlier_items(person_id, 0, reader)


def flags_by(person_id: int) -> Row[Any]:
    """How often moderators agreed and disagreed with somebody's own flags."""
    return read(_FLAGS_BY, {"person_id": person_id}).one()


def title_of(item: FlagItem) -> str:
    """What the item is about, in a line: the thread's or ticket's title, or the person's name."""
    return str(read(_with_post(_TITLE).where(FlagItem.id == item.id)).scalar_one())


def _one(statement: Select[Any], item_id: int, reader: Actor) -> Row[Any]:
    row = read(statement, {**reader_params(reader), "item_id": item_id}).one_or_none()
    if row is None:
        raise NotFound
    return row

"""What pages read of saved replies."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Row, String, and_, bindparam, case, or_, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.saved_replies.fields import filled, opening
from forum.saved_replies.models import SavedReply
from forum.saved_replies.visibility import usable_by
from forum.topics.models import Category

MOST = 200
PICKED_FROM = 12
_NOT_BY_CHANCE = 40  # characters of greeting and first words
_COLUMNS = (
    SavedReply.id, SavedReply.title, SavedReply.source, SavedReply.source_ms, SavedReply.owner_id, SavedReply.team_id,
    SavedReply.category_id, SavedReply.use_count, SavedReply.revision, SavedReply.removed_at,
    Team.name.label("team"), Team.lead_id, Category.name.label("category"), Category.name_ms.label("category_ms"),
)  # fmt: skip
_ALL = (
    select(*_COLUMNS)
    .outerjoin(Team, Team.id == SavedReply.team_id)
    .outerjoin(Category, Category.id == SavedReply.category_id)
)
_ONE = _ALL.where(SavedReply.id == bindparam("saved_id", type_=BigId), usable_by())
_SHARED = _ALL.where(SavedReply.id == bindparam("saved_id", type_=BigId), SavedReply.owner_id.is_(None))
_USABLE = _ALL.where(SavedReply.removed_at.is_(None), usable_by())
_WAS_SENT = SavedReply.id.in_(bindparam("ids", expanding=True, type_=BigId))
_USED = (
    _ALL.where(usable_by(), or_(SavedReply.removed_at.is_(None), _WAS_SENT))
    .order_by(case((_WAS_SENT, 0), else_=1), SavedReply.use_count.desc(), SavedReply.id)
    .limit(MOST)
)
_WORDS = bindparam("words", type_=String)
_HAS_WORDS = or_(
    SavedReply.title.icontains(_WORDS, autoescape=False),
    SavedReply.source.icontains(_WORDS, autoescape=False),
    SavedReply.source_ms.icontains(_WORDS, autoescape=False),
)
_ADMINISTERED = and_(bindparam("administers", type_=Boolean), SavedReply.owner_id.is_(None))
_LISTED = _ALL.where(or_(usable_by(), _ADMINISTERED), _HAS_WORDS).order_by(SavedReply.title, SavedReply.id).limit(MOST)
_FITS = case((SavedReply.category_id == bindparam("category_id", type_=BigId), 0), else_=1)
_FOUND = _USABLE.where(_HAS_WORDS).order_by(_FITS, SavedReply.use_count.desc(), SavedReply.id).limit(PICKED_FROM)
_LED = select(Team.id, Team.name).where(Team.lead_id == bindparam("user_id", type_=BigId)).order_by(Team.name)


def listed_replies(user: Actor, *, words: str = "") -> Sequence[Row[Any]]:
    """Those with these words that the person may use, or keeps as administrator; removed ones too, MOST, by title."""
    facts = {"user_id": user.id, "administers": user.may(Permission.ADMINISTER), "words": words}
    return read(_LISTED, facts).all()


def suggested_replies(user: Actor, *, category_id: int | None = None, words: str = "") -> Sequence[Row[Any]]:
    """The PICKED_FROM that have these words, those of the category first, then by use."""
    return read(_FOUND, {"user_id": user.id, "category_id": category_id or 0, "words": words}).all()


def usable_reply(saved_id: int, user: Actor) -> Row[Any]:
    """One that the person may use, removed or not; NotFound otherwise."""
    row = read(_ONE, {"user_id": user.id, "saved_id": saved_id}).first()
    if row is None:
        raise NotFound
    return row


def reply_to_keep(saved_id: int, user: Actor) -> Row[Any]:
    """One that the person may use, or as an administrator that of any team; NotFound otherwise."""
    if user.may(Permission.ADMINISTER):
        row = read(_SHARED, {"saved_id": saved_id}).first()
        if row is not None:
            return row
    return usable_reply(saved_id, user)


def led_teams(user: Actor) -> Sequence[Row[Any]]:
    """The teams that the person leads."""
    return read(_LED, {"user_id": user.id}).all()


def text_for(saved: Row[Any], language: str, values: Mapping[str, str]) -> str:
    """The words in this language, if there are any, with the fields that have a value."""
    return filled((saved.source_ms if language == "ms" else "") or saved.source, values)


def texts_inserted(ids: Collection[int], user: Actor, language: str, values: Mapping[str, str]) -> list[str]:
    """What was inserted, by these ids or by the look of it, of what the person may use, as he gets it.

    A text that a browser has kept over a reload does not know any more what it was made of, so MOST are looked at, the
    most used, that are long enough not to be written by chance. Those with an id count though removed meanwhile.
    """
    rows = read(_USED, {"user_id": user.id, "ids": list(ids)}).all()
    texts = [(row.id, text_for(row, each, values)) for row in rows for each in {language, "en"}]
    return [text for saved_id, text in texts if saved_id in ids or len(opening(text)) >= _NOT_BY_CHANCE]

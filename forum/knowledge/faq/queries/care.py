"""What the FAQ's curators should look at, and who they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.answers.models import Answer
from forum.kernel.db import UtcDateTime, read
from forum.knowledge.faq.models import Doubt, FaqEntry, FaqState
from forum.knowledge.faq.queries.columns import LINE
from forum.knowledge.faq.visibility import reader_params, visible_to
from forum.people.models import Person
from forum.questions.models import Visibility

PAGE = 50
_Owner, _Child = aliased(Person), aliased(FaqEntry)
_published = FaqEntry.state == FaqState.PUBLISHED
_translated = exists().where(_Child.translation_of_id == FaqEntry.id, _Child.state == FaqState.PUBLISHED)
_came_from_other_words = exists().where(
    Answer.id == FaqEntry.source_answer_id,
    or_(Answer.visibility != Visibility.PUBLIC, Answer.edited_at > FaqEntry.checked_at),
)
_has_owner = FaqEntry.owner_id.in_(select(Person.id).where(may(Permission.CURATE_FAQ)))
_CARE = {
    "review": FaqEntry.state == FaqState.REVIEW,
    "doubted": and_(_published, FaqEntry.doubt != Doubt.NONE),
    "overdue": and_(_published, FaqEntry.review_due_at <= bindparam("now", type_=UtcDateTime)),
    "changed": and_(_published, _came_from_other_words),
    "unowned": and_(FaqEntry.state != FaqState.OBSOLETE, ~_has_owner),
    "untranslated": and_(_published, FaqEntry.translation_of_id.is_(None), ~_translated),
    "draft": FaqEntry.state == FaqState.DRAFT,
    "obsolete": FaqEntry.state == FaqState.OBSOLETE,
}
_CARED = {
    name: select(*LINE, _Owner.name.label("owner_name"), _Owner.handle.label("owner_handle"))
    .join(_Owner, _Owner.id == FaqEntry.owner_id)
    .where(visible_to(), condition)
    .order_by(FaqEntry.review_due_at, FaqEntry.id)
    .limit(bindparam("most", type_=Integer))
    for name, condition in _CARE.items()
}
_CURATORS = select(Person.id, Person.name).where(may(Permission.CURATE_FAQ)).order_by(Person.name)


def entries_to_care_for(reader: Actor, *, at: datetime, most: int = PAGE) -> dict[str, list[Row[Any]]]:
    """For curators: what waits for review, is suspect, overdue, from an answer that was changed or removed since, of
    an owner who has left, without translation, a draft, obsolete."""
    params = {"most": most, "now": at, **reader_params(reader)}
    return {name: list(read(statement, params)) for name, statement in _CARED.items()}


def curators() -> list[Row[Any]]:
    """Who may own an entry."""
    return list(read(_CURATORS))

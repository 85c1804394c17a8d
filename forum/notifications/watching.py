"""Watching a category, a tag or a colleague of IT staff: whose news one wants beyond the threads one follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, or_, select, true, update
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor, load_actor
from forum.accounts.models import TeamMembership
from forum.kernel.db import BigId, read, session
from forum.kernel.errors import NotFound
from forum.kernel.races import insert_new
from forum.notifications.models import Watch
from forum.people.models import Person, PersonState
from forum.questions.models import Question, QuestionTag
from forum.topics.models import Category, Tag
from forum.topics.visibility import reader_params, visible_to

_Watched = aliased(Person)
_ME = Watch.person_id == bindparam("reader_id", type_=BigId)
# What can be watched: the column, the table, and of which rows the reader may hear.
_THINGS: Mapping[str, tuple[Any, Any, Any]] = {
    "category": (Watch.category_id, Category, visible_to()),
    "tag": (Watch.tag_id, Tag, true()),
    "person": (Watch.watched_id, Person, Person.is_it_staff.is_(True) & (Person.state == PersonState.ACTIVE)),
}
_IS_WATCHED = {
    name: select(Watch.id).where(_ME, column == bindparam("thing", type_=BigId))
    for name, (column, _table, _seen) in _THINGS.items()
}
_MINE = (
    select(Category.id.label("category_id"), Category.slug, Category.name.label("category"), Category.name_ms,
           Tag.id.label("tag_id"), Tag.name.label("tag"),
           _Watched.id.label("watched_id"), _Watched.name.label("person"), _Watched.handle)
    .select_from(Watch)
    .outerjoin(Category, Category.id == Watch.category_id)
    .outerjoin(Tag, Tag.id == Watch.tag_id)
    .outerjoin(_Watched, _Watched.id == Watch.watched_id)
    .where(_ME, or_(Watch.category_id.is_(None), visible_to()))
    .order_by(Watch.id)
)  # fmt: skip

_OF_TEAM = (
    select(Category.id, Watch.id)
    .outerjoin(Watch, (Watch.category_id == Category.id) & _ME)
    .where(Category.team_id == bindparam("team", type_=BigId), Category.archived_at.is_(None), visible_to())
)


def watch(kind: str, thing: int, *, by: Actor, at: datetime) -> None:
    """The person hears of it from now on. NotFound for what there is not, or what he may not see."""
    column, table, is_seen = _thing(kind)
    if session.scalar(select(table.id).where(table.id == thing, is_seen), reader_params(by)) is None:
        raise NotFound
    insert_new(Watch, person_id=by.id, at=at, **{column.key: thing})


def unwatch(kind: str, thing: int, *, by: Actor) -> None:
    """The person hears no more of it."""
    session.execute(delete(Watch).where(Watch.person_id == by.id, _thing(kind)[0] == thing))


def watch_team_categories(*, by: Actor, at: datetime) -> None:
    """The person watches every category whose tickets go to a team of his."""
    teams = select(TeamMembership.team_id).where(TeamMembership.person_id == by.id)
    mine = select(Category.id).where(Category.team_id.in_(teams), Category.archived_at.is_(None), visible_to())
    for category_id in session.scalars(mine, reader_params(by)).all():
        insert_new(Watch, person_id=by.id, at=at, category_id=category_id)


def watch_with_the_others(category_id: int, team_id: int, *, at: datetime) -> None:
    """Those of the team who watch all its other categories, and may see this one, watch it too. Nothing else tells
    who meant the team: a watch is of one category, so that each can be stopped alone."""
    of_team = select(Category.id).where(Category.team_id == team_id, Category.id != category_id)
    watching = exists().where(Watch.person_id == TeamMembership.person_id, Watch.category_id.in_(of_team))
    members = select(TeamMembership.person_id).where(TeamMembership.team_id == team_id, watching)
    for person_id in session.scalars(members).all():
        reader = load_actor(person_id, at=at)
        if reader is None:
            continue
        rows = session.execute(_OF_TEAM, {**reader_params(reader), "team": team_id}).all()
        watched = {each: watch_id is not None for each, watch_id in rows}
        others = [is_watched for each, is_watched in watched.items() if each != category_id]
        if category_id in watched and others and all(others):
            insert_new(Watch, person_id=person_id, at=at, category_id=category_id)


def is_watched(kind: str, thing: int, reader: Actor) -> bool:
    """Whether the reader watches it."""
    return read(_IS_WATCHED[kind], {"reader_id": reader.id, "thing": thing}).first() is not None


def watched_by(reader: Actor) -> Sequence[Row[Any]]:
    """What the reader watches and may see; of category, tag and person one is there."""
    return read(_MINE, reader_params(reader)).all()


def watchers_of_question(question: Question) -> Iterable[int]:
    """Who watches its category or one of its tags."""
    tags = select(QuestionTag.tag_id).where(QuestionTag.question_id == question.id)
    wanted = or_(Watch.category_id == question.category_id, Watch.tag_id.in_(tags))
    return session.scalars(select(Watch.person_id).where(wanted).distinct())


def watchers_of_person(person_id: int | None) -> Iterable[int]:
    """Who watches what this colleague of IT staff answers."""
    is_staff = exists().where(Person.id == Watch.watched_id, Person.is_it_staff.is_(True))
    return session.scalars(select(Watch.person_id).where(Watch.watched_id == person_id, is_staff))


def carry_over(tag_id: int, into_id: int) -> None:
    """Who watched the one tag watches the other."""
    already = select(Watch.person_id).where(Watch.tag_id == into_id)
    session.execute(delete(Watch).where(Watch.tag_id == tag_id, Watch.person_id.in_(already)))
    session.execute(update(Watch).where(Watch.tag_id == tag_id).values(tag_id=into_id))


def _thing(kind: str) -> tuple[Any, Any, Any]:
    if kind not in _THINGS:
        raise NotFound
    return _THINGS[kind]

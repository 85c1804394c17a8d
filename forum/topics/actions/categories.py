"""Categories: making, changing, archiving them, and who may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from forum.accounts.actors import Actor
from forum.accounts.models import Group, Team
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import publish
from forum.kernel.races import in_turn
from forum.kernel.settings import registry
from forum.kernel.text.shapes import slugify
from forum.ledger.actions import ADMINISTRATION, record
from forum.topics.events import CategoryChanged, CategoryGiven
from forum.topics.models import Audience, Category, CategoryReader
from forum.topics.rules import check_category_name, check_readers
from forum.topics.visibility import reader_params, unrestricted, visible_to


@dataclass(frozen=True)
class CategoryDraft:
    """What the administrator's form says of a category."""

    name: str
    audience: Audience = Audience.EVERYONE
    name_ms: str = ""
    description: str = ""
    description_ms: str = ""
    group_ids: tuple[int, ...] = ()
    team_id: int | None = None
    allows_anonymous: bool = False

    def columns(self) -> dict[str, Any]:
        """The values of the category's own row."""
        kept = ("name", "audience", "name_ms", "description", "description_ms", "team_id", "allows_anonymous")
        return {name: getattr(self, name) for name in kept}


def find_category(category_id: int, *, by: Actor) -> Category:
    """The category, if this person may see it; NotFound as for one that does not exist."""
    found = session.scalars(select(Category).where(visible_to(), Category.id == category_id), reader_params(by)).first()
    if found is None:
        raise NotFound
    return found


def category_to_administer(category_id: int, *, by: Actor) -> Category:
    """The category, whoever may read it, locked for a change; NotFound if there is none."""
    by.check_may(Permission.ADMINISTER)
    category = session.get(Category, category_id, with_for_update=True)
    if category is None:
        raise NotFound
    return category


def create_category(draft: CategoryDraft, *, by: Actor, at: datetime) -> Category:
    """A category exists, last in the order. Publishes CategoryChanged, and CategoryGiven if a team has it."""
    by.check_may(Permission.ADMINISTER)
    _check(draft)
    last = session.scalar(select(func.max(Category.position)).where(unrestricted()))
    category = Category(slug=_free_slug(draft.name), position=(last or 0) + 1, **draft.columns())
    session.add(category)
    session.flush()
    _keep_readers(category, draft)
    _record("category created", category, draft, by=by, at=at)
    _give(category, by=by, at=at)
    return category


def edit_category(category: Category, draft: CategoryDraft, *, by: Actor, at: datetime) -> None:
    """The category is as the draft says; its address stays. Publishes CategoryChanged, for a new team CategoryGiven."""
    by.check_may(Permission.ADMINISTER)
    _check(draft, but_id=category.id)
    had = category.team_id
    for name, value in draft.columns().items():
        setattr(category, name, value)
    session.flush()
    _keep_readers(category, draft)
    _record("category changed", category, draft, by=by, at=at)
    if category.team_id != had:
        _give(category, by=by, at=at)


def archive_category(category: Category, *, by: Actor, at: datetime) -> None:
    """The category takes no new questions; what stands in it stays readable. Publishes CategoryChanged."""
    by.check_may(Permission.ADMINISTER)
    category.archived_at = category.archived_at or at
    _record("category archived", category, None, by=by, at=at)


def unarchive_category(category: Category, *, by: Actor, at: datetime) -> None:
    """The category takes questions again. Publishes CategoryChanged."""
    by.check_may(Permission.ADMINISTER)
    category.archived_at = None
    _record("category opened again", category, None, by=by, at=at)


def _check(draft: CategoryDraft, *, but_id: int = 0) -> None:
    in_turn("categories")
    names = session.execute(select(Category.name).where(unrestricted(), Category.id != but_id)).scalars()
    taken = draft.name.casefold() in {name.casefold() for name in names}
    check_category_name(draft.name, draft.name_ms, taken=taken)
    check_readers(by_groups=draft.audience is Audience.GROUPS, groups=len(draft.group_ids))
    known = session.scalar(select(func.count()).select_from(Group).where(Group.id.in_(draft.group_ids)))
    if known != len(set(draft.group_ids)):
        raise Invalid("One of these groups no longer exists.", field="groups")
    if draft.team_id is not None and session.get(Team, draft.team_id) is None:
        raise Invalid("This team no longer exists.", field="team")


def _free_slug(name: str) -> str:
    base = slugify(name, limit=52)
    taken = set(session.scalars(select(Category.slug).where(unrestricted(), Category.slug.startswith(base))))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _keep_readers(category: Category, draft: CategoryDraft) -> None:
    session.execute(delete(CategoryReader).where(CategoryReader.category_id == category.id))
    groups = sorted(set(draft.group_ids)) if draft.audience is Audience.GROUPS else []
    if groups:
        rows = [{"category_id": category.id, "group_id": group_id} for group_id in groups]
        session.execute(insert(CategoryReader), rows)


def _give(category: Category, *, by: Actor, at: datetime) -> None:
    if category.team_id is not None:
        publish(CategoryGiven(category.id, category.team_id, by.id, at))


def _record(act: str, category: Category, draft: CategoryDraft | None, *, by: Actor, at: datetime) -> None:
    content: Mapping[str, Any] = {"category": category.id, "name": category.name}
    if draft:
        content = {**content, **draft.columns(), "audience": draft.audience.value, "groups": list(draft.group_ids)}
    record(ADMINISTRATION, act, content, by=by, at=at)
    registry.raise_version()  # the rail of every page
    publish(CategoryChanged(category.id, by.id, at))

"""What filters name, as the index knows it: people by any of their handles, tags and categories by any name."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select, union_all

from forum.accounts.queries import FORMER_HANDLES
from forum.kernel.db import read
from forum.kernel.words import N_
from forum.people.models import FormerHandle, Person
from forum.search.grammar import Hint, Wanted
from forum.search.words.tokens import folded
from forum.topics.models import Tag, TagSynonym

NOBODY = "by:nobody"
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_PEOPLE = union_all(
    select(Person.handle, Person.id).where(Person.handle.in_(_NAMES)),
    FORMER_HANDLES.where(FormerHandle.handle.in_(_NAMES)),
)
_TAGS = select(TagSynonym.name, Tag.name.label("tag")).join(Tag, Tag.id == TagSynonym.tag_id)
_RENAMED = _TAGS.where(TagSynonym.name.in_(_NAMES))


def facts_in(wanted: Wanted, *kinds: str) -> frozenset[str]:
    """The filters of these kinds ("by:"), as facts."""
    return frozenset(fact for fact in (*wanted.facts, *wanted.without_facts) if fact.startswith(kinds))


def named(facts: Collection[str]) -> dict[str, str]:
    """A fact that names a person or a tag -> the same as the index knows it."""
    return _people(facts) | _tags(facts)


def named_to_strangers(facts: Collection[str]) -> dict[str, str]:
    """The same for whoever may not know who people are: each of them is nobody."""
    return dict.fromkeys((fact for fact in facts if fact.startswith("by:")), NOBODY) | _tags(facts)


def categories_by_name(rooms: Collection[Row[Any]]) -> dict[str, str]:
    """Rows of categories -> a fact that names one in either language, as it is typed, and the fact with its slug."""
    slugs = {f"category:{room.slug}": f"category:{room.slug}" for room in rooms}
    return {_by_name(name): f"category:{room.slug}" for room in rooms for name in (room.name_ms, room.name)} | slugs


def unknown(
    wanted: Wanted, known: Mapping[str, str], tags: Collection[str], *, is_told_of_people: bool
) -> Iterator[Hint]:
    """What to say of filters that name nobody and nothing that the reader may know of; `tags` are those he does."""
    for which in wanted.filters:
        name = which.text.partition(":")[2].strip('"')[:60]
        if which.fact.startswith("category:") and which.fact not in known:
            yield Hint(N_("There is no category “%(word)s” that you can open."), name)
        elif which.fact.startswith("tag:") and known.get(which.fact, which.fact)[4:] not in tags:
            yield Hint(N_("No question that you can open has the tag “%(word)s”."), name)
        elif is_told_of_people and known.get(which.fact) == NOBODY:
            yield Hint(N_("Nobody here has the handle “%(word)s”. It stands on a person's page, like ana.lim."), name)


def _by_name(name: str) -> str:
    return f"category:{'-'.join(folded(name).split())}"


def _people(facts: Collection[str]) -> dict[str, str]:
    """Handles change, and old ones still mean the same person."""
    asked = [fact for fact in facts if fact.startswith("by:")]
    if not asked:
        return {}
    rows = read(_PEOPLE, {"names": [fact[3:] for fact in asked]})
    return dict.fromkeys(asked, NOBODY) | {f"by:{row.handle}": f"by:{row.id}" for row in rows}


def _tags(facts: Collection[str]) -> dict[str, str]:
    asked = [fact for fact in facts if fact.startswith("tag:")]
    if not asked:
        return {}
    rows = read(_RENAMED, {"names": [fact[4:] for fact in asked]})
    return {fact: fact for fact in asked} | {f"tag:{row.name}": f"tag:{row.tag}" for row in rows}

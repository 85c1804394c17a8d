"""Staff keep the tags in order: descriptions, other names, synonyms, merging."""

from datetime import datetime

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.events import publish
from forum.ledger.actions import ADMINISTRATION, record
from forum.topics.events import TagRenamed, TagsMerged
from forum.topics.models import Tag, TagSynonym
from forum.topics.rules import clean_tag

LONGEST_DESCRIPTION = 2000


def find_tag(name: str) -> Tag:
    """The tag of this name or synonym, locked for a change; NotFound if there is none."""
    own = select(Tag.id).where(Tag.name == name)
    other = select(TagSynonym.tag_id).where(TagSynonym.name == name)
    tag = session.scalars(select(Tag).where(Tag.id.in_(own.union(other))).with_for_update()).first()
    if tag is None:
        raise NotFound
    return tag


def tag_to_merge_into(name: str) -> Tag:
    """The tag of this name or synonym, locked for a change; Invalid if there is none."""
    if not name:
        raise Invalid("Choose another tag to merge into.", field="into")
    try:
        return find_tag(name)
    except NotFound:
        raise Invalid("There is no tag “%(name)s”. Look how it is written.", field="into", name=name) from None


def describe_tag(tag: Tag, description: str, *, by: Actor, at: datetime) -> None:
    """The tag's page says what the tag is for."""
    by.check_may(Permission.CURATE_TAGS)
    if len(description) > LONGEST_DESCRIPTION:
        raise Invalid(
            "The description can be at most %(most)s characters long.", field="description", most=LONGEST_DESCRIPTION
        )
    tag.description = description
    record(ADMINISTRATION, "tag described", {"tag": tag.name, "description": description}, by=by, at=at)


def rename_tag(tag: Tag, name: str, *, by: Actor, at: datetime) -> None:
    """The tag is called `name`; the old name stays as a synonym. Publishes TagRenamed, which reaches the questions."""
    by.check_may(Permission.CURATE_TAGS)
    new, old = clean_tag(name), tag.name
    if new == old:
        return
    _check_free(new, but_synonym_of=tag)
    session.execute(delete(TagSynonym).where(TagSynonym.name == new))
    tag.name = new
    session.add(TagSynonym(name=old, tag_id=tag.id))
    record(ADMINISTRATION, "tag renamed", {"from": old, "to": new}, by=by, at=at)
    publish(TagRenamed(tag.id, old, new, by.id, at))


def merge_tags(tag: Tag, into: Tag, *, by: Actor, at: datetime) -> None:
    """Questions with `tag` have `into` instead; the merged tag's name and synonyms lead there. Publishes TagsMerged.

    What `tag` is for says `into` too, unless it says something of its own; the record keeps what went.
    """
    by.check_may(Permission.CURATE_TAGS)
    if tag.id == into.id:
        raise Invalid("Choose another tag to merge into.", field="into")
    publish(TagsMerged(tag.id, into.id, tag.name, into.name, by.id, at))
    session.execute(update(TagSynonym).where(TagSynonym.tag_id == tag.id).values(tag_id=into.id))
    name, description = tag.name, tag.description
    into.description = into.description or description
    session.execute(delete(Tag).where(Tag.id == tag.id))
    session.add(TagSynonym(name=name, tag_id=into.id))
    merged = {"from": name, "into": into.name, "description": description}
    record(ADMINISTRATION, "tags merged", merged, by=by, at=at)


def add_synonym(tag: Tag, name: str, *, by: Actor, at: datetime) -> None:
    """Whoever types `name` gets the tag; nothing happens if he did before."""
    by.check_may(Permission.CURATE_TAGS)
    synonym = clean_tag(name)
    _check_free(synonym, but_synonym_of=tag)
    if session.scalar(select(TagSynonym.tag_id).where(TagSynonym.name == synonym)):
        return
    session.add(TagSynonym(name=synonym, tag_id=tag.id))
    record(ADMINISTRATION, "synonym added", {"tag": tag.name, "synonym": synonym}, by=by, at=at)


def remove_synonym(tag: Tag, name: str, *, by: Actor, at: datetime) -> None:
    """`name` no longer leads to the tag; nothing happens if it did not."""
    by.check_may(Permission.CURATE_TAGS)
    gone = session.execute(delete(TagSynonym).where(TagSynonym.name == name, TagSynonym.tag_id == tag.id))
    if gone.rowcount:  # type: ignore[attr-defined]
        record(ADMINISTRATION, "synonym removed", {"tag": tag.name, "synonym": name}, by=by, at=at)


def _check_free(name: str, *, but_synonym_of: Tag | None = None) -> None:
    """Conflict if `name` is a tag, or leads to one other than `but_synonym_of`."""
    if session.scalar(select(Tag.id).where(Tag.name == name)):
        raise Conflict("There is a tag with this name already. Merge the two instead.")
    leads_to = session.scalar(select(TagSynonym.tag_id).where(TagSynonym.name == name))
    if leads_to is not None and (but_synonym_of is None or leads_to != but_synonym_of.id):
        raise Conflict("This name is a synonym of another tag already.")

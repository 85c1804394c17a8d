"""From the words somebody typed to tags."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.topics.models import Tag, TagSynonym
from forum.topics.rules import clean_tags


def resolve_tags(names: Iterable[str], *, at: datetime) -> list[Tag]:
    """The tags for these names, in their order, each once; made on first use, a synonym gives its tag.

    Invalid for too many tags or a name that is none.
    """
    cleaned = clean_tags(names)
    if not cleaned:
        return []
    known = _tags_called(cleaned)
    for name in sorted(set(cleaned) - known.keys()):  # sorted: two who make the same tags wait, and do not deadlock
        insert_new(Tag, name=name, created_at=at)
    known = known if known.keys() >= set(cleaned) else _tags_called(cleaned)
    return list({known[name].id: known[name] for name in cleaned}.values())


def _tags_called(names: Sequence[str]) -> dict[str, Tag]:
    """Tags by the name that was asked for, be it theirs or a synonym; they stay until this transaction ends.

    Who merges or renames one waits for it; whose name has led elsewhere since then is met among the synonyms.
    """
    own = select(Tag).where(Tag.name.in_(names)).with_for_update(of=Tag, read=True, key_share=True)
    called = {tag.name: tag for tag in session.scalars(own)}
    others = select(TagSynonym.name, Tag).join(Tag, Tag.id == TagSynonym.tag_id).where(TagSynonym.name.in_(names))
    synonyms = session.execute(others.with_for_update(of=Tag, read=True, key_share=True))
    return called | {row.name: row.Tag for row in synonyms}

"""Who hears what of an FAQ entry."""

from typing import Any

from forum.knowledge.faq.models import Doubt, FaqState
from forum.knowledge.faq.queries.care import curators
from forum.knowledge.faq.queries.entry import entry_to_tell
from forum.notifications.news import News


def published(facts: dict[str, Any]) -> News | None:
    """Whose answer it began as hears of it, with thanks."""
    entry = entry_to_tell(facts["entry"])
    if entry.state != FaqState.PUBLISHED or entry.credited_id is None:
        return None
    return _of(entry, facts, {entry.credited_id: "faq_published"})


def submitted(facts: dict[str, Any]) -> News | None:
    """Everybody who could publish it hears that it waits."""
    entry = entry_to_tell(facts["entry"])
    if entry.state != FaqState.REVIEW:
        return None
    return _of(entry, facts, {each.id: "faq_review" for each in curators() if each.id != entry.credited_id})


def doubted(facts: dict[str, Any]) -> News | None:
    """The owner hears why it is suspect; whose word was the last straw is not told."""
    entry = entry_to_tell(facts["entry"])
    if entry.doubt == Doubt.NONE:
        return None
    why = "faq_doubted_by_readers" if entry.doubt == Doubt.READERS else "faq_doubted_by_duplicate"
    return _of(entry, {}, {entry.owner_id: why})


def commented(facts: dict[str, Any]) -> News | None:
    """The owner hears that a reader told him something."""
    entry = entry_to_tell(facts["entry"])
    return _of(entry, facts, {entry.owner_id: "faq_comment"})


def helped(facts: dict[str, Any]) -> News | None:
    """Whose answer it began as hears that it spared a question, else its owner."""
    entry = entry_to_tell(facts["entry"])
    return _of(entry, facts, {entry.credited_id or entry.owner_id: "helped"})


def due(facts: dict[str, Any]) -> News | None:
    """The owner hears that it is time to look."""
    entry = entry_to_tell(facts["entry"])
    return _of(entry, {}, {entry.owner_id: "faq_due"}) if entry.state == FaqState.PUBLISHED else None


def _of(entry: Any, facts: dict[str, Any], told: dict[int, str]) -> News:
    return News(facts.get("by"), f"/faq/{entry.id}/{entry.slug}", entry.question, told, entry_id=entry.id)

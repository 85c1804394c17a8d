"""What happens in the threads that entries came from."""

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.knowledge.faq.actions.doubt import doubt_entry
from forum.knowledge.faq.models import Doubt, FaqEntry
from forum.knowledge.faq.visibility import unrestricted
from forum.questions.events import MarkedDuplicate


@reaction_to(MarkedDuplicate)
def doubt_the_fix(event: MarkedDuplicate) -> None:
    """Somebody asked again because the fix had failed: the entry that came from the original is suspect."""
    if not event.fix_failed:
        return
    came_from = select(FaqEntry.id).where(unrestricted(), FaqEntry.source_question_id == event.original_id)
    for entry_id in session.scalars(came_from).all():
        doubt_entry(entry_id, Doubt.DUPLICATE, by_id=event.by_id, at=event.at)

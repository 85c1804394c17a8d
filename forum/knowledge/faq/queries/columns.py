"""What every line of a list of entries says."""

from typing import Any

from forum.knowledge.faq.models import FaqEntry

LINE: tuple[Any, ...] = (
    FaqEntry.id,
    FaqEntry.question,
    FaqEntry.slug,
    FaqEntry.html,
    FaqEntry.language,
    FaqEntry.state,
    FaqEntry.doubt,
    FaqEntry.checked_at,
    FaqEntry.review_due_at,
    FaqEntry.opened_count,
    FaqEntry.helped_count,
    FaqEntry.category_id,
)

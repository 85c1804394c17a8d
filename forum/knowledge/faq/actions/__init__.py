"""What can be done with FAQ entries."""

from forum.knowledge.faq.actions.curate import (
    check_entry,
    give_owner,
    move_on,
    publication_of,
    publish_entry,
    remind_of_review,
)
from forum.knowledge.faq.actions.doubt import doubt_entry
from forum.knowledge.faq.actions.find import find_entry
from forum.knowledge.faq.actions.read import comment_on_entry, count_opening, sweep_openings, vote_on_entry
from forum.knowledge.faq.actions.write import FaqDraft, edit_entry, promote_answer, restore_entry, write_entry

__all__ = [
    "FaqDraft",
    "check_entry",
    "comment_on_entry",
    "count_opening",
    "doubt_entry",
    "edit_entry",
    "find_entry",
    "give_owner",
    "move_on",
    "promote_answer",
    "publication_of",
    "publish_entry",
    "remind_of_review",
    "restore_entry",
    "sweep_openings",
    "vote_on_entry",
    "write_entry",
]

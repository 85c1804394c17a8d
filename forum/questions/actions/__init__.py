"""What can be done with questions."""

from forum.questions.actions.affected import join_affected, leave_affected
from forum.questions.actions.ask import JUST_NOW, QuestionDraft, ask_for, ask_question, asked_just_now
from forum.questions.actions.duplicates import mark_duplicate, root_of, undo_duplicate
from forum.questions.actions.edit import (
    QuestionChange,
    Words,
    check_may_edit_question,
    edit_question,
    restore_revision,
    words_of,
)
from forum.questions.actions.find import (
    asker_id,
    find_pair,
    find_question,
    is_asker,
    raise_version,
    signature,
    standing_of,
)
from forum.questions.actions.follow import (
    bookmark,
    count_view,
    follow,
    follow_by_taking_part,
    mute,
    remove_bookmark,
    sweep_views,
    unfollow,
)
from forum.questions.actions.lock import lock_question, unlock_question
from forum.questions.actions.move import move_question
from forum.questions.actions.protect import check_open_to, lift_protection, protect_question
from forum.questions.actions.remove import (
    hide_question,
    hold_question,
    release_question,
    remove_question,
    undelete_question,
)

__all__ = [
    "JUST_NOW",
    "QuestionChange",
    "QuestionDraft",
    "Words",
    "ask_for",
    "ask_question",
    "asked_just_now",
    "asker_id",
    "bookmark",
    "check_may_edit_question",
    "check_open_to",
    "count_view",
    "edit_question",
    "find_pair",
    "find_question",
    "follow",
    "follow_by_taking_part",
    "hide_question",
    "hold_question",
    "is_asker",
    "join_affected",
    "leave_affected",
    "lift_protection",
    "lock_question",
    "mark_duplicate",
    "move_question",
    "mute",
    "protect_question",
    "raise_version",
    "release_question",
    "remove_bookmark",
    "remove_question",
    "restore_revision",
    "root_of",
    "signature",
    "standing_of",
    "sweep_views",
    "undelete_question",
    "undo_duplicate",
    "unfollow",
    "unlock_question",
    "words_of",
]

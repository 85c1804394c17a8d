"""What can be done with answers, comments, acceptance and claims."""

from forum.answers.actions.accept import accept_answer, withdraw_acceptance
from forum.answers.actions.claims import claim_question, lapsed_claims, release_claim
from forum.answers.actions.comments import check_may_edit_comment, edit_comment, post_comment
from forum.answers.actions.find import find_answer, find_comment, is_author, writer_id
from forum.answers.actions.post import check_may_edit_answer, edit_answer, post_answer, restore_answer_revision
from forum.answers.actions.remove import (
    hide_answer,
    hide_comment,
    hold_answer,
    hold_comment,
    release_answer,
    release_comment,
    remove_answer,
    remove_comment,
    undelete_answer,
    undelete_comment,
)
from forum.answers.actions.repeats import answered_just_now, commented_just_now

__all__ = [
    "accept_answer",
    "answered_just_now",
    "check_may_edit_answer",
    "check_may_edit_comment",
    "claim_question",
    "commented_just_now",
    "edit_answer",
    "edit_comment",
    "find_answer",
    "find_comment",
    "hide_answer",
    "hide_comment",
    "hold_answer",
    "hold_comment",
    "is_author",
    "lapsed_claims",
    "post_answer",
    "post_comment",
    "release_claim",
    "remove_answer",
    "remove_comment",
    "restore_answer_revision",
    "release_answer",
    "release_comment",
    "undelete_answer",
    "undelete_comment",
    "withdraw_acceptance",
    "writer_id",
]

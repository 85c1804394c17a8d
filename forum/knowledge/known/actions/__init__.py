"""What can be done with known issues and maintenance."""

from forum.knowledge.known.actions.clock import remind_of_updates
from forum.knowledge.known.actions.find import find_issue, find_maintenance
from forum.knowledge.known.actions.maintain import (
    WindowDraft,
    announce_maintenance,
    cancel_maintenance,
    change_maintenance,
)
from forum.knowledge.known.actions.tell import IssueDraft, News, edit_issue, open_issue, tell_news
from forum.knowledge.known.actions.threads import attach_threads, attach_tickets, detach_thread, detach_ticket
from forum.knowledge.known.actions.watch import follow_issue, judge_fix, leave_issue, say_affected

__all__ = [
    "IssueDraft",
    "News",
    "WindowDraft",
    "announce_maintenance",
    "attach_threads",
    "attach_tickets",
    "cancel_maintenance",
    "change_maintenance",
    "detach_thread",
    "detach_ticket",
    "edit_issue",
    "find_issue",
    "find_maintenance",
    "follow_issue",
    "judge_fix",
    "leave_issue",
    "open_issue",
    "remind_of_updates",
    "say_affected",
    "tell_news",
]

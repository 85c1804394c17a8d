"""Which tables and pages there are, and which slices react to the news of others, from the bottom up.

A new area of pages is one import and one name in BLUEPRINTS; a new `models.py` or `reactions.py` one name below.
"""

from importlib import import_module

from flask import Blueprint

from forum.pages.account import bp as account
from forum.pages.admin import bp as admin
from forum.pages.composing import bp as composing
from forum.pages.faq import bp as faq
from forum.pages.feedback.views import bp as feedback
from forum.pages.feeds import bp as feeds
from forum.pages.files import bp as files
from forum.pages.home.views import bp as home
from forum.pages.inbox.views import bp as inbox
from forum.pages.known import bp as known
from forum.pages.live import bp as live
from forum.pages.moderation import bp as moderation
from forum.pages.people.views import bp as people
from forum.pages.questions import bp as questions
from forum.pages.reports import bp as reports
from forum.pages.search import bp as search
from forum.pages.settings.notifying import bp as notifying
from forum.pages.settings.views import bp as settings
from forum.pages.system.views import bp as system
from forum.pages.thanks.views import bp as thanks
from forum.pages.tickets import bp as tickets
from forum.pages.topics import bp as topics

BLUEPRINTS: tuple[Blueprint, ...] = (
    admin,
    search,
    topics,
    live,
    composing,
    thanks,
    moderation,
    files,
    faq,
    known,
    feedback,
    reports,
    feeds,
    inbox,
    home,
    account,
    people,
    settings,
    notifying,
    system,
    questions,
    tickets,
)

_SLICES = (
    "people", "ledger", "mail", "files", "accounts", "conduct", "topics", "intake", "saved_replies", "questions",
    "answers", "votes", "tickets", "feedback", "moderation", "search", "notifications", "importers", "mailbox",
    "privacy",
)  # fmt: skip
_REACTING: tuple[str, ...] = (
    "conduct",
    "questions",
    "tickets",
    "tickets.timing",
    "tickets.desk",
    "knowledge.faq",
    "knowledge.known",
    "feedback",
    "moderation",
    "search",
    "notifications",
    "record",
)

import_module("forum.kernel.leases")
import_module("forum.tickets.desk.models")
import_module("forum.tickets.timing.models")
import_module("forum.tickets.worked.models")
import_module("forum.knowledge.faq.models")
import_module("forum.knowledge.known.models")
for _slice in _SLICES:
    import_module(f"forum.{_slice}.models")
for _slice in _REACTING:
    import_module(f"forum.{_slice}.reactions")

"""What people choose by: the matters that kinds of notices belong to, and the ways in which one hears of a matter."""

from dataclasses import dataclass
from enum import StrEnum

from forum.kernel.words import N_


class Way(StrEnum):
    """How somebody hears of a matter: in the inbox and by mail, in the inbox alone, or not at all."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    INBOX = "inbox"
    NEVER = "never"


@dataclass(frozen=True)
class Matter:
    """One row of the page on which people choose, and by its short name one chip above the inbox.

    `usual` holds for whoever has not chosen.
    """

    name: str
    short: str
    label: str
    usual: Way
    is_for_staff: bool = False


_ALL = (
    Matter("answers", N_("Answers"), N_("Answers in threads that I follow"), Way.AT_ONCE),
    Matter("comments", N_("Comments"), N_("Comments in threads that I follow"), Way.INBOX),
    Matter("mentions", N_("Mentions"), N_("Somebody mentions me"), Way.AT_ONCE),
    Matter("solved", N_("Solved"), N_("A thread that I follow is solved"), Way.INBOX),
    Matter("thanks", N_("Thanks"), N_("My words helped: accepted, made an FAQ entry, or found in time"), Way.INBOX),
    Matter("tickets", N_("My tickets"), N_("My tickets, and those that I watch"), Way.AT_ONCE),
    Matter("progress", N_("Progress"), N_("Somebody begins with my ticket, or waits for others"), Way.INBOX),
    Matter("promises", N_("Promises"), N_("By when a ticket is solved"), Way.AT_ONCE),
    Matter("known_issues", N_("Known issues"), N_("Known issues that affect me or that I follow"), Way.AT_ONCE),
    Matter("watched", N_("What I watch"), N_("New questions and answers in what I watch"), Way.DIGEST),
    Matter("searches", N_("Saved searches"), N_("New questions that fit a search that I keep"), Way.DIGEST),
    Matter("handled", N_("My questions"), N_("What staff do with my questions"), Way.INBOX),
    Matter("flags", N_("My flags"), N_("What came of my flags"), Way.INBOX),
    Matter("conduct", N_("My words"), N_("What moderators say about my words"), Way.AT_ONCE),
    Matter("account", N_("My account"), N_("My account and my mail address"), Way.INBOX),
    Matter("moderation", N_("Moderation"), N_("What waits for a moderator"), Way.INBOX, is_for_staff=True),
    Matter("work", N_("Work"), N_("Tickets given to me or opened for my team"), Way.INBOX, is_for_staff=True),
    Matter("due", N_("Due soon"), N_("Deadlines of my tickets that come near"), Way.INBOX, is_for_staff=True),
    Matter(
        "late", N_("Late"), N_("Deadlines and promises of my tickets that are not kept"), Way.AT_ONCE, is_for_staff=True
    ),
    Matter("faq", N_("FAQ"), N_("Upkeep of my FAQ entries"), Way.DIGEST, is_for_staff=True),
    Matter(
        "known_upkeep", N_("Known issues that I own"), N_("Known issues that I own"), Way.AT_ONCE, is_for_staff=True
    ),
    Matter("mail_in", N_("Mail"), N_("Mail that is held back, for administrators"), Way.AT_ONCE, is_for_staff=True),
)
MATTERS: dict[str, Matter] = {matter.name: matter for matter in _ALL}

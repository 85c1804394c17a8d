"""What people are told: one registry. A kind is a sentence, an icon, and the matter by which people choose its way."""

from dataclasses import dataclass

from forum.kernel.words import N_


@dataclass(frozen=True)
class Kind:
    """`matter` is one of `matters`; `sentence` is a msgid filled with by (a name), title, label, and of deadlines with
    when and reason; `template` is the folder of templates/email for a mail about this alone. What is urgent waits for
    nothing that may come after it."""

    name: str
    matter: str
    sentence: str
    icon: str
    template: str = "news"
    is_urgent: bool = False


OF_NOTES = "note_mention"  # the kind of which only IT staff ever hear, and the ticket's record nothing
_PROMISE, _DEADLINE = "ticket_promise", "ticket_deadline"
_ALL = (
    Kind("answer", "answers", N_("%(by)s answered “%(title)s”."), "message-circle", "question_answered"),
    Kind("comment", "comments", N_("%(by)s commented on “%(title)s”."), "message-circle"),
    Kind("mention", "mentions", N_("%(by)s mentioned you in “%(title)s”."), "user"),
    Kind(
        "accepted", "thanks", N_("%(by)s accepted your answer to “%(title)s”. Thank you for helping!"), "circle-check"
    ),
    Kind("thanked", "thanks", N_("%(by)s thanks you for your answer to “%(title)s”."), "message-circle"),
    Kind(
        "helped",
        "thanks",
        N_("“%(title)s” solved it for %(by)s, who did not have to ask. Thank you for helping!"),
        "circle-check",
    ),
    Kind("solved", "solved", N_("“%(title)s” is solved: %(by)s accepted an answer."), "circle-check"),
    Kind(
        "ticket_made",
        "tickets",
        N_("%(by)s has made the ticket %(label)s of “%(title)s”."),
        "ticket",
        "ticket_made",
        is_urgent=True,
    ),
    Kind("ticket_reply", "tickets", N_("%(by)s wrote in %(label)s, “%(title)s”."), "ticket", "ticket_reply"),
    Kind(
        "ticket_waiting",
        "tickets",
        N_("%(by)s needs something from you: %(label)s, “%(title)s”."),
        "hourglass",
        "ticket_waiting",
        is_urgent=True,
    ),
    Kind(
        "ticket_solved",
        "tickets",
        N_("%(by)s has solved %(label)s, “%(title)s”."),
        "circle-check",
        "ticket_solved",
    ),
    Kind(
        "promise_kept",
        "tickets",
        N_("%(by)s has solved %(label)s, “%(title)s”, as promised."),
        "circle-check",
        "ticket_solved",
    ),
    Kind("ticket_begun", "progress", N_("%(by)s is working on %(label)s, “%(title)s”."), "ticket"),
    Kind(
        "ticket_elsewhere",
        "progress",
        N_("%(by)s waits for somebody outside IT to go on with %(label)s, “%(title)s”."),
        "hourglass",
    ),
    Kind("ticket_reopened", "tickets", N_("%(by)s has reopened %(label)s, “%(title)s”."), "undo-2"),
    Kind("ticket_merged", "tickets", N_("%(by)s goes on with your request in %(label)s, “%(title)s”."), "merge"),
    Kind("private_ticket", "work", N_("%(by)s has opened the private ticket %(label)s, “%(title)s”."), "lock"),
    Kind(
        "promised",
        "promises",
        N_("%(by)s promises that %(label)s, “%(title)s”, is solved by %(when)s."),
        "clock",
        _PROMISE,
    ),
    Kind(
        "promise_moved",
        "promises",
        N_("%(by)s has changed the promise for %(label)s, “%(title)s”: solved by %(when)s. Why: %(reason)s"),
        "clock",
        _PROMISE,
    ),
    Kind(
        "due_promise",
        "late",
        N_("%(label)s, “%(title)s”, is promised for %(when)s. Solve it, or move the promise and say why."),
        "clock",
        _DEADLINE,
        is_urgent=True,
    ),
    Kind(
        "late_promise",
        "late",
        N_("%(label)s, “%(title)s”, was promised for %(when)s and is not solved. Promise another time and say why."),
        "triangle-alert",
        _DEADLINE,
        is_urgent=True,
    ),
    Kind("due_response", "due", N_("The first answer in %(label)s, “%(title)s”, is due %(when)s."), "clock"),
    Kind(
        "late_response",
        "late",
        N_("Nobody has answered in %(label)s, “%(title)s”. The first answer was due %(when)s."),
        "triangle-alert",
        _DEADLINE,
        is_urgent=True,
    ),
    Kind("due_update", "due", N_("The next news in %(label)s, “%(title)s”, is due %(when)s."), "clock"),
    Kind(
        "late_update",
        "late",
        N_("There is no news in %(label)s, “%(title)s”. It was due %(when)s."),
        "triangle-alert",
        is_urgent=True,
    ),
    Kind("due_resolution", "due", N_("%(label)s, “%(title)s”, is to be solved by %(when)s."), "clock"),
    Kind(
        "late_resolution",
        "late",
        N_("%(label)s, “%(title)s”, is not solved. It was due %(when)s."),
        "triangle-alert",
        _DEADLINE,
        is_urgent=True,
    ),
    Kind(OF_NOTES, "mentions", N_("%(by)s mentioned you in a note in %(label)s, “%(title)s”."), "sticky-note"),
    Kind("assigned", "work", N_("%(by)s gave you %(label)s, “%(title)s”."), "hand"),
    Kind(
        "faq_published",
        "thanks",
        N_("%(by)s made your answer an FAQ entry: “%(title)s”. Thank you for helping!"),
        "book-open",
    ),
    Kind(
        "milestone",
        "thanks",
        N_("Your answer to “%(title)s” has helped %(label)s colleagues. Thank you!"),
        "thumbs-up",
    ),
    Kind("faq_review", "faq", N_("%(by)s asks a colleague to publish the FAQ entry “%(title)s”."), "book-open"),
    Kind("faq_comment", "faq", N_("%(by)s wrote to you about the FAQ entry “%(title)s”."), "book-open"),
    Kind("faq_due", "faq", N_("It is time to check whether the FAQ entry “%(title)s” is still true."), "clock"),
    Kind(
        "faq_doubted_by_readers",
        "faq",
        N_("The FAQ entry “%(title)s” may be wrong: it did not help three readers in a row."),
        "triangle-alert",
    ),
    Kind(
        "faq_doubted_by_duplicate",
        "faq",
        N_("The FAQ entry “%(title)s” may be wrong: somebody asked anew because it did not help."),
        "triangle-alert",
    ),
    Kind("search_met", "searches", N_("A new question fits your search for “%(label)s”: “%(title)s”."), "search"),
    Kind("saved_search", "searches", N_("A new question fits a search that you keep: “%(title)s”."), "search"),
    Kind("watched_question", "watched", N_("%(by)s asked “%(title)s”."), "circle-question-mark"),
    Kind("watched_answer", "watched", N_("%(by)s answered “%(title)s”."), "message-circle"),
    Kind("known_update", "known_issues", N_("%(by)s has news of the known issue “%(title)s”."), "megaphone"),
    Kind(
        "known_fixed",
        "known_issues",
        N_("The known issue “%(title)s” is fixed, says %(by)s. Does it work for you?"),
        "circle-check",
    ),
    Kind("known_given_up", "known_issues", N_("The known issue “%(title)s” will not be fixed, says %(by)s."), "x"),
    Kind(
        "known_not_fixed",
        "known_upkeep",
        N_("%(by)s says that the known issue “%(title)s” is not fixed yet."),
        "undo-2",
    ),
    Kind(
        "known_overdue",
        "known_upkeep",
        N_("Readers expect news of the known issue “%(title)s” by now."),
        "clock",
        is_urgent=True,
    ),
    Kind(
        "known_overdue_lead",
        "known_upkeep",
        N_("Nobody has told the news that were promised of “%(title)s”."),
        "clock",
        is_urgent=True,
    ),
    Kind(
        "mail_paused",
        "account",
        N_("Mail to %(title)s came back, so news are not mailed to you any more. Please look at your address."),
        "mail",
        is_urgent=True,
    ),
    Kind("flagged", "moderation", N_("Something was flagged and waits for a moderator: “%(title)s”."), "flag"),
    Kind(
        "held",
        "conduct",
        N_("Colleagues flagged what you wrote in “%(title)s”. It is out of sight until a moderator has looked."),
        "eye-off",
        "moderation",
    ),
    Kind(
        "secret_held",
        "conduct",
        N_(
            "What you wrote in “%(title)s” seems to hold a password or personal data, so it is out of sight. "
            "Please change that password now."
        ),
        "key-round",
        "moderation",
        is_urgent=True,
    ),
    Kind(
        "flag_agreed",
        "flags",
        N_("%(by)s looked at what you flagged in “%(title)s” and agrees. Thank you."),
        "shield-check",
    ),
    Kind("flag_disagreed", "flags", N_("%(by)s looked at what you flagged in “%(title)s”: it can stay."), "shield"),
    Kind(
        "post_decided",
        "conduct",
        N_("%(by)s, who moderates here, writes about your words in “%(title)s”."),
        "shield",
        "moderation",
    ),
    Kind("post_back", "conduct", N_("%(by)s looked at what you wrote in “%(title)s”. It can be read again."), "eye"),
    Kind("data_copied", "account", N_("The copy of all your data is ready. Fetch it within a day."), "file-text"),
    Kind("merged", "handled", N_("%(by)s merged your question into “%(title)s”, which asks the same."), "merge"),
    Kind(
        "duplicate",
        "handled",
        N_("%(by)s marked your question as asked before in “%(title)s”. You hear what happens there, too."),
        "copy",
    ),
    Kind("locked", "handled", N_("%(by)s closed your question “%(title)s” to new answers."), "lock"),
    Kind("unlocked", "handled", N_("%(by)s opened your question “%(title)s” to answers again."), "lock"),
    Kind(
        "protected",
        "handled",
        N_("%(by)s protected your question “%(title)s”: people who are new here cannot write in it for now."),
        "shield",
    ),
    Kind("unprotected", "handled", N_("%(by)s opened your question “%(title)s” to people who are new here."), "shield"),
    Kind("split", "handled", N_("%(by)s made your answer a question of its own: “%(title)s”."), "corner-down-right"),
    Kind(
        "split_along", "handled", N_("%(by)s moved what you wrote to another thread: “%(title)s”."), "corner-down-right"
    ),
    Kind("moved", "handled", N_("%(by)s moved your question “%(title)s” to another category."), "folder"),
    Kind(
        "step_reminder",
        "conduct",
        N_("%(by)s, who moderates here, asks you to mind how you write."),
        "shield",
        "moderation",
    ),
    Kind("step_warning", "conduct", N_("%(by)s, who moderates here, has warned you."), "shield", "moderation"),
    Kind(
        "step_silence",
        "conduct",
        N_("%(by)s, who moderates here, has silenced you until %(when)s. You can still open tickets."),
        "shield",
        "moderation",
    ),
    Kind(
        "step_objected",
        "moderation",
        N_("%(by)s objects to a step. Another moderator than who took it answers."),
        "shield",
    ),
    Kind(
        "objection_answered",
        "conduct",
        N_("%(by)s has answered about the step that you were told of."),
        "shield",
        "moderation",
    ),
    Kind(
        "mail_stopped",
        "mail_in",
        N_("Too much mail of “%(title)s” came. What follows is held back until you look."),
        "mail",
        is_urgent=True,
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

"""What people are told: one registry. A kind is a sentence, an icon, and the mail that goes with it, if any."""

from dataclasses import dataclass

from forum.kernel.words import N_


@dataclass(frozen=True)
class Kind:
    """`sentence` is a msgid filled with by (a name), title, label, and of deadlines with when and reason; `template` is
    a folder of templates/email, or empty."""

    name: str
    sentence: str
    icon: str
    template: str = ""


_PROMISE, _DEADLINE = "ticket_promise", "ticket_deadline"
_ALL = (
    Kind("answer", N_("%(by)s answered “%(title)s”."), "message-circle", "question_answered"),
    Kind("comment", N_("%(by)s commented on “%(title)s”."), "message-circle"),
    Kind("mention", N_("%(by)s mentioned you in “%(title)s”."), "user"),
    Kind("accepted", N_("%(by)s accepted your answer to “%(title)s”. Thank you for helping!"), "circle-check"),
    Kind("solved", N_("“%(title)s” is solved: %(by)s accepted an answer."), "circle-check"),
    Kind("ticket_made", N_("%(by)s has made the ticket %(label)s of “%(title)s”."), "ticket", "ticket_made"),
    Kind("ticket_reply", N_("%(by)s wrote in %(label)s, “%(title)s”."), "ticket", "ticket_reply"),
    Kind(
        "ticket_waiting", N_("%(by)s needs something from you: %(label)s, “%(title)s”."), "hourglass", "ticket_waiting"
    ),
    Kind(
        "ticket_solved", N_("%(by)s has solved %(label)s, “%(title)s”. Did it work?"), "circle-check", "ticket_solved"
    ),
    Kind("ticket_reopened", N_("%(by)s has reopened %(label)s, “%(title)s”."), "undo-2"),
    Kind("ticket_merged", N_("%(by)s goes on with your request in %(label)s, “%(title)s”."), "merge"),
    Kind("private_ticket", N_("%(by)s has opened the private ticket %(label)s, “%(title)s”."), "lock"),
    Kind("promised", N_("%(by)s promises that %(label)s, “%(title)s”, is solved by %(when)s."), "clock", _PROMISE),
    Kind(
        "promise_moved",
        N_("%(by)s has changed the promise for %(label)s, “%(title)s”: solved by %(when)s. Why: %(reason)s"),
        "clock",
        _PROMISE,
    ),
    Kind(
        "due_promise",
        N_("%(label)s, “%(title)s”, is promised for %(when)s. Solve it, or move the promise and say why."),
        "clock",
        _DEADLINE,
    ),
    Kind(
        "late_promise",
        N_("%(label)s, “%(title)s”, was promised for %(when)s and is not solved. Promise another time and say why."),
        "triangle-alert",
        _DEADLINE,
    ),
    Kind("due_response", N_("The first answer in %(label)s, “%(title)s”, is due %(when)s."), "clock"),
    Kind(
        "late_response",
        N_("Nobody has answered in %(label)s, “%(title)s”. The first answer was due %(when)s."),
        "triangle-alert",
        _DEADLINE,
    ),
    Kind("due_update", N_("The next news in %(label)s, “%(title)s”, is due %(when)s."), "clock"),
    Kind("late_update", N_("There is no news in %(label)s, “%(title)s”. It was due %(when)s."), "triangle-alert"),
    Kind("due_resolution", N_("%(label)s, “%(title)s”, is to be solved by %(when)s."), "clock"),
    Kind(
        "late_resolution",
        N_("%(label)s, “%(title)s”, is not solved. It was due %(when)s."),
        "triangle-alert",
        _DEADLINE,
    ),
    Kind("assigned", N_("%(by)s gave you %(label)s, “%(title)s”."), "hand"),
    Kind("faq_published", N_("%(by)s made your answer an FAQ entry: “%(title)s”. Thank you for helping!"), "book-open"),
    Kind("faq_review", N_("%(by)s asks a colleague to publish the FAQ entry “%(title)s”."), "book-open"),
    Kind("faq_comment", N_("%(by)s wrote to you about the FAQ entry “%(title)s”."), "book-open"),
    Kind("faq_due", N_("It is time to check whether the FAQ entry “%(title)s” is still true."), "clock"),
    Kind(
        "faq_doubted_by_readers",
        N_("The FAQ entry “%(title)s” may be wrong: it did not help three readers in a row."),
        "triangle-alert",
    ),
    Kind(
        "faq_doubted_by_duplicate",
        N_("The FAQ entry “%(title)s” may be wrong: somebody asked anew because it did not help."),
        "triangle-alert",
    ),
    Kind("saved_search", N_("A new question fits a search that you keep: “%(title)s”."), "search"),
    Kind("known_update", N_("%(by)s has news of the known issue “%(title)s”."), "megaphone"),
    Kind("known_fixed", N_("The known issue “%(title)s” is fixed, says %(by)s. Does it work for you?"), "circle-check"),
    Kind("known_given_up", N_("The known issue “%(title)s” will not be fixed, says %(by)s."), "x"),
    Kind("known_not_fixed", N_("%(by)s says that the known issue “%(title)s” is not fixed yet."), "undo-2"),
    Kind("known_overdue", N_("Readers expect news of the known issue “%(title)s” by now."), "clock"),
    Kind("known_overdue_lead", N_("Nobody has told the news that were promised of “%(title)s”."), "clock"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

"""Where something becomes visible or invisible, badges are counted anew for whoever has an unread notice of it."""

from typing import Any

from forum.accounts.events import RightsChanged
from forum.answers.events import AnswerRemoved, AnswerRestored, CommentRemoved, CommentRestored
from forum.kernel.events import reaction_to
from forum.knowledge.faq.events import FaqChanged
from forum.notifications.badge import count_anew_for
from forum.questions.events import QuestionMoved, QuestionRemoved, QuestionRestored
from forum.tickets.events import TicketChanged
from forum.topics.events import CategoryChanged

# Acts after which other people read the ticket or a part of it. Of whose it is only confidential ones ask.
_ABOUT_READERS = {
    "confidential", "not_confidential", "joined", "left", "assigned", "team", "reply_hidden", "reply_shown",
}  # fmt: skip


def _thread_changed(event: Any) -> None:
    """A removed comment names its thread otherwise than the rest."""
    thread_id = event.thread_id if isinstance(event, CommentRemoved | CommentRestored) else event.question_id
    count_anew_for("question", thread_id, event.at)


for _kind in (
    *(QuestionRemoved, QuestionRestored, QuestionMoved),
    *(AnswerRemoved, AnswerRestored, CommentRemoved, CommentRestored),
):
    reaction_to(_kind)(_thread_changed)


@reaction_to(TicketChanged)
def _ticket_changed(event: TicketChanged) -> None:
    if event.act in _ABOUT_READERS:
        count_anew_for("ticket", event.ticket_id, event.at)


@reaction_to(FaqChanged)
def _entry_changed(event: FaqChanged) -> None:
    count_anew_for("entry", event.entry_id, event.at)


@reaction_to(CategoryChanged)
def _category_changed(event: CategoryChanged) -> None:
    count_anew_for("category", event.category_id, event.at)


@reaction_to(RightsChanged)
def _rights_changed(event: RightsChanged) -> None:
    count_anew_for("person", event.person_id, event.at)

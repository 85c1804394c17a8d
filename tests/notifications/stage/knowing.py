"""The FAQ, known issues, and what is found instead of asked."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from forum.kernel.db import session
from forum.knowledge.faq.jobs import remind_owners
from forum.knowledge.known.jobs import remind_of_missed_updates
from forum.people.models import Person
from forum.search.telling import tell_of_matches
from tests.conftest import NOON
from tests.notifications.stage.company import Stage
from tests.posts import later

_NEWS = {"news": "It works again.", "next_update": "", "revision": "1"}


def _entry_form(on: Stage) -> dict[str, object]:
    return {"question": "Why is it blank?", "source": "No toner.", "category": on.place.id, "language": "en"}


def _published(on: Stage) -> Person:
    on.send(on.iris, f"/answers/{on.given.id}/faq", **_entry_form(on), then="publish")
    return on.ben


def _review(on: Stage) -> Person:
    own = on.send(on.iris, f"{on.thread}/answers", source="Turn it off and on.").rpartition("-")[2]
    on.send(on.iris, f"/answers/{own}/faq", **_entry_form(on), then="publish")
    return on.ismail


def _comment(on: Stage) -> Person:
    entry = on.entry()
    on.send(on.ana, f"/faq/{entry.id}/vote", value="-1")
    on.send(on.ana, f"/faq/{entry.id}/comment", comment="Step 2 is gone.")
    return on.iris


def _due(on: Stage) -> Person:
    on.entry()
    session.commit()
    remind_owners(later(days=400))
    return on.iris


def _doubted_by_readers(on: Stage) -> Person:
    entry = on.entry()
    for reader in (on.ana, on.sam, on.mo):
        on.send(reader, f"/faq/{entry.id}/vote", value="-1")
    return on.iris


def _doubted_by_duplicate(on: Stage) -> Person:
    on.entry()
    where = on.send(on.sam, "/questions", title="Blank pages again", category=on.place.slug, source="They are blank.")
    on.send(on.mo, f"/questions/{where.split('/')[2]}/duplicate", original=on.asked.id, fix_failed="1")
    return on.iris


def _helped(on: Stage) -> Person:
    on.accept()
    typed = {"title": "Blank pages", "source": "They are blank.", "category": on.place.slug}
    on.send(on.sam, "/questions/new/solved", solved=f"thread:{on.asked.id}", key="a-key-of-a-form", **typed)
    return on.ben


def _search_met(on: Stage) -> Person:
    on.send(on.sam, "/search/saved", q="smoke")
    on.send(on.sam, "/search/saved/notices", q="smoke")
    on.send(on.ben, "/questions", title="Toner smells of smoke", category=on.place.slug, source="It does, every day.")
    on.index()
    tell_of_matches(NOON + timedelta(minutes=10))
    return on.sam


def _search_removed(on: Stage) -> Person:
    person = _search_met(on)
    on.send(person, "/search/saved/removal", q="smoke")
    return person


def _updated(state: str, on: Stage) -> Person:
    on.send(on.iris, f"/known-issues/{on.issue().id}/updates", **{**_NEWS, "state": state})
    return on.sam


def _update(on: Stage) -> Person:
    news = {**_NEWS, "state": "workaround", "next_update": "2026-03-05T16:00"}
    on.send(on.iris, f"/known-issues/{on.issue().id}/updates", **news)
    return on.sam


def _not_fixed(on: Stage) -> Person:
    issue = on.issue()
    on.send(on.sam, f"/known-issues/{issue.id}/affected")
    on.send(on.iris, f"/known-issues/{issue.id}/updates", **{**_NEWS, "state": "fixed"})
    on.send(on.sam, f"/known-issues/{issue.id}/verdict", value="-1")
    return on.iris


def _overdue(on: Stage) -> Person:
    on.issue()
    session.commit()
    remind_of_missed_updates(later(hours=5))
    return on.iris


def _overdue_lead(on: Stage) -> Person:
    _overdue(on)
    remind_of_missed_updates(later(days=1))
    return on.lee


ACTS: dict[str, Callable[[Stage], Person]] = {
    "faq_published": _published, "faq_review": _review, "faq_comment": _comment, "faq_due": _due,
    "faq_doubted_by_readers": _doubted_by_readers, "faq_doubted_by_duplicate": _doubted_by_duplicate,
    "helped": _helped, "search_met": _search_met, "saved_search": _search_removed, "known_update": _update,
    "known_fixed": partial(_updated, "fixed"), "known_given_up": partial(_updated, "won't fix"),
    "known_not_fixed": _not_fixed, "known_overdue": _overdue, "known_overdue_lead": _overdue_lead,
}  # fmt: skip

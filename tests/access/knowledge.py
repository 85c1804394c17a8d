"""FAQ entries, known issues and maintenance of the company: open ones and closed ones."""

from datetime import timedelta

from forum.answers.models import Answer
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import FaqDraft, edit_entry, move_on, promote_answer, publish_entry
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.rules import Step
from forum.knowledge.known.actions import WindowDraft, announce_maintenance, attach_threads, attach_tickets
from forum.knowledge.known.models import Maintenance
from forum.people.models import Person
from forum.questions.models import Question
from forum.topics.models import Category
from tests.access.company import World, mark, secret
from tests.conftest import NOON
from tests.knowledge import entries, issues
from tests.posts import actor


def add_knowledge(world: World, place: Category, closed: Category) -> None:
    """There are an FAQ, known issues and maintenance."""
    _faq(world, place, closed)
    _known_issues(world, place, closed)


def _faq(world: World, place: Category, closed: Category) -> None:
    who, names = world.people, world.names
    asked, given = session.get_one(Question, names["solved"]), session.get_one(Answer, names["accepted"])
    entry = entries.published(asked, given, who.iris)
    asked, given = session.get_one(Question, names["closed"]), session.get_one(Answer, names["closed_answer"])
    draft_of_closed = entries.faq_draft(closed, question=secret("entry"), source=secret("entrybody"))
    closed_entry = promote_answer(asked, given, draft_of_closed, by=actor(who.mo), at=NOON)
    publish_entry(closed_entry, by=actor(who.mo), at=NOON)
    for each in (entry, closed_entry):
        _edit(each, who.mo)
    question, source = secret("draftentry"), secret("draftentrybody")
    draft = entries.written(who.iris, place, question=question, source=source, tags=(mark("draftentrytag"),))
    retired = entries.written(who.mo, place, question="An obsolete entry")
    move_on(retired, Step.RETIRE, by=actor(who.mo), at=NOON)
    names.update(entry=entry.id, closed_entry=closed_entry.id, draft_entry=draft.id, retired=retired.id)


def _edit(entry: FaqEntry, by: Person) -> None:
    """It says something else than at first, so that who may can go back to that."""
    words, tags = f"{entry.source} Twice.", tuple(entry.tags.split())
    draft = FaqDraft(entry.question, words, render(words), entry.category_id, entry.language, tags, revision=1)
    edit_entry(entry, draft, by=actor(by), at=NOON)


def _known_issues(world: World, place: Category, closed: Category) -> None:
    who, names, staff = world.people, world.names, actor(world.people.iris)
    issue = issues.opened(who.iris, place)
    attach_threads(issue, [names["ticketed"], names["closed"]], by=staff, at=NOON)
    attach_tickets(issue, [str(names["ticket"]), str(names["private"])], by=staff, at=NOON)
    closed_issue = issues.opened(who.iris, closed, title=secret("issue"), service=secret("service"))
    window, closed_window = _window(world, place, "A new mail server"), _window(world, closed, secret("maintenance"))
    names.update(issue=issue.id, closed_issue=closed_issue.id, window=window.id, closed_window=closed_window.id)


def _window(world: World, place: Category, title: str) -> Maintenance:
    begins, ends = NOON + timedelta(days=1), NOON + timedelta(days=1, hours=2)
    draft = WindowDraft(title, "Mail", "No mail.", "<p>No mail.</p>", place.id, begins, ends)
    return announce_maintenance(draft, by=actor(world.people.iris), at=NOON)

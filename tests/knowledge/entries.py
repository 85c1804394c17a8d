"""What the FAQ has in the tests, written by the same actions as everywhere."""

from datetime import datetime

from forum.answers.models import Answer
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import FaqDraft, promote_answer, publish_entry, write_entry
from forum.knowledge.faq.models import FaqEntry
from forum.people.models import Person
from forum.questions.models import Question
from forum.topics.models import Category
from tests.conftest import NOON
from tests.posts import actor, category

QUESTION = "Why does the printer print blank pages?"
ANSWER = "The cartridge is empty. Turn it, then print a test page."


def faq_draft(place: Category, *, question: str = QUESTION, source: str = ANSWER, **facts: object) -> FaqDraft:
    """What the form of an entry says."""
    values = {"language": "en", **facts}
    return FaqDraft(question, source, render(source), place.id, **values)  # type: ignore[arg-type]


def written(by: Person, place: Category | None = None, *, at: datetime = NOON, **facts: object) -> FaqEntry:
    """A draft of one's own words."""
    return write_entry(faq_draft(place or category("Printing"), **facts), by=actor(by, at=at), at=at)


def promoted(asked: Question, answer: Answer, by: Person, *, at: datetime = NOON, **facts: object) -> FaqEntry:
    """A draft that began as a colleague's answer."""
    draft = FaqDraft(QUESTION, ANSWER, render(ANSWER), asked.category_id, "en", **facts)  # type: ignore[arg-type]
    return promote_answer(asked, answer, draft, by=actor(by, at=at), at=at)


def published(asked: Question, answer: Answer, by: Person, *, at: datetime = NOON, **facts: object) -> FaqEntry:
    """A colleague's answer that everybody finds in the FAQ."""
    entry = promoted(asked, answer, by, at=at, **facts)
    publish_entry(entry, by=actor(by, at=at), at=at)
    return entry

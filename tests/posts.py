"""What people post in the tests, by the same actions as everybody."""

from datetime import datetime, timedelta

from forum.accounts.actors import Actor, load_actor
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.people.models import Person
from forum.questions.actions import QuestionDraft, ask_question
from forum.questions.models import Question
from forum.topics.models import Audience, Category
from tests.conftest import NOON

TITLE = "Printer on floor 3 prints blank pages"
BODY = "It pulls paper, but nothing is on it. I changed the toner."


def actor(person: Person, *, at: datetime = NOON) -> Actor:
    """The person as actions and rules know him."""
    session.flush()
    found = load_actor(person.id, at=at)
    assert found is not None
    return found


def category(name: str = "Hardware", *, audience: Audience = Audience.EVERYONE, **facts: object) -> Category:
    """A category everybody may read unless said otherwise; flushed."""
    made = Category(slug=name.lower().replace(" ", "-"), name=name, audience=audience, **facts)
    session.add(made)
    session.flush()
    return made


def draft(place: Category, *, title: str = TITLE, source: str = BODY, **facts: object) -> QuestionDraft:
    """What an ask form says."""
    return QuestionDraft(title, source, render(source), place.id, **facts)  # type: ignore[arg-type]


def question(by: Person, place: Category | None = None, *, at: datetime = NOON, **facts: object) -> Question:
    """A question that `by` has asked."""
    return ask_question(draft(place or category(), **facts), by=actor(by, at=at), at=at)  # type: ignore[arg-type]


def later(**passed: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(**passed)

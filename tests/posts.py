"""What people post in the tests, by the same actions as everybody."""

from datetime import datetime, timedelta
from typing import TypeVar

from pytest import MonkeyPatch
from sqlalchemy import select

from forum.accounts.actors import Actor, load_actor
from forum.answers.actions import post_answer, post_comment
from forum.answers.models import Answer, Comment
from forum.kernel import events
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.kernel.text.markdown import render
from forum.notifications.delivery import mail_due_notices
from forum.notifications.jobs import expand_due_events
from forum.notifications.settings import MAIL_WINDOW
from forum.people.models import Person
from forum.questions.actions import QuestionDraft, ask_question
from forum.questions.models import Question
from forum.topics.models import Audience, Category
from forum.topics.visibility import unrestricted
from tests.conftest import NOON

E = TypeVar("E")
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
    registry.raise_version()
    return made


def draft(place: Category, *, title: str = TITLE, source: str = BODY, **facts: object) -> QuestionDraft:
    """What an ask form says."""
    return QuestionDraft(title, source, render(source), place.id, **facts)  # type: ignore[arg-type]


def question(by: Person, place: Category | None = None, *, at: datetime = NOON, **facts: object) -> Question:
    """A question that `by` has asked."""
    return ask_question(draft(place or _usual_category(), **facts), by=actor(by, at=at), at=at)  # type: ignore[arg-type]


def _usual_category() -> Category:
    return session.scalars(select(Category).where(unrestricted(), Category.name == "Hardware")).first() or category()


def later(**passed: float) -> datetime:
    """A moment after noon."""
    return NOON + timedelta(**passed)


def answer(asked: Question, by: Person, *, at: datetime = NOON, source: str = "Turn the cartridge.") -> Answer:
    """An answer that `by` has given."""
    return post_answer(asked, source, render(source), by=actor(by, at=at), at=at)


def comment(
    asked: Question, by: Person, *, on: Answer | None = None, at: datetime = NOON, source: str = "Which model?"
) -> Comment:
    """A comment of `by` on the question, or on the answer `on`."""
    return post_comment(asked, source, render(source), on=on, by=actor(by, at=at), at=at)


def published(kind: type[E], monkeypatch: MonkeyPatch) -> list[E]:
    """The events of `kind` published from now on, as they come."""
    seen: list[E] = []
    monkeypatch.setitem(events._reactions, kind, [*events._reactions[kind], seen.append])
    return seen


def tell(at: datetime) -> None:
    """Everybody has heard of what is due by then, and the mails of it that need not wait for more are queued."""
    while expand_due_events("test", at):
        pass
    mail_due_notices("test", at + timedelta(minutes=MAIL_WINDOW()))

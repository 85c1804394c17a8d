"""Who hears what of a step of the ladder. Who is suspended is told by mail when it happens: he cannot sign in."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.conduct.ladder import rung_of
from forum.conduct.models import SILENCES, Consequence, Step
from forum.kernel.db import session
from forum.notifications.news import News
from forum.people.models import Person


def taken(facts: dict[str, Any]) -> News | None:
    """The person hears why, by whom, and how to object."""
    step = _step(facts)
    if step.step is Step.SUSPENSION:
        return None
    kind = "step_silence" if step.step in SILENCES else f"step_{step.step}"
    return replace(_of(step, facts["by"], {step.person_id: kind}, step.reason), moment=step.until)


def objected(facts: dict[str, Any]) -> News | None:
    """Every moderator but who took the step hears that an answer is wanted; he too where there is no other."""
    step = _step(facts)
    if step.answered_at is not None:
        return None
    moderators = set(session.scalars(select(Person.id).where(may(Permission.TAKE_STEPS))))
    told = moderators - {step.by_id, step.person_id} or moderators - {step.person_id}
    news = _of(step, facts["by"], dict.fromkeys(told, "step_objected"))
    return replace(news, path="/moderation/objections")


def answered(facts: dict[str, Any]) -> News | None:
    """The person hears what was answered."""
    step = _step(facts)
    return _of(step, facts["by"], {step.person_id: "objection_answered"}, step.answer)


def _step(facts: dict[str, Any]) -> Consequence:
    return session.get_one(Consequence, facts["consequence"])


def _of(step: Consequence, by_id: int, told: dict[int, str], text: str = "") -> News:
    title = rung_of(step.step).name
    return News(by_id, "/settings/standing", title, told, consequence_id=step.id, text=text)

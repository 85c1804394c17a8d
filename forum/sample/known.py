"""Plays the sample company's known issues and maintenance, which stand in company.toml."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.queries import main_device_of
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.knowledge.known.actions import (
    IssueDraft,
    News,
    WindowDraft,
    announce_maintenance,
    attach_threads,
    open_issue,
    say_affected,
    tell_news,
)
from forum.knowledge.known.models import IssueState, KnownIssue
from forum.sample.people import actor_called
from forum.topics.models import Category
from forum.topics.visibility import unrestricted


def play_known_issues(company: dict[str, Any], questions: dict[str, int], *, founded_at: datetime) -> int:
    """The issues stand with their updates, threads and affected people; how many. The caller commits."""
    for facts in company.get("known_issue", []):
        _play(facts, questions, founded_at)
    for facts in company.get("maintenance", []):
        begins = (founded_at + timedelta(days=facts["in_days"])).replace(minute=0, second=0, microsecond=0)
        draft = WindowDraft(
            facts["title"], facts["service"], facts["words"], render(facts["words"]), _category(facts["category"]),
            begins, begins + timedelta(hours=facts["hours"]),
        )  # fmt: skip
        announce_maintenance(draft, by=actor_called(facts["by"], at=founded_at), at=founded_at)
    return len(company.get("known_issue", []))


def _play(facts: dict[str, Any], questions: dict[str, int], founded_at: datetime) -> None:
    first, *later = facts["update"]
    at = founded_at - timedelta(hours=first["hours_ago"])
    by, workaround = actor_called(facts["owner"], at=at), facts.get("workaround", "")
    draft = IssueDraft(
        title=facts["title"], service=facts["service"], source=facts["words"], html=render(facts["words"]),
        category_id=_category(facts["category"]), since_at=at - timedelta(minutes=40),
        workaround_source=workaround, workaround_html=render(workaround) if workaround else "",
    )  # fmt: skip
    issue = open_issue(draft, _news(first, at), by=by, at=at)
    if "threads" in facts:
        attach_threads(issue, [questions[name] for name in facts["threads"]], by=by, at=at)
    for handle in facts.get("affected", []):
        somebody = actor_called(handle, at=at)
        device = main_device_of(somebody.id)
        say_affected(issue, device=device, by=somebody, at=at + timedelta(minutes=20))
    _tell(issue, later, by=by, founded_at=founded_at)


def _tell(issue: KnownIssue, updates: list[dict[str, Any]], *, by: Actor, founded_at: datetime) -> None:
    for facts in updates:
        at = founded_at - timedelta(hours=facts["hours_ago"])
        tell_news(issue, _news(facts, at), by=by, at=at)


def _news(facts: dict[str, Any], at: datetime) -> News:
    due = at + timedelta(hours=facts["next_within_hours"]) if "next_within_hours" in facts else None
    return News(facts["words"], render(facts["words"]), IssueState(facts["state"]), due)


def _category(slug: str) -> int:
    return session.scalars(select(Category.id).where(unrestricted(), Category.slug == slug)).one()

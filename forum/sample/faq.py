"""Plays the sample FAQ: a Markdown file an entry, facts between +++ lines (TOML), then the answer.

question, by (who promotes it), days_ago, read (how often), helped, failed (handles); thread and answer (its number) say
where it came from, or translates (a file's name) which entry it says in another language.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.answers.actions import find_answer
from forum.answers.models import Answer
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import (
    FaqDraft,
    find_entry,
    promote_answer,
    publish_entry,
    vote_on_entry,
    write_entry,
)
from forum.knowledge.faq.models import FaqEntry
from forum.sample.people import actor_called

_FOLDER = Path(__file__).parent / "faq"


@dataclass(frozen=True)
class SampleEntry:
    """One entry as its file tells it."""

    name: str
    facts: dict[str, Any]
    source: str


def read_entries() -> list[SampleEntry]:
    """All sample entries, in the order of their files: a translation comes after what it translates."""
    return [_parsed(path) for path in sorted(_FOLDER.glob("*.md"))]


def play_faq(questions: dict[str, int], *, founded_at: datetime) -> int:
    """The entries are published; `questions` are the ids of the sample threads by name. The caller commits."""
    known: dict[str, int] = {}
    for sample in read_entries():
        at = founded_at - timedelta(days=sample.facts["days_ago"])
        by = actor_called(sample.facts["by"], at=at)
        entry = _written(sample, questions, known, by=by, at=at)
        known[sample.name] = entry.id
        publish_entry(entry, by=by, at=at)
        for word, helped in (("helped", True), ("failed", False)):
            for number, handle in enumerate(sample.facts.get(word, []), start=1):
                voted_at = at + timedelta(hours=number)
                vote_on_entry(entry, helped=helped, by=actor_called(handle, at=voted_at), at=voted_at)
        entry.opened_count = sample.facts["read"]
    return len(known)


def _written(
    sample: SampleEntry, questions: dict[str, int], known: dict[str, int], *, by: Actor, at: datetime
) -> FaqEntry:
    if "translates" in sample.facts:
        original = find_entry(known[sample.facts["translates"]], by=by)
        draft = _draft(sample, original.category_id, original.tags)
        return write_entry(draft, translation_of=original, by=by, at=at)
    given = select(Answer.id).where(unrestricted(), Answer.question_id == questions[sample.facts["thread"]])
    answer_id = session.scalars(given.order_by(Answer.created_at, Answer.id)).all()[sample.facts["answer"] - 1]
    question, answer = find_answer(answer_id, by=by)
    return promote_answer(question, answer, _draft(sample, question.category_id, question.tags), by=by, at=at)


def _draft(sample: SampleEntry, category_id: int, tags: str) -> FaqDraft:
    language = sample.facts.get("language", "en")
    return FaqDraft(
        sample.facts["question"], sample.source, render(sample.source), category_id, language, tuple(tags.split())
    )


def _parsed(path: Path) -> SampleEntry:
    _nothing, head, body = path.read_text("utf-8").split("+++\n", 2)
    return SampleEntry(path.stem, tomllib.loads(head), body.strip())

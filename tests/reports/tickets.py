"""Tickets in bulk with every mixture of facts that reports count, and the slow recount of each figure."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import insert

from forum.answers.models import Answer
from forum.feedback.models import Feedback, Verdict
from forum.kernel.db import session
from forum.questions.models import Question
from forum.reports.backlog import AGES, Backlog
from forum.reports.flow import Flow
from forum.reports.judged import Judged
from forum.reports.kept import Kept
from forum.reports.pace import Pace
from forum.reports.returns import Returns
from forum.reports.scope import Cut, Scope
from forum.reports.share import Share
from forum.reports.spread import Spread
from forum.reports.word import Word
from forum.tickets.models import NEVER, Ticket, TicketState
from forum.tickets.timing.models import Outcome, Promise

UNSOLVED = (TicketState.NEW, TicketState.OPEN, TicketState.WAITING_REQUESTER, TicketState.WAITING_THIRD)
DONE = (TicketState.RESOLVED, TicketState.CLOSED)
Row = dict[str, Any]
_BESIDE = ("fixed", "said", "promises")  # what stands in other tables


@dataclass(frozen=True)
class Places:
    """What the tickets refer to."""

    person: int
    teams: Sequence[int]
    categories: Sequence[int]
    thread: Question


def written(count: int, places: Places, *, until: datetime, seed: int = 7) -> list[Row]:
    """So many tickets of the last 20 weeks stand in the database; their facts."""
    chance = random.Random(seed)
    rows = [_row(number, places, chance, until) for number in range(1, count + 1)]
    session.execute(insert(Ticket), [{k: v for k, v in row.items() if k not in _BESIDE} for row in rows])
    session.execute(insert(Feedback), [_asked(row, places) for row in rows if row["said"]])
    session.execute(insert(Promise), [_promise(row, each, places) for row in rows for each in row["promises"]])
    fixes = [_fix(row, places) for row in rows if row["fixed"]]
    if fixes:
        session.execute(insert(Answer), fixes)
    session.commit()
    return rows


def _row(number: int, places: Places, chance: random.Random, until: datetime) -> Row:
    opened = until - timedelta(minutes=chance.randrange(20 * 7 * 24 * 60))
    state = chance.choice((*UNSOLVED, *DONE, *DONE, TicketState.VOID))
    solved, answered = state in DONE, state in DONE or chance.random() < 0.6
    in_thread = solved and chance.random() < 0.6
    return {
        "id": number, "label": f"IT-{number:06}", "title": "Printer", "source": "x", "html": "<p>x</p>", "state": state,
        "requester_id": places.person, "created_by_id": places.person, "created_at": opened, "changed_at": opened,
        "team_id": chance.choice((None, *places.teams)), "category_id": chance.choice((None, *places.categories)),
        "confidential": chance.random() < 0.1, "due_at": NEVER,
        "question_id": places.thread.id if in_thread and state is TicketState.CLOSED else None,
        "first_response_at": opened + timedelta(minutes=chance.randrange(3000)) if answered else None,
        "response_minutes": chance.randrange(600) if answered else None,
        "response_target": chance.choice((None, 240)) if answered else None,
        "response_due_at": None if answered else until + timedelta(minutes=chance.randrange(-900, 900)),
        "resolved_at": opened + timedelta(minutes=chance.randrange(9000)) if solved else None,
        "resolution_minutes": chance.randrange(4000) if solved else None,
        "resolution_target": chance.choice((None, 1440)) if solved else None,
        "resolution_due_at": None if solved else until + timedelta(minutes=chance.randrange(-900, 900)),
        "owner_id": chance.choice((None, places.person)), "said": _said(chance, opened) if solved else None,
        "fixed": in_thread and chance.random() < 0.7, "promises": _promises(chance, opened),
    }  # fmt: skip


def _said(chance: random.Random, opened: datetime) -> Row:
    verdict = chance.choice((None, Verdict.WORKED, Verdict.WORKED, Verdict.NOT_YET))
    rating = chance.choice((None, 1, 3, 4, 5, 5)) if verdict is Verdict.WORKED else None
    asked_at = opened + timedelta(minutes=chance.randrange(9000))
    return {"asked_at": asked_at, "verdict": verdict, "rating": rating, "nobody": chance.random() < 0.1}


def _promises(chance: random.Random, opened: datetime) -> list[Row]:
    """Up to three, each before the next; only the last may still stand."""
    count = chance.choice((0, 0, 1, 2, 3))
    last = chance.choice((None, Outcome.KEPT, Outcome.MISSED, Outcome.LAPSED))
    outcomes = [chance.choice((Outcome.MOVED, Outcome.MISSED)) for _ in range(count - 1)] + [last] * bool(count)
    return [{"due_at": opened + timedelta(minutes=chance.randrange(30_000)), "outcome": each} for each in outcomes]


def _promise(row: Row, promised: Row, places: Places) -> Row:
    return {"ticket_id": row["id"], "by_id": places.person, "at": row["created_at"], "reason": "", **promised}


def _asked(row: Row, places: Places) -> Row:
    said = {name: value for name, value in row["said"].items() if name != "nobody"}
    whom = None if row["said"]["nobody"] else places.person
    return {"ticket_id": row["id"], "person_id": whom, "staff_id": places.person, "secret": "x", **said}


def _fix(row: Row, places: Places) -> Row:
    told = {"source": "x", "html": "<p>x</p>", "created_at": row["created_at"]}
    return {"question_id": places.thread.id, "author_id": places.person, "fix_label": row["label"], **told}


def in_scope(rows: Iterable[Row], moment: str, scope: Scope) -> list[Row]:
    """The rows that count and whose moment lies in the scope."""
    begins, ends = scope.weeks[0].begins, scope.weeks[-1].ends
    return [row for row in _that_count(rows, scope) if row[moment] and begins <= row[moment] < ends]


def _that_count(rows: Iterable[Row], scope: Scope) -> list[Row]:
    return [
        row
        for row in rows
        if row["state"] != TicketState.VOID
        and not row["confidential"]
        and scope.team_id in (None, row["team_id"])
        and scope.category_id in (None, row["category_id"])
    ]


def key_of(row: Row, cut: Cut, moment: str, scope: Scope) -> int | None:
    """The row's key in the cut."""
    if cut is Cut.WEEK:
        return next(at for at, week in enumerate(scope.weeks) if week.begins <= row[moment] < week.ends)
    return {Cut.WHOLE: 0, Cut.TEAM: row["team_id"], Cut.CATEGORY: row["category_id"]}[cut]


def grouped(rows: Iterable[Row], cut: Cut, moment: str, scope: Scope) -> dict[int | None, list[Row]]:
    """The rows of the scope by their key."""
    found: dict[int | None, list[Row]] = {}
    for row in in_scope(rows, moment, scope):
        found.setdefault(key_of(row, cut, moment, scope), []).append(row)
    return found


def flow_of(rows: list[Row], cut: Cut, scope: Scope) -> dict[int | None, Flow]:
    """Counted one by one."""
    opened, solved = (grouped(rows, cut, moment, scope) for moment in ("created_at", "resolved_at"))
    return {key: Flow(len(opened.get(key, ())), len(solved.get(key, ()))) for key in opened.keys() | solved.keys()}


def backlog_of(rows: list[Row], cut: Cut, scope: Scope, at: datetime) -> dict[int | None, Backlog]:
    """Counted one by one."""
    found: dict[int | None, list[Row]] = {}
    for row in _that_count(rows, scope):
        if row["state"] in UNSOLVED:
            age = sum(at - row["created_at"] >= bound for bound in AGES)
            key = {Cut.AGE: age, Cut.TEAM: row["team_id"], Cut.CATEGORY: row["category_id"]}.get(cut, 0)
            found.setdefault(key, []).append(row)
    return {key: _backlog(those) for key, those in found.items()}


def _backlog(those: list[Row]) -> Backlog:
    states = [row["state"] for row in those]
    return Backlog(
        len(those),
        sum(row["owner_id"] is None for row in those),
        states.count(TicketState.WAITING_REQUESTER),
        states.count(TicketState.WAITING_THIRD),
        min(row["created_at"] for row in those),
    )


def judged_of(rows: list[Row], cut: Cut, scope: Scope) -> dict[int | None, Judged]:
    """Counted one by one."""
    asked = [{**row, **row["said"]} for row in rows if row["said"] and not row["said"]["nobody"]]
    return {key: _judged(those) for key, those in grouped(asked, cut, "asked_at", scope).items()}


def _judged(those: list[Row]) -> Judged:
    verdicts, ratings = [row["verdict"] for row in those], [row["rating"] for row in those if row["rating"]]
    counts = verdicts.count(Verdict.WORKED), verdicts.count(Verdict.NOT_YET)
    return Judged(len(those), *counts, len(ratings), sum(ratings))


def pace_of(rows: list[Row], cut: Cut, scope: Scope) -> dict[int | None, Pace]:
    """Sorted and picked."""
    answered = _spreads(rows, cut, "first_response_at", "response_minutes", scope)
    solved = _spreads(rows, cut, "resolved_at", "resolution_minutes", scope)
    return {k: Pace(answered.get(k, Spread()), solved.get(k, Spread())) for k in answered.keys() | solved.keys()}


def _spreads(rows: list[Row], cut: Cut, moment: str, figure: str, scope: Scope) -> dict[int | None, Spread]:
    return {
        key: _spread(sorted(row[figure] for row in those if row[figure] is not None))
        for key, those in grouped(rows, cut, moment, scope).items()
    }


def _spread(figures: list[int]) -> Spread:
    return Spread(len(figures), figures[ceil(len(figures) / 2) - 1], figures[ceil(len(figures) * 9 / 10) - 1])


def kept_of(rows: list[Row], cut: Cut, scope: Scope, at: datetime) -> dict[int | None, Kept]:
    """Looked at one by one."""

    def share(those: list[Row], known: str, target: str, due: str) -> Share:
        over = [r for r in those if (r[known] is not None and r[target] is not None) or (r[due] and r[due] < at)]
        return Share(sum(r[known] is not None and r[known] <= r[target] for r in over), len(over))

    return {
        key: Kept(
            share(those, "response_minutes", "response_target", "response_due_at"),
            share(those, "resolution_minutes", "resolution_target", "resolution_due_at"),
        )
        for key, those in grouped(rows, cut, "created_at", scope).items()
    }


def returns_of(rows: list[Row], cut: Cut, scope: Scope) -> dict[int | None, Returns]:
    """Looked at one by one."""
    found = {}
    for key, those in grouped(rows, cut, "created_at", scope).items():
        of_threads = [row for row in those if row["question_id"] is not None]  # each of them is closed
        found[key] = Returns(len(those), len(of_threads), len(of_threads), sum(row["fixed"] for row in of_threads))
    return found


def word_of(rows: list[Row], cut: Cut, scope: Scope, at: datetime) -> dict[int | None, Word]:
    """Looked at one by one."""
    found = {}
    promised = [{**row, **each} for row in rows for each in row["promises"]]
    for key, those in grouped(promised, cut, "due_at", scope).items():
        outcomes = [
            Outcome.MISSED if not each["outcome"] and each["due_at"] < at else each["outcome"] for each in those
        ]
        counts = [outcomes.count(each) for each in (Outcome.KEPT, Outcome.MOVED, Outcome.MISSED)]
        if any(counts):
            found[key] = Word(*counts)
    return found

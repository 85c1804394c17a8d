"""The queue and the reports on many tickets: `python -m bench.tickets [TICKETS] [sqlite|postgresql]`.

Nine in ten tickets are done, as in a department that keeps up; the others are spread over all states, people and due
times. Each page is asked for by one client, over HTTP; its goal is for 100,000 tickets.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert, select, text, update

from bench.company import fill
from bench.pages import HEADERS, over_databases, settle, signed_in
from bench.serving import getter, milliseconds, p95, server
from forum.accounts.models import Team
from forum.answers.models import Answer
from forum.feedback.models import Feedback, Verdict
from forum.kernel.db import session, transaction
from forum.people.models import Person
from forum.tickets.models import NEVER, NumberSeries, Priority, Ticket, TicketState
from forum.tickets.timing.models import Outcome, Promise
from forum.topics.models import Category
from forum.topics.visibility import unrestricted

THREADS = 10_000
"""Threads beside the tickets; fixes are answers of one of them, so that one has a handful."""
ROUNDS, REPORT_ROUNDS = 60, 15
QUEUE_GOAL, REPORT_GOAL = 30.0, 300.0
QUEUE = {
    "open": "/queue",
    "mine": "/queue?view=mine",
    "my teams'": "/queue?view=team",
    "unassigned": "/queue?view=unassigned",
    "due today": "/queue?view=today",
    "overdue": "/queue?view=overdue",
    "waiting": "/queue?view=waiting",
    "confidential": "/queue?view=confidential",
    "resolved": "/queue?view=resolved",
    "all": "/queue?view=all",
    "oldest first": "/queue?order=oldest",
    "changed last": "/queue?order=changed",
    "urgent": "/queue?priority=urgent",
    "by words": "/queue?view=all&words=99+ticket",
    "own tickets": "/tickets",
}
REPORTS = ("flow", "backlog", "pace", "time-frames", "promises", "satisfaction", "returns")
_BATCH = 2000
_YEARS = timedelta(days=3 * 365)
_WAITING = (TicketState.NEW, TicketState.OPEN, TicketState.WAITING_REQUESTER, TicketState.WAITING_THIRD)
Row = dict[str, Any]


def fill_tickets(count: int, *, at: datetime) -> Person:
    """The database has so many more tickets than a company of THREADS threads; who reads them. Committed."""
    reader = fill(THREADS, at=at)
    with transaction():
        rows = _rows(count, at)
        while batch := list(islice(rows, _BATCH)):
            _write(batch)
        session.execute(update(NumberSeries).values(last=THREADS + count))
        session.execute(text("ANALYZE"))
    return session.get_one(Person, reader.id)


def _rows(count: int, at: datetime) -> Iterator[Row]:
    chance = Random(7)
    people = list(session.scalars(select(Person.id).where(Person.is_it_staff.is_(False)).order_by(Person.id)))[1:]
    staff = list(session.scalars(select(Person.id).where(Person.is_it_staff.is_(True)).order_by(Person.id)))
    teams = list(session.scalars(select(Team.id).order_by(Team.id)))
    categories = list(session.scalars(select(Category.id).where(unrestricted()).order_by(Category.id)))
    for number in range(THREADS + 1, THREADS + count + 1):
        done = chance.random() < 0.9
        opened = at - chance.random() * (_YEARS if done else timedelta(days=40))
        facts = _done(opened, chance) if done else _waiting(at, chance, staff)
        yield {
            "label": f"IT-{number:06d}", "title": f"Ticket {number}", "source": "x" * 400, "html": "x" * 400,
            "priority": chance.choice(list(Priority)), "category_id": chance.choice(categories),
            "requester_id": chance.choice(people), "created_by_id": chance.choice(staff),
            "team_id": chance.choice(teams), "owner_id": chance.choice(staff), "question_id": None,
            "confidential": chance.random() < 0.02,
            "created_at": opened, "changed_at": opened, "response_target": 240, "resolution_target": 1440,
            **facts, **_origin(number, facts["state"]),
        }  # fmt: skip


def _done(opened: datetime, chance: Random) -> Row:
    states = (TicketState.CLOSED,) * 17 + (TicketState.RESOLVED, TicketState.VOID)
    solved = opened + timedelta(minutes=chance.randrange(9000))
    return {"state": chance.choice(states), "first_response_at": opened + timedelta(minutes=chance.randrange(900)),
            "response_minutes": chance.randrange(480), "resolved_at": solved, "due_at": NEVER,
            "resolution_minutes": chance.randrange(2880), "resolution_due_at": None}  # fmt: skip


def _waiting(at: datetime, chance: Random, staff: list[int]) -> Row:
    due = at + timedelta(minutes=chance.randrange(-2000, 20_000))
    return {"state": chance.choice(_WAITING), "first_response_at": None, "response_minutes": None, "resolved_at": None,
            "resolution_minutes": None, "due_at": due, "resolution_due_at": due,
            "owner_id": chance.choice((None, *staff))}  # fmt: skip


def _origin(number: int, state: TicketState) -> Row:
    """The thread, of every second one that is closed: a thread has one open ticket at most."""
    return {"question_id": 3 + number % (THREADS - 3)} if state is TicketState.CLOSED and number % 2 else {}


def _write(rows: list[Row]) -> None:
    """The tickets; every third had a promise, and most of those of a thread came back as an answer."""
    ids = list(session.scalars(insert(Ticket).returning(Ticket.id, sort_by_parameter_order=True), rows))
    numbered = list(zip(ids, rows, strict=True))
    outcomes = list(Outcome)
    session.execute(insert(Promise), [
        {"ticket_id": number, "by_id": row["created_by_id"], "at": row["created_at"], "outcome": outcomes[number % 4],
         "due_at": row["created_at"] + timedelta(days=2), "ended_at": row["created_at"] + timedelta(days=2)}
        for number, row in numbered if number % 3 == 0
    ])  # fmt: skip
    session.execute(insert(Answer), [
        {"question_id": row["question_id"], "author_id": row["created_by_id"], "source": "x", "html": "x",
         "created_at": row["created_at"], "fix_label": row["label"]}
        for number, row in numbered if row["question_id"] and number % 3
    ])  # fmt: skip
    session.execute(insert(Feedback), [
        {"ticket_id": number, "person_id": row["requester_id"], "staff_id": row["created_by_id"], "secret": "x",
         "asked_at": row["resolved_at"], "closes_at": None, "ended_at": None,
         "verdict": list(Verdict)[number % 5 == 0] if number % 3 else None,
         "rating": 1 + number % 5 if number % 3 == 2 else None}
        for number, row in numbered if row["resolved_at"]
    ])  # fmt: skip


def measure(kind: str, url: str, tickets: int) -> None:
    """Prints this database's table."""
    headers = {**HEADERS, "Cookie": signed_in(lambda at: fill_tickets(tickets, at=at))}
    settle(url)
    print(f"\n{kind}, {tickets} tickets, one process, load {os.getloadavg()[0]:.1f}\n")
    print("| page | p50 ms | p95 ms | CPU ms | goal | p50 / goal |\n|---|---|---|---|---|---|")
    with server("forum.wsgi:app", 1, first="/healthz") as ours:
        pages = [(f"queue: {name}", path, ROUNDS, QUEUE_GOAL) for name, path in QUEUE.items()]
        pages += [(f"report: {name}", f"/reports/{name}", REPORT_ROUNDS, REPORT_GOAL) for name in REPORTS]
        pages += [("reports", "/reports", REPORT_ROUNDS, REPORT_GOAL)]
        pages += [("report: pace, 52 weeks", "/reports/pace?weeks=52", REPORT_ROUNDS, REPORT_GOAL)]
        for name, path, rounds, goal in pages:
            get = getter(ours.port, path, headers)
            get(), get()
            began = ours.processor_seconds()
            times = [milliseconds(get) for _ in range(rounds)]
            cost = 1000 * (ours.processor_seconds() - began) / rounds
            print(f"| {name} | {median(times):.1f} | {p95(times):.1f} | {cost:.1f} | {goal:.0f} |"
                  f" {median(times) / goal:.2f} |", flush=True)  # fmt: skip


def main() -> None:
    """100,000 tickets, or as many as the command names."""
    over_databases(measure, most=100_000)


if __name__ == "__main__":
    main()

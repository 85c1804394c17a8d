"""News of a known issue that many follow: `python -m bench.telling [WATCHERS] [sqlite|postgresql]`.

The update of an issue that nobody follows and of one that 40,000 follow are told in turn: both write one event. How
long the worker then takes to tell all of them is measured once.
"""

import os
import time
from datetime import datetime, timedelta
from itertools import islice
from statistics import median

from sqlalchemy import delete, func, insert, select

from bench.company import fill
from bench.pages import over_databases
from bench.serving import milliseconds
from forum.accounts.actors import Actor, load_actor
from forum.app import create_app
from forum.kernel import clock
from forum.kernel.db import db, session, transaction
from forum.kernel.settings.environment import Environment
from forum.knowledge.known.actions import IssueDraft, News, open_issue, tell_news
from forum.knowledge.known.models import IssueState, IssueWatcher, KnownIssue
from forum.notifications.jobs import expand_due_events
from forum.notifications.models import EventPending, Notice
from forum.operations.schema import upgrade
from forum.people.models import Person, PersonState
from forum.topics.models import Audience, Category
from forum.topics.visibility import unrestricted

THREADS, ROUNDS = 200, 30
_BATCH = 5000


def measure(kind: str, url: str, watchers: int) -> None:
    """Prints this database's line."""
    with create_app(Environment()).app_context():
        upgrade()
        at = clock.now()
        by = load_actor(fill(THREADS, at=at).id, at=at)
        assert by is not None
        with transaction():
            nobodys, everybodys = (_opened(title, by, at) for title in ("The fax hums", "Mail is away"))
            _follow(everybodys, watchers, at)
        _forget_events()
        alone, followed = zip(*(_told_in_turn(nobodys, everybodys, by) for _ in range(ROUNDS)), strict=True)
        _forget_events()
        _tell(everybodys, by)
        seconds = _expand() / 1000
        told = session.scalar(select(func.count()).select_from(Notice).where(Notice.issue_id == everybodys)) or 0
        session.remove()
        db.engine.dispose()
    ratio = median(followed) / median(alone)
    print(f"{kind}: an update nobody follows p50 {median(alone):.1f} ms, one that {watchers} follow"
          f" {median(followed):.1f} ms, ratio {ratio:.2f}; {told} were told in {seconds:.0f} s, {told / seconds:.0f} a"
          f" second; load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip


def _opened(title: str, by: Actor, at: datetime) -> int:
    public = select(Category.id).where(unrestricted(), Category.audience == Audience.EVERYONE).limit(1)
    draft = IssueDraft(title, "Mail", "It is away.", "<p>It is away.</p>", session.execute(public).scalar_one(), at)
    return open_issue(draft, _news(at), by=by, at=at).id


def _news(at: datetime) -> News:
    return News("We look.", "<p>We look.</p>", IssueState.INVESTIGATING, at + timedelta(hours=4))


def _follow(issue_id: int, count: int, at: datetime) -> None:
    """So many more people work here, and all of them follow the issue."""
    numbers = iter(range(count))
    while batch := list(islice(numbers, _BATCH)):
        rows = [
            {"state": PersonState.ACTIVE, "name": f"Worker {n}", "name_key": f"worker {n}", "skeleton": f"worker{n}",
             "handle": f"worker.{n}", "email": f"w{n}@kencana.example", "email_key": f"w{n}@kencana.example",
             "roles": "employee", "created_at": at}
            for n in batch
        ]  # fmt: skip
        ids = session.scalars(insert(Person).returning(Person.id), rows).all()
        session.execute(insert(IssueWatcher), [{"issue_id": issue_id, "person_id": id_, "at": at} for id_ in ids])


def _told_in_turn(nobodys: int, everybodys: int, by: Actor) -> tuple[float, float]:
    return milliseconds(lambda: _tell(nobodys, by)), milliseconds(lambda: _tell(everybodys, by))


def _tell(issue_id: int, by: Actor) -> None:
    with transaction():
        at = clock.now()
        tell_news(session.get_one(KnownIssue, issue_id), _news(at), by=by, at=at)


def _forget_events() -> None:
    with transaction():
        session.execute(delete(EventPending))


def _expand() -> float:
    """What is due is told until nothing is; ms."""
    began = time.perf_counter()
    while expand_due_events("bench", clock.now()):
        session.remove()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """40,000 people, or as many as the command names."""
    over_databases(measure, most=40_000)


if __name__ == "__main__":
    main()

"""Pages of results over HTTP, and what the web process takes of memory: `python -m bench.search_pages [THREADS]
[sqlite|postgresql]`, 50,000 threads unless it says how many.

Every page is asked for once before it is measured: the cache is warm. Beside the milliseconds of the clock stand those
of the processors, of web and database together: a busy machine changes the first and not the second.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from urllib.parse import urlencode

import psycopg
from sqlalchemy import select

from bench.pages import filled_and_indexed, over_databases, settle, signed_in
from bench.serving import Served, getter, milliseconds, p95, processor_seconds, server
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.index.terms import STOP_WORDS

_COUNT, _LIMIT, _MOST_MEMORY = 200, 60, 400  # pages of a kind; milliseconds; megabytes
Queries = dict[str, list[str]]


def measure(kind: str, url: str, threads: int) -> None:
    """Prints this database's table. Leaves the program with 1 if a limit is passed that the processors' time shows."""
    queries: Queries = {}

    def made(at: datetime) -> Person:
        person = filled_and_indexed(threads, at)
        queries.update(_queries(list(session.scalars(select(Question.title).where(unrestricted())))))
        return person

    headers = {"Cookie": signed_in(made), "Accept-Encoding": "br"}
    settle(url)
    print(f"\n{kind}, {threads} threads: a page's ms, p50 / p95; of the processors; load {os.getloadavg()[0]:.1f}")
    with server("forum.wsgi:app", 1, first="/healthz") as served:
        costs = [_told(name, paths, served, url, headers) for name, paths in queries.items()]
        memory = max(resident for resident, _ in served.memory())
    print(f"the web process has {memory} MB", flush=True)
    if max(costs) > _LIMIT or memory > _MOST_MEMORY:
        sys.exit(1)


def _told(name: str, paths: Sequence[str], served: Served, url: str, headers: dict[str, str]) -> float:
    """One line; what a page took of the processors."""
    for path in paths:
        getter(served.port, path, headers)()
    before = served.processor_seconds() + _database_seconds(url)
    taken = [milliseconds(getter(served.port, path, headers)) for path in paths]
    spent = 1000 * (served.processor_seconds() + _database_seconds(url) - before) / len(paths)
    print(f"{name:<32} {median(taken):7.1f} / {p95(taken):6.1f}  {spent:6.1f}", flush=True)
    return spent


def _queries(titles: Sequence[str]) -> Queries:
    """The same for the same titles."""
    chance = random.Random(5)
    words = [[word for word in title.split() if word.isalpha() and word.lower() not in STOP_WORDS] for title in titles]
    some = [
        chance.sample(each, min(len(each), chance.choice((1, 2, 3, 3, 4)))) for each in chance.choices(words, k=_COUNT)
    ]
    frequent = [word for word, _ in Counter(word for each in words for word in each).most_common(12)]
    typed = {
        "one to four words": [" ".join(each) for each in some],
        "the same of solved threads": [f"{' '.join(each)} is:solved" for each in some],
        "what nearly every thread has": [" ".join(chance.sample(frequent, 8)) for _ in range(_COUNT // 4)],
        "filters alone": ["is:solved", "is:open", "staff:yes", "lang:en"] * (_COUNT // 20),
        "a word that nobody has written": [f"{max(each, key=len, default='vpn')}xq" for each in some[: _COUNT // 4]],
    }
    pages = {name: [f"/search?{urlencode({'q': q})}" for q in queries] for name, queries in typed.items()}
    alike = [f"/search/similar?{urlencode({'title': title})}" for title in chance.choices(titles, k=_COUNT)]
    begun = [f"/search/suggestions?{urlencode({'q': title[:9]})}" for title in chance.choices(titles, k=_COUNT)]
    return {**pages, "like a title (a part of a page)": alike, "while one types (a part)": begun}


def _database_seconds(url: str) -> float:
    """What PostgreSQL's processes have taken for those who are connected; 0 without it."""
    if not url:
        return 0.0
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'").fetchall()
        return sum(processor_seconds(str(pid)) for (pid,) in rows)


if __name__ == "__main__":
    over_databases(measure, most=50_000)

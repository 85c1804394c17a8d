"""What would an FAQ entry spare? Threads with their duplicates, tickets and searches in vain, by what they cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Integer, Row, bindparam, exists, func, select

from forum.accounts.actors import Actor
from forum.answers.models import Acceptance
from forum.kernel.db import UtcDateTime, read
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.knowledge.faq.visibility import unrestricted as any_entry
from forum.questions.models import Question
from forum.questions.visibility import listed_to, reader_params
from forum.reports.looked_for import looked_for
from forum.tickets.models import Ticket, TicketState
from forum.tickets.visibility import unrestricted as any_ticket

DAYS = 90
MINUTES_A_PERSON = 5
MOST = 30
_MOST_READ = 3000
_root_id = func.coalesce(Question.duplicate_of_id, Question.id)
_since = bindparam("since", type_=UtcDateTime)
# Confidential tickets are left out: nobody can tell from a figure that there is one.
_counts = (
    any_ticket(),
    Ticket.created_at > _since,
    Ticket.question_id.is_not(None),
    Ticket.state != TicketState.VOID,
    Ticket.merged_into_id.is_(None),
    Ticket.confidential.is_(False),
)
_answered = exists().where(
    any_entry(),
    FaqEntry.source_question_id == _root_id,
    FaqEntry.state.in_((FaqState.PUBLISHED, FaqState.REVIEW)),
)
_THREADS = (
    select(Question.id, _root_id.label("root_id"), Question.title, Question.slug, Question.affected_count)
    .where(listed_to(), ~_answered)
    .limit(bindparam("most", type_=Integer))
)
_DUPLICATES = _THREADS.where(Question.duplicate_of_id.is_not(None), Question.created_at > _since).order_by(
    Question.id.desc()
)
_CONVERTED = _THREADS.where(Question.id.in_(select(Ticket.question_id).where(*_counts))).order_by(Question.id.desc())
_IDS: Any = bindparam("ids", expanding=True)
_ORIGINALS = _THREADS.where(Question.id.in_(_IDS), Question.duplicate_of_id.is_(None))
_TICKETS = select(Ticket.question_id, Ticket.resolution_minutes).where(*_counts, Ticket.question_id.in_(_IDS))
_ACCEPTED = select(Acceptance.question_id, Acceptance.answer_id).where(Acceptance.question_id.in_(_IDS))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A thread with what was marked a duplicate of it, or words that no thread has. `minutes`: the median to a
    solution, in business time.

    `people` asked, or said that it affects them, too; `searches` had the same words, and nothing was opened from them.
    `answer_id` is the accepted answer's, 0 without one.
    """

    title: str
    thread: Row[Any] | None = None
    duplicates: int = 0
    tickets: int = 0
    minutes: int = 0
    people: int = 0
    answer_id: int = 0
    searches: int = 0

    @property
    def cost(self) -> int:
        """Minutes: tickets x median minutes + (people + searches) x 5."""
        return self.tickets * self.minutes + (self.people + self.searches) * MINUTES_A_PERSON


def radar(reader: Actor, *, at: datetime, most: int = MOST) -> list[Cluster]:
    """Up to `most` clusters of the last 90 days that have no entry yet, the dearest first; words without a thread, too.

    Only of threads that the reader may see listed; at most 3,000 duplicates and 3,000 converted threads are looked at.
    """
    params = {"since": at - timedelta(days=DAYS), **reader_params(reader)}
    found = [*read(_DUPLICATES, {**params, "most": _MOST_READ}), *read(_CONVERTED, {**params, "most": _MOST_READ})]
    roots = sorted({row.root_id for row in found})[-_MOST_READ:]
    heads = {row.id: row for row in read(_ORIGINALS, {**params, "most": _MOST_READ, "ids": roots})}
    threads = {row.id: row for row in (*found, *heads.values()) if row.root_id in heads}
    minutes = _minutes(threads, params)
    accepted = {row.question_id: row.answer_id for row in read(_ACCEPTED, {"ids": list(heads)})}
    of_root = _by_root(threads.values())
    clusters = sorted(_clusters(heads, of_root, minutes, accepted), key=_dearest)
    titles = {each.thread.id: [row.title for row in of_root[each.thread.id]] for each in clusters if each.thread}
    sought = looked_for(titles, reader, at=at)
    beside = [replace(each, searches=sought.beside.get(each.thread.id, 0)) for each in clusters if each.thread]
    alone = [Cluster(typed, searches=count) for typed, count in sought.alone]
    return sorted((*beside, *alone), key=_dearest)[:most]


def _dearest(cluster: Cluster) -> tuple[int, int, str]:
    return -cluster.cost, cluster.thread.id if cluster.thread else 0, cluster.title


def _minutes(threads: Mapping[int, Row[Any]], params: dict[str, Any]) -> dict[int, list[int | None]]:
    """Of each cluster's tickets the minutes to their solution; None for one that is not solved."""
    by_root: dict[int, list[int | None]] = defaultdict(list)
    for row in read(_TICKETS, {"since": params["since"], "ids": list(threads)}):
        by_root[threads[row.question_id].root_id].append(row.resolution_minutes)
    return by_root


def _clusters(
    heads: Mapping[int, Row[Any]],
    of_root: Mapping[int, Sequence[Row[Any]]],
    minutes: Mapping[int, Sequence[int | None]],
    accepted: Mapping[int, int],
) -> Iterable[Cluster]:
    usual = _median(each for those in minutes.values() for each in those)
    for root_id, rows in of_root.items():
        those = minutes.get(root_id, ())
        people = sum(row.affected_count + 1 for row in rows)
        its_own = _median(those) if any(each is not None for each in those) else usual
        head = heads[root_id]
        yield Cluster(head.title, head, len(rows) - 1, len(those), its_own, people, accepted.get(root_id, 0))


def _by_root(threads: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in threads:
        found[row.root_id].append(row)
    return found


def _median(minutes: Iterable[int | None]) -> int:
    known = [each for each in minutes if each is not None]
    return round(median(known)) if known else 0

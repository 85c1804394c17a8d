"""A company to measure on: the sample company's people and as many threads as wanted, with everything on them.

Rows are written in bulk and counted afterwards: playing 10,000 threads by the forum's actions would take an hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

from sqlalchemy import insert, select, text, update

from bench.texts import answer_html, comment_html, texts, varied
from forum.accounts.actors import system_actor
from forum.answers.models import Acceptance, Answer, Claim, Comment
from forum.files.models import StoredFile
from forum.kernel.db import session, transaction
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Affected, Bookmark, Follow, Question, QuestionFile, QuestionTag
from forum.sample.people import make_company
from forum.sample.threads import read_company
from forum.tickets.models import NumberSeries, Ticket, TicketState
from forum.topics.models import Category, Tag
from forum.topics.visibility import unrestricted
from forum.votes.models import Vote
from forum.votes.recount import recount_all

FULL = {1: 10, 2: 50}
"""The threads with everything on them, and how many answers they have."""
_EMPLOYEES = 400
_FILES = 20
_BATCH = 500
_STATES = tuple(TicketState)


@dataclass
class _Company:
    """What threads refer to."""

    at: datetime
    people: list[int]
    reader: int
    categories: Mapping[str, int]
    tags: Mapping[str, int]
    answers: Iterator[int] = field(default_factory=lambda: count(1))


def fill(threads: int, *, at: datetime) -> Person:
    """The database has so many threads; the member of IT staff who reads them. Committed."""
    with transaction():
        company = _founded(at)
    numbers = iter(range(1, threads + 1))
    while batch := list(islice(numbers, _BATCH)):
        with transaction():
            _write_threads(company, batch)
    with transaction():
        session.execute(update(NumberSeries).values(last=threads))
        _write(Notice, (_notice(number, company.reader, company) for number in range(1, min(threads, 60) + 1)))
        _write(Notice, (_notice(number, _person(company, number), company) for number in range(1, threads + 1)))
        session.execute(update(Person).where(Person.id == company.reader).values(unread_count=30))
        recount_all()
        session.execute(text("ANALYZE"))
    return session.get_one(Person, company.reader)


def _founded(at: datetime) -> _Company:
    make_company(read_company(), by=system_actor(at=at), at=at)
    _write(Person, (_employee(number, at) for number in range(_EMPLOYEES)))
    people = list(session.scalars(select(Person.id).order_by(Person.id)))[1:]
    _write(StoredFile, (_file(number, people[0], at) for number in range(1, _FILES + 1)))
    reader = session.scalars(select(Person.id).where(Person.handle == "iris.tan")).one()
    categories = {row.slug: row.id for row in session.execute(select(Category.slug, Category.id).where(unrestricted()))}
    missing = sorted({tag for each in texts() for tag in each.tags} - _tags_by_name().keys())
    _write(Tag, ({"name": name, "created_at": at} for name in missing))
    return _Company(at, people, reader, categories, _tags_by_name())


def _tags_by_name() -> dict[str, int]:
    return {row.name: row.id for row in session.execute(select(Tag.name, Tag.id))}


def _write_threads(company: _Company, numbers: list[int]) -> None:
    """The rows of these threads, parents before what refers to them."""
    answers = {number: list(islice(company.answers, _answer_count(number))) for number in numbers}
    _write(Question, (_question(company, number) for number in numbers))
    _write(QuestionTag, (row for number in numbers for row in _tags(company, number)))
    _write(Answer, (_answer(company, number, each) for number in numbers for each in answers[number]))
    _write(Acceptance, (_acceptance(company, number, answers[number]) for number in numbers if _is_solved(number)))
    _write(Comment, (row for number in numbers for row in _comments(company, number, answers[number])))
    _write(Vote, (row for number in numbers for row in _votes(company, number, answers[number])))
    for kind, most in ((Affected, 6), (Follow, 4), (Bookmark, 2)):
        _write(kind, (row for number in numbers for row in _marks(company, number, most)))
    _write(QuestionFile, (row for number in numbers if _has_files(number) for row in _files(number)))
    _write(Ticket, (_ticket(company, number) for number in numbers if _has_ticket(number)))
    _write(Claim, (_claim(company, number) for number in numbers if number in FULL))


def _write(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """The rows in this order, so that ids count from 1."""
    if found := list(rows):
        session.execute(insert(model.__table__), found)


def _answer_count(number: int) -> int:
    return FULL.get(number, number * 7 % 5)


def _is_solved(number: int) -> bool:
    return number in FULL or (number % 5 < 2 and _answer_count(number) > 0)


def _has_ticket(number: int) -> bool:
    return number in FULL or number % 8 == 0


def _has_files(number: int) -> bool:
    return number in FULL or number % 10 == 0


def _asked_at(company: _Company, number: int) -> datetime:
    return company.at - timedelta(minutes=7 * number + 60)


def _person(company: _Company, number: int) -> int:
    return company.people[number % len(company.people)]


def _employee(number: int, at: datetime) -> dict[str, Any]:
    name, handle = f"Employee {number}", f"employee.{number}"
    return {"state": "active", "name": name, "name_key": name.lower(), "skeleton": handle, "handle": handle,
            "email": f"{handle}@kencana.example", "email_key": f"{handle}@kencana.example", "department": "Sales",
            "location": "Ipoh", "created_at": at}  # fmt: skip


def _file(number: int, by_id: int, at: datetime) -> dict[str, Any]:
    return {"token": f"{number:032d}", "name": f"report {number}.pdf", "content_type": "application/pdf",
            "size": 4000 * number, "sha256": f"{number:064d}", "by_id": by_id, "created_at": at,
            "linked_at": at}  # fmt: skip


def _question(company: _Company, number: int) -> dict[str, Any]:
    said, asked_at = texts()[number % len(texts())], _asked_at(company, number)
    title, html = varied(said, number)
    return {"category_id": company.categories[said.category],
            "author_id": _person(company, number * 3), "title": title, "slug": "q", "source": html, "html": html,
            "tags": " ".join(said.tags), "language": said.language, "created_at": asked_at, "active_at": asked_at,
            "edited_at": asked_at if number % 6 == 1 or number in FULL else None, "view_count": number % 90,
            "duplicate_of_id": 1 if number == 9 else number - 11 if number % 40 == 12 else None,
            "ticket_label": _label(number) if _has_ticket(number) else ""}  # fmt: skip


def _tags(company: _Company, number: int) -> list[dict[str, Any]]:
    return [{"question_id": number, "tag_id": company.tags[tag]} for tag in texts()[number % len(texts())].tags]


def _answer(company: _Company, number: int, answer_id: int) -> dict[str, Any]:
    html, at = answer_html(answer_id), _asked_at(company, number) + timedelta(seconds=20 * (answer_id % 60))
    return {"question_id": number, "author_id": _person(company, answer_id), "source": html, "html": html,
            "created_at": at, "by_staff": answer_id % 4 == 0}  # fmt: skip


def _acceptance(company: _Company, number: int, answers: list[int]) -> dict[str, Any]:
    return {"question_id": number, "answer_id": answers[0], "by_id": _person(company, number * 3),
            "at": _asked_at(company, number) + timedelta(minutes=25)}  # fmt: skip


def _comments(company: _Company, number: int, answers: list[int]) -> Iterator[dict[str, Any]]:
    """Two at the question, and one at every second answer; at every one where everything is."""
    below = [None, None, *(each for each in answers if number in FULL or each % 2)]
    for place, answer_id in enumerate(below):
        html = comment_html(number + place)
        yield {"thread_id": number, "question_id": None if answer_id else number, "answer_id": answer_id,
               "author_id": _person(company, number + place * 5), "source": html, "html": html,
               "created_at": _asked_at(company, number) + timedelta(minutes=26)}  # fmt: skip


def _votes(company: _Company, number: int, answers: list[int]) -> Iterator[dict[str, Any]]:
    """Up to five at the question, up to six at each answer; the reader's own where everything is."""
    voters = {place: _person(company, number * 5 + place) for place in range(number % 6)}
    mine = [company.reader] if number in FULL else []
    for person_id in {*voters.values(), *mine}:
        yield {"question_id": number, "answer_id": None, "person_id": person_id, "value": 1, "at": company.at}
    for answer_id in answers:
        for person_id in {*(_person(company, answer_id * 5 + place) for place in range(answer_id % 7)), *mine}:
            value = -1 if (answer_id + person_id) % 9 == 0 else 1
            yield {"question_id": None, "answer_id": answer_id, "person_id": person_id, "value": value,
                   "at": company.at}  # fmt: skip


def _marks(company: _Company, number: int, most: int) -> Iterator[dict[str, Any]]:
    people = {_person(company, number * 7 + place) for place in range(number % (most + 1))}
    for person_id in people | ({company.reader} if number in FULL else set()):
        yield {"question_id": number, "person_id": person_id, "at": _asked_at(company, number)}


def _files(number: int) -> Iterator[dict[str, Any]]:
    yield from ({"question_id": number, "file_id": 1 + (number + place) % _FILES} for place in range(2))


def _label(number: int) -> str:
    return f"IT-{number:06d}"


def _ticket(company: _Company, number: int) -> dict[str, Any]:
    said, asked_at = texts()[number % len(texts())], _asked_at(company, number)
    title, html = varied(said, number)
    state = TicketState.OPEN if number in FULL else _STATES[number // 8 % len(_STATES)]
    return {"label": _label(number), "state": state, "title": title, "source": html, "html": html,
            "tags": " ".join(said.tags), "category_id": company.categories[said.category], "question_id": number,
            "requester_id": _person(company, number * 3), "created_by_id": company.reader,
            "owner_id": company.reader if number % 3 else None, "created_at": asked_at, "changed_at": asked_at,
            "promised_at": company.at + timedelta(days=1), "public_step": "A spare part is ordered."}  # fmt: skip


def _claim(company: _Company, number: int) -> dict[str, Any]:
    return {"question_id": number, "person_id": _person(company, number), "at": company.at,
            "until": company.at + timedelta(hours=8)}  # fmt: skip


def _notice(number: int, person_id: int, company: _Company) -> dict[str, Any]:
    return {"person_id": person_id, "kind": "answer", "question_id": number, "by_id": _person(company, number),
            "facts": {"title": varied(texts()[number % len(texts())], number)[0], "label": "",
                      "path": f"/questions/{number}/q"},
            "at": _asked_at(company, number), "read_at": None if number % 2 else company.at}  # fmt: skip

"""Judged queries from files: what was asked when, and which threads of this forum are relevant.

Queries are CSV with the columns id, title, content and created, or JSON lines as `forum import jsonl` takes them; both
may be packed (.gz). Judgements are a table of query_id, doc_id and score, with tabs, as TREC has them.
"""

import csv
import gzip
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.text.html import plain_text
from forum.questions.models import Question
from forum.questions.visibility import unrestricted

BODY = 200  # characters of the body that are part of the query
_LONGEST_FIELD = 10_000_000
_NUMBER = re.compile(r"\d+")


class NotJudged(ValueError):
    """A file is not what it should be; the text says how."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a colleague would have put it, and the moment at which he did."""

    number: int  # of the file
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, the thread it came from (0 if that is not here), and the relevant threads of this forum."""

    asked: Asked
    own_id: int
    relevant: frozenset[int]


def judged_queries(queries: Path, judgements: Path, *, is_earlier_only: bool) -> list[Judged]:
    """The queries that have a relevant thread here, in the order of their numbers.

    With `is_earlier_only` only threads with a lower number in the file count, as in life. NotJudged if there are none.
    """
    relevant = read_judgements(judgements)
    ids = _ids_here()
    found = []
    for asked in _asked(queries):
        documents = [doc for doc in relevant.get(asked.number, ()) if not is_earlier_only or doc < asked.number]
        here = frozenset(ids[doc] for doc in documents if doc in ids and doc != asked.number)
        if here:
            found.append(Judged(asked, ids.get(asked.number, 0), here))
    if not found:
        raise NotJudged(f"No query of {queries} has a relevant thread in this forum.")
    return sorted(found, key=lambda each: each.asked.number)


def read_judgements(path: Path) -> dict[int, list[int]]:
    """Query -> its relevant documents, both by their numbers of the file. Raises NotJudged."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    with _opened(path) as file:
        for row in csv.reader(file, delimiter="\t"):
            if len(row) >= 2 and row[0].isdigit() and (len(row) < 3 or float(row[2]) > 0):
                found[int(row[0])].append(_number(row[1]))
    if not found:
        raise NotJudged(f"{path} has no line with query_id, doc_id and score, separated by tabs.")
    return found


def _ids_here() -> dict[int, int]:
    """The number of a thread in the file it was imported from, or its own -> its id."""
    rows = session.execute(select(Question.id, Question.imported_from).where(unrestricted()))
    return {_number(row.imported_from.rsplit(":", 1)[-1]) if row.imported_from else row.id: row.id for row in rows}


def _asked(path: Path) -> Iterator[Asked]:
    with _opened(path) as file:
        lines = _json_lines(file) if ".json" in path.name else csv.DictReader(file)
        try:
            for line in lines:
                body = line.get("content") or line.get("html") or line.get("body") or ""
                text = f"{line['title']} {plain_text(body)[:BODY]}"
                yield Asked(_number(str(line["id"])), text.strip(), _moment(line.get("created")))
        except KeyError as missing:
            raise NotJudged(f"{path} has no column {missing}; it needs id and title.") from None


def _json_lines(file: IO[str]) -> Iterator[dict[str, Any]]:
    lines = (line for line in map(json.loads, file) if isinstance(line, dict))
    return (line for line in lines if line.get("type", "question") == "question")


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """The file to be read; NotJudged for whatever is wrong with what is read of it."""
    csv.field_size_limit(_LONGEST_FIELD)
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            yield file
    except NotJudged:
        raise
    except (ValueError, csv.Error, OSError, EOFError, zlib.error) as failure:
        raise NotJudged(f"{path} cannot be read: {failure}") from None


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(found[0]) if found else 0


def _moment(text: str | None) -> datetime | None:
    """ISO text, also with blanks before the offset; none if there is nothing."""
    if not text:
        return None
    moment = datetime.fromisoformat(re.sub(r" ([+-]\d{4})$", r"\1", text.replace(" UTC", "+00:00")))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

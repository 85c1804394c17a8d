"""Threads and queries of a real support forum, as many as wanted.

The folder has `questions.csv.gz` and `answers.csv.gz` (see `bench/firefox_to_jsonl.py`). Beyond its own number of
threads, questions are joined with titles and answers of others: the words are as frequent as in life.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from bench.firefox_to_jsonl import rows
from forum.kernel.text.html import plain_text
from forum.search.index.protocol import Document
from forum.search.index.terms import STOP_WORDS

ROOMS = 6
NOW = datetime(2026, 3, 5, tzinfo=UTC)
_TITLES_APART, _ANSWERS_APART = 31, 7919


def named_folder(words: Sequence[str], usage: str | None) -> Path:
    """The folder that a command names first; where it names none, the command ends with how it is used."""
    folder = Path(words[1]) if len(words) > 1 else None
    if not folder or not (folder / "questions.csv.gz").is_file():
        raise SystemExit(f"{usage}\n\nFOLDER has questions.csv.gz and answers.csv.gz of the Firefox set.")
    return folder


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a thread."""

    title: str
    tags: str
    body: str
    answers: tuple[str, ...]


def documents(folder: Path, count: int) -> Iterator[Document]:
    """So many threads, the newest asked today."""
    said = threads_of(folder)
    for number in range(count):
        turn, place = divmod(number, len(said))
        question = said[place]
        title = said[(place + turn * _TITLES_APART) % len(said)].title
        answers = said[(place + turn * _ANSWERS_APART) % len(said)].answers
        is_solved = bool(answers) and number % 3 == 0
        facts = {f"room:{number % ROOMS}", *(f"tag:{tag}" for tag in question.tags.split())}
        facts |= {"is:solved"} if is_solved else {"is:open"}
        yield Document(
            question_id=number + 1, version=1, created_at=NOW - timedelta(minutes=5 * (count - number)),
            facts=frozenset(facts), title=title, tags=question.tags, body=question.body,
            accepted=answers[0] if is_solved else "", answers=answers[1:] if is_solved else answers, comments="",
            is_for_everyone=True,
        )  # fmt: skip


def box_queries(folder: Path, count: int) -> list[str]:
    """One to four words of a title that say something, as people type them into the box."""
    chance, said = Random(7), threads_of(folder)
    found: list[str] = []
    while len(found) < count:
        words = [word for word in chance.choice(said).title.split() if word.isalnum() and len(word) > 2]
        telling = [word for word in words if word.lower() not in STOP_WORDS]
        if telling:
            found.append(" ".join(chance.sample(telling, min(len(telling), chance.choice((1, 2, 3, 3, 4))))))
    return found


def long_queries(folder: Path, count: int) -> list[str]:
    """Titles of eight to twelve words with the first 200 characters below them, as the ask form sends them."""
    chance = Random(8)
    fitting = [each for each in threads_of(folder) if 8 <= len(each.title.split()) <= 12]
    return [f"{each.title} {each.body[:200]}" for each in chance.sample(fitting, count)]


@cache
def threads_of(folder: Path) -> list[Said]:
    """The set's own threads, in the order of their numbers."""
    answers: dict[str, list[str]] = {}
    for row in rows(folder / "answers.csv.gz"):
        answers.setdefault(row["question_id"], []).append(plain_text(row["content"]))
    return [
        Said(row["title"], row["tags"].replace(";", " "), plain_text(row["content"]), tuple(answers.get(row["id"], ())))
        for row in rows(folder / "questions.csv.gz")
    ]

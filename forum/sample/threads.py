"""Reads the sample threads: a Markdown file each, facts between +++ lines (TOML), the question, then what followed.

+++
title = "..."          author, category, tags, asked (days ago), accepted (number of the answer), [ticket] ...
+++
the question
=== ben.ong 3.5 votes=ana.lim failed=sam.lee      an answer, 3.5 days ago
--- ana.lim 3.4                                    a comment on what stands before it
=== note iris.tan 3.3                              a ticket's note;  === reply ... a ticket's reply
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_HEAD = re.compile(r"^(===|---) (?:(note|reply) )?([a-z.]+) ([\d.]+)((?: \w+=[a-z.,]+)*)$", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """An answer, comment, note or reply. `days_ago` counts back from the founding of the sample."""

    kind: str
    by: str
    days_ago: float
    source: str
    votes: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SampleThread:
    """One thread with all that happened in it, in order."""

    name: str
    facts: dict[str, Any]
    source: str
    said: tuple[Said, ...] = field(default_factory=tuple)


def read_threads() -> list[SampleThread]:
    """All sample threads, oldest question first."""
    threads = [parse_thread(path.stem, path.read_text("utf-8")) for path in (_FOLDER / "threads").glob("*.md")]
    return sorted(threads, key=lambda thread: -float(thread.facts["asked"]))


def read_company() -> dict[str, Any]:
    """People, teams, categories and tags."""
    return tomllib.loads((_FOLDER / "company.toml").read_text("utf-8"))


def picture(name: str) -> bytes:
    """The bytes of a sample picture."""
    return (_FOLDER / "pictures" / name).read_bytes()


def parse_thread(name: str, text: str) -> SampleThread:
    """The thread in one file; ValueError where the file does not keep the format."""
    _nothing, head, body = text.split("+++\n", 2)
    parts = _HEAD.split(body)
    said = [_said(*parts[start : start + 6]) for start in range(1, len(parts), 6)]
    return SampleThread(name, tomllib.loads(head), parts[0].strip(), tuple(said))


def _said(mark: str, special: str | None, by: str, days_ago: str, marks: str, source: str) -> Said:
    kind = special or ("answer" if mark == "===" else "comment")
    people = dict(pair.split("=") for pair in marks.split())
    votes, failed = (tuple(filter(None, people.get(key, "").split(","))) for key in ("votes", "failed"))
    return Said(kind, by, float(days_ago), source.strip(), votes, failed)

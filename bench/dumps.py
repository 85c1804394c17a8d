"""Stack Exchange dumps of any size, made from the Firefox support forum's CSV files.

Every post has its Markdown in the history, every fifth was edited, every second has a comment. A dump larger than the
forum has its posts several times, under other numbers and titles.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import quoteattr

import py7zr

from bench.firefox_to_jsonl import moment, rows
from forum.importers.stackexchange.dump import FILES
from forum.kernel.text.backwards import to_markdown
from forum.kernel.text.clean import clean_line, clean_text

_APART = 10_000_000  # between the numbers of a post's copies
_BZIP2 = [{"id": py7zr.FILTER_BZIP2}]  # as the archives that Stack Exchange published

Facts = dict[str, object]
Row = tuple[str, Facts]


def write_dump(forum: Path, folder: Path, posts: int) -> None:
    """The folder holds a dump with so many posts."""
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for name in FILES:
            files[name] = stack.enter_context((folder / f"{name}.xml").open("w", encoding="utf-8"))
            files[name].write(f'<?xml version="1.0" encoding="utf-8"?>\n<{name.lower()}>\n')
        for name, facts in _rows(forum, posts):
            said = " ".join(f"{key}={quoteattr(str(value))}" for key, value in facts.items() if value not in ("", None))
            files[name].write(f"  <row {said} />\n")
        for name, file in files.items():
            file.write(f"</{name.lower()}>\n")


def pack(folder: Path, archive: Path) -> None:
    """The archive holds the folder's dump."""
    with py7zr.SevenZipFile(archive, "w", filters=_BZIP2) as packed:
        for name in FILES:
            packed.write(folder / f"{name}.xml", f"{name}.xml")


def _rows(forum: Path, posts: int) -> Iterator[Row]:
    people: dict[str, int] = {}
    for name in ("questions", "answers"):
        for row in rows(forum / f"{name}.csv.gz"):
            people.setdefault(row["creator"], len(people) + 1)
    for creator, number in people.items():
        yield "Users", {"Id": number, "DisplayName": creator, "CreationDate": "2018-12-01T00:00:00.000"}
    for post, source in islice(_posts(forum, posts, people), posts):
        yield "Posts", post
        yield from _history(post, source)
        if int(str(post["Id"])) % 2:
            yield "Comments", _comment(post, source, len(people))


def _posts(forum: Path, posts: int, people: dict[str, int]) -> Iterator[tuple[Facts, str]]:
    """Questions first, then their answers, as many copies of each as are needed; with their Markdown."""
    solved = {row["question_id"]: row["id"] for row in rows(forum / "answers.csv.gz") if row["num_helpful"] != "0"}
    known = sum(1 for name in ("questions", "answers") for _ in rows(forum / f"{name}.csv.gz"))
    copies = range(-(-posts // known))
    for row in rows(forum / "questions.csv.gz"):
        facts, source = _facts(row, people), to_markdown(row["content"])
        title, accepted = clean_line(row["title"])[:180], solved.get(row["id"])
        tags = "".join(f"<{tag}>" for tag in row["tags"].split(";")[:5] if tag)
        for copy in copies:
            asked = {"PostTypeId": 1, "Id": _number(row["id"], copy), "Title": f"{title} ({copy})", "Tags": tags}
            yield {**asked, "AcceptedAnswerId": accepted and _number(accepted, copy), **facts}, source
    for row in rows(forum / "answers.csv.gz"):
        facts, source = _facts(row, people), to_markdown(row["content"])
        for copy in copies:
            place = {"PostTypeId": 2, "Id": _number(row["id"], copy), "ParentId": _number(row["question_id"], copy)}
            yield {**place, **facts}, source


def _number(text: str, copy: int) -> int:
    return int(text) + copy * _APART


def _facts(row: dict[str, str], people: dict[str, int]) -> Facts:
    return {
        "CreationDate": datetime.fromisoformat(moment(row["created"])).astimezone(UTC).isoformat()[:19],
        "OwnerUserId": people[row["creator"]],
        "Score": row.get("num_helpful") or 0,
        "Body": clean_text(row["content"]),
    }


def _history(post: Facts, source: str) -> Iterator[Row]:
    """The first words, and those of an edit."""
    parts = {"1": post["Title"], "2": source, "3": post["Tags"]} if "Title" in post else {"2": source}
    if int(str(post["Id"])) % 5 == 0:
        parts["5"] = f"{source}\n\nEdited: it happens on the other computer, too."
    for kind, text in parts.items():
        yield "PostHistory", {"Id": f"{post['Id']}{kind}", "PostHistoryTypeId": kind, "PostId": post["Id"],
                              "RevisionGUID": f"{post['Id']}-{kind == '5'}", "CreationDate": post["CreationDate"],
                              "UserId": post["OwnerUserId"], "Text": text}  # fmt: skip


def _comment(post: Facts, source: str, people: int) -> Facts:
    number = int(str(post["Id"]))
    return {"Id": number, "PostId": number, "UserId": number % people + 1, "CreationDate": post["CreationDate"],
            "Text": clean_line(source)[:300] or "The same here."}  # fmt: skip

"""Turns the Firefox support forum's CSV files into JSON lines for `forum import jsonl`.

python -m bench.firefox_to_jsonl FOLDER OUT.jsonl
"""

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path


def main() -> None:
    """All people, questions and answers, in the order that the importer asks for."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    csv.field_size_limit(10_000_000)
    with out.open("w", encoding="utf-8") as file:
        for line in (*_people(folder), *_questions(folder), *_answers(folder)):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _people(folder: Path) -> Iterator[dict[str, object]]:
    seen: dict[str, str] = {}
    for name in ("questions.csv.gz", "answers.csv.gz"):
        for row in rows(folder / name):
            seen.setdefault(row["creator"], moment(row["created"]))
    for creator, created in seen.items():
        yield {"type": "person", "id": creator[:40], "name": creator[:80], "created": created}


def _questions(folder: Path) -> Iterator[dict[str, object]]:
    for row in rows(folder / "questions.csv.gz"):
        tags = [tag for tag in row["tags"].split(";") if tag][:5]
        yield {
            "type": "question", "id": f"q{row['id']}", "title": row["title"], "html": row["content"],
            "author": row["creator"][:40], "created": moment(row["created"]), "tags": tags,
        }  # fmt: skip


def _answers(folder: Path) -> Iterator[dict[str, object]]:
    for row in rows(folder / "answers.csv.gz"):
        yield {
            "type": "answer", "id": f"a{row['id']}", "question": f"q{row['question_id']}", "html": row["content"],
            "author": row["creator"][:40], "created": moment(row["created"]), "score": int(row["num_helpful"] or 0),
        }  # fmt: skip


def moment(text: str) -> str:
    """`2018-12-05 07:42:38 -0800` or `... UTC` as ISO text."""
    plain = text.replace(" UTC", " +0000")
    return datetime.strptime(plain, "%Y-%m-%d %H:%M:%S %z").isoformat()


if __name__ == "__main__":
    main()

"""How long the suggestions of the ask form take over HTTP: `python -m bench.suggesting FILE.jsonl [COUNT]`.

The file is what `bench.firefox_to_jsonl` makes. Titles of its own questions, cut and with a word changed, are typed, as
people do; each request comes as the browser sends it. Beside the wall's milliseconds stands what each request took of
the processor: a busy machine changes the first and not the second.
"""

import os
import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from sqlalchemy import select

from bench.pages import signed_in
from bench.serving import getter, milliseconds, p95, server
from forum.accounts.actions.sign_up import make_account
from forum.kernel.db import session, transaction
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.rebuild import rebuild

_COUNT, _LIMIT = 400, 60  # requests; milliseconds


def main() -> None:
    """Prints the figures; leaves with 1 if the p95 is over the limit."""
    source, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _COUNT
    titles: list[str] = []

    def made(at: datetime) -> Person:
        person = _imported(source, place, at)
        titles.extend(session.scalars(select(Question.title).where(unrestricted()).order_by(Question.id)))
        return person

    with TemporaryDirectory(prefix="tanya-bench-") as place:
        os.environ.update({"TANYA_DATA_DIR": place, "TANYA_DATABASE_URL": "", "TANYA_MAIL_URL": "null:"})
        headers = {"Cookie": signed_in(made), "HX-Request": "true", "HX-Target": "suggestions"}
        with server("forum.wsgi:app", 1, first="/healthz") as served:
            paths = _typed(titles, count)
            for path in paths[:20]:
                getter(served.port, path, headers)()
            before = served.processor_seconds()
            taken = [milliseconds(getter(served.port, path, headers)) for path in paths]
            spent = 1000 * (served.processor_seconds() - before) / len(paths)
    slow = p95(taken)
    print(f"{len(titles)} threads, {len(taken)} requests: p50 {median(taken):.1f} ms, p95 {slow:.1f} ms, "
          f"{spent:.1f} ms of the processor each; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    sys.exit(slow > _LIMIT)


def _imported(source: Path, place: str, at: datetime) -> Person:
    """The file's threads are in the forum, indexed; somebody who reads them."""
    words = ["import", "jsonl", str(source), "--source", "bench", "--report", f"{place}/report.csv"]
    subprocess.run([sys.executable, "-m", "forum.cli", *words], check=True, stdout=subprocess.DEVNULL)
    rebuild(at=at)
    with transaction():
        return make_account("Ana Bench", "ana@bench.example", language="en", at=at)


def _typed(titles: list[str], count: int) -> list[str]:
    """Addresses as a browser asks for them while one types: titles begun, whole, and with a text beside them."""
    pick = random.Random(12)
    paths: list[str] = []
    for title, other in zip(pick.choices(titles, k=count), pick.choices(titles, k=count), strict=True):
        words = title.split()
        begun = " ".join(words[: pick.randint(2, max(2, len(words)))])
        text = f"{other} {pick.choice(titles)}" if pick.random() < 0.5 else ""
        paths.append(
            "/search/similar?" + urlencode({"title": begun, "source": text, "key": f"bench-form-{len(paths) // 8}"})
        )
    return paths


if __name__ == "__main__":
    main()

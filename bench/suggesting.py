"""How long the suggestions of the ask form take over HTTP: `python -m bench.suggesting FILE.jsonl [COUNT]`.

The file is what `bench.firefox_to_jsonl` makes. Titles of its own questions, cut and with a word changed, are typed, as
people do; each request comes as the browser sends it. Beside the wall's milliseconds stands what each request took of
the processor: a busy machine changes the first and not the second.
"""

import os
import random
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from bench.serving import getter, milliseconds, server
from forum.accounts.actions.sign_up import make_account
from forum.app import create_app
from forum.kernel import clock
from forum.kernel.db import db, session, transaction
from forum.kernel.settings.environment import Environment
from forum.operations.schema import upgrade
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.rebuild import rebuild

_COUNT, _LIMIT = 400, 60  # requests; milliseconds


def main() -> None:
    """Prints the figures; leaves with 1 if the p95 is over the limit."""
    source, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _COUNT
    with TemporaryDirectory(prefix="tanya-bench-") as place:
        os.environ.update({"TANYA_DATA_DIR": place, "TANYA_MAIL_URL": "null:"})
        cookie, titles, threads = _imported(source, place)
        headers = {"Cookie": cookie, "HX-Request": "true", "HX-Target": "suggestions"}
        with server("forum.wsgi:app", 1, first="/healthz") as served:
            paths = _typed(titles, count)
            for path in paths[:20]:
                getter(served.port, path, headers)()
            before = served.processor_seconds()
            taken = [milliseconds(getter(served.port, path, headers)) for path in paths]
            spent = 1000 * (served.processor_seconds() - before) / len(paths)
    p95 = quantiles(taken, n=20)[-1]
    print(f"{threads} threads, {len(taken)} requests: p50 {median(taken):.1f} ms, p95 {p95:.1f} ms, "
          f"{spent:.1f} ms of the processor each; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    sys.exit(p95 > _LIMIT)


def _imported(source: Path, place: str) -> tuple[str, list[str], int]:
    """The file's threads are in a new forum, indexed; the cookie of somebody signed in, titles, how many threads."""
    app, at = create_app(Environment()), clock.now()
    with app.app_context():
        upgrade()
    command = [
        sys.executable,
        "-m",
        "forum.cli",
        "import",
        "jsonl",
        str(source),
        "--source",
        "bench",
        "--report",
        f"{place}/report.csv",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with app.app_context():
        rebuild(at=at)
        with transaction():
            person = make_account("Ana Bench", "ana@bench.example", language="en", at=at)
            session.flush()
            facts = {"_user_id": f"{person.id}.{person.session_epoch}", "_fresh": True}
        titles = list(session.scalars(select(Question.title).where(unrestricted()).order_by(Question.id)))
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        cookie = f"tanya={signer.dumps(facts)}"
        session.remove()
        db.engine.dispose()
    return cookie, titles, len(titles)


def _typed(titles: list[str], count: int) -> list[str]:
    """Addresses as a browser asks for them while one types: titles begun, whole, and with a text beside them."""
    pick = random.Random(12)
    paths = []
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

"""Where the worker's clock is kept: a file, or a server that several workers share."""

from pathlib import Path

import pytest

from forum.kernel.errors import Invalid
from forum.kernel.settings.environment import Environment
from forum.operations.queue import make_tables, queue, what_is_wrong
from tests import databases


def _environment(folder: Path, url: str) -> Environment:
    return Environment(data_dir=folder, queue_url=url.replace("+psycopg", ""))


@pytest.mark.parametrize("kind", databases.KINDS)
def test_it_works_after_an_upgrade_and_a_second_one(tmp_path: Path, kind: str) -> None:
    environment = _environment(tmp_path, databases.fresh_database(kind, tmp_path) if kind == "postgresql" else "")
    make_tables(environment)
    make_tables(environment)
    huey = queue(environment)
    assert huey.pending_count() == 0 and huey.scheduled() == []
    huey.storage.close()


def test_redis_without_its_package_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huey.storage.Redis", None)
    with pytest.raises(Invalid, match="pip install redis"):
        queue(_environment(tmp_path, "redis://127.0.0.1:6379"))


def test_a_queue_that_does_not_answer_is_said_in_one_sentence(tmp_path: Path) -> None:
    environment = _environment(tmp_path, "postgresql://127.0.0.1:1/tanya")
    with pytest.raises(Invalid, match="^The queue cannot be used: .* Look at TANYA_QUEUE_URL"):
        make_tables(environment)
    assert "Look at TANYA_QUEUE_URL" in (what_is_wrong(environment) or "")


def test_a_queue_without_its_tables_says_how_they_are_made(tmp_path: Path) -> None:
    environment = _environment(tmp_path, databases.fresh_database("postgresql", tmp_path))
    assert (what_is_wrong(environment) or "").endswith("forum db upgrade")
    make_tables(environment)
    assert what_is_wrong(environment) is None

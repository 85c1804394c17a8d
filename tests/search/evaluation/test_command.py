"""`forum search eval` and `forum search ablation` on a new forum."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Console

Run = Callable[..., str]


@pytest.fixture
def run(console: Console, tmp_path: Path) -> Run:
    """Runs a command of `forum search` with two files of judgements, and gives what it says."""
    (tmp_path / "queries.csv").write_text("id,title\n2,Printer\n", "utf-8")

    def say(command: str, judgements: str) -> str:
        (tmp_path / "qrels.tsv").write_text(judgements, "utf-8")
        files = ("--queries", str(tmp_path / "queries.csv"), "--qrels", str(tmp_path / "qrels.tsv"))
        return console("search", *([command] if command else []), *files).output

    return say


@pytest.mark.parametrize("command", ["eval", "ablation"])
def test_where_no_judged_thread_is_that_is_one_sentence(run: Run, command: str) -> None:
    assert run(command, "2\t1\t1\n").endswith("queries.csv has a relevant thread in this forum.\n")


@pytest.mark.parametrize("command", ["eval", "ablation"])
def test_a_file_that_is_no_table_of_judgements_is_one_sentence(run: Run, command: str) -> None:
    assert run(command, "nothing").startswith("Error: ")
    assert "has no line with query_id, doc_id and score" in run(command, "nothing")

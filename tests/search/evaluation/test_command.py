"""`forum search eval` and `forum search ablation` on a new forum."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from forum.cli import commands, forum
from tests.databases import KINDS, fresh_database

Run = Callable[..., str]


@pytest.fixture(params=KINDS)
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command of `forum search` with two files of judgements, and gives what it says."""
    monkeypatch.setenv("TANYA_DATABASE_URL", fresh_database(request.param, tmp_path))
    monkeypatch.setenv("TANYA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TANYA_SECRET_KEY", "t" * 40)
    commands.register(forum)
    (tmp_path / "queries.csv").write_text("id,title\n2,Printer\n", "utf-8")

    def say(command: str, judgements: str) -> str:
        (tmp_path / "qrels.tsv").write_text(judgements, "utf-8")
        files = ("--queries", str(tmp_path / "queries.csv"), "--qrels", str(tmp_path / "qrels.tsv"))
        return CliRunner().invoke(forum, ["search", *([command] if command else []), *files]).output

    return say


def test_where_no_judged_thread_is_each_half_has_none(run: Run) -> None:
    said = run("eval", "2\t1\t1\n")
    assert said.count(": 0 queries") == 3
    assert "MRR@10    0.000 (95% between 0.000 and 0.000)" in said


@pytest.mark.parametrize("command", ["eval", "ablation"])
def test_a_file_that_is_no_table_of_judgements_is_one_sentence(run: Run, command: str) -> None:
    assert run(command, "nothing").startswith("Error: ")
    assert "has no line with query_id, doc_id and score" in run(command, "nothing")

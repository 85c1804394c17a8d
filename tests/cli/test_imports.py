"""What `forum import` says of what it is about to do, and of how far it is."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from forum.cli import progress
from tests import databases
from tests.running import CHECKOUT, environment_of, forum

_QUESTION = {"type": "question", "id": "q1", "title": "Old printer", "markdown": "It hums.", "created": "2020-05-01"}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A founded installation."""
    return environment_of(tmp_path, databases.fresh_database("sqlite", tmp_path))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with one question."""
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps(_QUESTION), "utf-8")
    return path


def _command(source: Path, *more: str) -> tuple[str, ...]:
    return "import", "jsonl", str(source), "--report", str(source.with_suffix(".csv")), *more


def test_a_script_is_told_once_of_a_category_that_is_made_and_meets_no_bar(env: dict[str, str], source: Path) -> None:
    ended = forum(*_command(source, "--category", "Netwrok"), env=env)
    assert ended.returncode == 0 and ended.stderr == (
        "There is no category Netwrok yet: it is made.\nAll is read; votes and answers are counted.\n"
    )
    assert "category" not in forum(*_command(source, "--category", "netwrok"), env=env).stderr


@pytest.mark.parametrize(("answer", "status"), [(b"n\n", 1), (b"y\n", 0)])
def test_who_mistypes_a_category_at_a_terminal_is_asked(
    env: dict[str, str], source: Path, answer: bytes, status: int
) -> None:
    there, here = pty.openpty()
    command = _command(source, "--category", "Netwrok")
    with CHECKOUT.start(*command, env=env, stdin=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        os.write(there, answer)
        said, _nothing = process.communicate()
    os.close(there), os.close(here)
    assert process.returncode == status and "There is no category Netwrok; there are: " in said
    assert ("1 new" in said) == (status == 0)


def test_a_report_that_cannot_be_written_is_told_before_anything_is(env: dict[str, str], source: Path) -> None:
    ended = forum(*_command(source, "--report", str(source.parent / "none" / "report.csv")), env=env)
    assert ended.returncode == 1 and ended.stdout == ""
    assert ended.stderr.splitlines()[-1].endswith("report.csv cannot be written: No such file or directory.")


def test_a_file_of_which_nothing_could_be_taken_is_a_failure(env: dict[str, str], source: Path) -> None:
    source.write_text("<xml/>\n", "utf-8")
    ended = forum(*_command(source), env=env)
    assert ended.returncode == 1 and f"Nothing in {source} could be taken" in ended.stderr


def test_a_source_that_was_cut_off_is_a_failure_and_what_it_has_is_there(env: dict[str, str], source: Path) -> None:
    source.write_text(json.dumps(_QUESTION) + "\n" + json.dumps({**_QUESTION, "id": "q2"})[:-9], "utf-8")
    ended = forum(*_command(source), env=env)
    assert ended.returncode == 1 and "questions           1 read         1 new" in ended.stdout
    assert "old.jsonl ends in the midst: what should follow is missing." in ended.stderr


def test_where_no_terminal_is_each_state_is_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_LINE_EVERY", 0)
    with progress.bar_of(200) as bar:
        bar.update(50)
        bar.set_postfix_str("7 rows", refresh=False)
        bar.update(100)
    said = [line.partition(" left")[0].rpartition(", ")[0] for line in capsys.readouterr().err.splitlines()]
    assert said == ["0% read", "25% read", "75% read, 7 rows"]


def test_whom_an_import_brought_is_not_made_a_second_time(env: dict[str, str], source: Path) -> None:
    person = {"type": "person", "id": "u1", "name": "Ana Lim", "email": "ana@kencana.example", "created": "2020-05-01"}
    source.write_text(json.dumps(person), "utf-8")
    forum(*_command(source), env=env)
    made = forum("user", "create", "Ana", "ana@kencana.example", env=env)
    assert made.returncode == 1 and "forum user assign ana.lim ana@kencana.example" in made.stderr

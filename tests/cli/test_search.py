"""`forum search`: what is wrong is one sentence, and what to do another."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from forum.cli import commands, forum
from forum.search import place
from tests.databases import fresh_database


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a new forum, of which no thread was indexed yet, has its index."""
    url = fresh_database("sqlite", tmp_path)
    for name, value in (("DATABASE_URL", url), ("DATA_DIR", str(tmp_path)), ("SECRET_KEY", "t" * 40)):
        monkeypatch.setenv(f"TANYA_{name}", value)
    monkeypatch.setattr(place, "_chosen", [])
    commands.register(forum)
    return tmp_path / "search"


def said(*words: str) -> str:
    ended = CliRunner().invoke(forum, ["search", *words])
    assert ended.exit_code == 1
    return ended.output.strip()


@pytest.mark.parametrize("words", [("status",), ("check",), ("explain", "printer")])
def test_without_an_index_it_is_said_who_makes_one(folder: Path, words: tuple[str, ...]) -> None:
    assert said(*words).endswith(
        "The index cannot be used: there is no index yet. "
        "A worker that runs makes it again by itself. If this stays so, run: forum search rebuild"
    )


@pytest.mark.parametrize("words", [("status",), ("check",), ("explain", "printer"), ("rebuild",)])
def test_a_folder_that_cannot_be_used_is_named(folder: Path, words: tuple[str, ...]) -> None:
    folder.write_text("a file in the place of the folder", "utf-8")
    told = said(*words)
    assert f"The index does not answer: its folder {folder} cannot be used (File exists)." in told
    assert "rebuild" not in told


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("in:mine", "Say whose: --as MAIL"), ("-is:solved in:following", "Say whose: --as MAIL"),
        ("in:faq printer", "are not in the index"), ("is:striped printer", "“is:striped” is no filter."),
    ],
)  # fmt: skip
def test_why_nothing_is_found_is_said_of_a_query_that_cannot_find_anything(folder: Path, query: str, told: str) -> None:
    runner = CliRunner()
    assert runner.invoke(forum, ["search", "rebuild"]).exit_code == 0
    explained = runner.invoke(forum, ["search", "explain", query]).output
    assert told in explained and "Nothing is found." in explained

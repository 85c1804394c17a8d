"""What `forum doctor` says of the search."""

from pathlib import Path

import pytest

from forum.app import Tanya
from forum.kernel.db import is_sqlite
from forum.kernel.settings.environment import Environment
from forum.operations import checks
from forum.search import place
from forum.search.index.postgresql.engine import PostgresIndex
from tests.search.engines import away, harm, new_index


def environment(app: Tanya, **values: str) -> Environment:
    known: Environment = app.extensions["environment"]
    return known.model_copy(update=values)


def said(environment: Environment) -> str:
    """What is said of the search, what is wrong in capitals."""
    findings = list(checks.search_findings(environment))
    return " ".join(finding.sentence.upper() if finding.is_wrong else finding.sentence for finding in findings)


def test_the_index_is_beside_the_database(app: Tanya) -> None:
    assert ("in a folder, for one node" if is_sqlite() else "any number of nodes") in said(environment(app))


def test_two_nodes_with_an_index_of_their_own_are_refused(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = environment(app, search_url="whoosh:")
    assert "for one node" in said(alone)
    monkeypatch.setattr(checks, "_machines", lambda: 2)
    assert "2 MACHINES USE THIS DATABASE" in said(alone)
    if not is_sqlite():
        assert "MACHINES" not in said(environment(app))


def test_programs_of_one_machine_are_one_node(app: Tanya) -> None:
    assert checks._machines() == 1


@pytest.fixture
def own_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index that the test uses is that of the process only until its end."""
    monkeypatch.setattr(place, "_chosen", [])


@pytest.mark.usefixtures("own_index")
def test_an_index_that_cannot_be_used_is_named(app: Tanya, tmp_path: Path) -> None:
    made = new_index("whoosh" if is_sqlite() else "postgresql", tmp_path)
    place.use(made)
    assert "cannot use its index: there is no index yet" in said(environment(app))
    made.make_again([], before_exchange=lambda: None)
    assert "cannot use" not in said(environment(app))
    harm(made, "old format")
    assert "THE SEARCH CANNOT USE ITS INDEX: THE INDEX IS OF ANOTHER VERSION" in said(environment(app))
    away(made)


@pytest.mark.parametrize(
    ("database", "search", "found"),
    [
        ("", "", "whoosh:/data/search"),
        ("postgresql://h/tanya", "", "postgresql+psycopg://h/tanya"),
        ("postgresql://h/tanya", "whoosh:", "whoosh:/data/search"),
        ("postgresql://h/tanya", "whoosh:/fast/index", "whoosh:/fast/index"),
        ("", "postgresql://h/search", "postgresql://h/search"),
    ],
)
def test_where_the_index_is_kept(database: str, search: str, found: str) -> None:
    kept = Environment(data_dir=Path("/data"), database_url=database, search_url=search)
    assert kept.search == found


@pytest.mark.parametrize("wrong", ["whoosh", "folder/of/mine", "sqlite:///x.db"])
def test_another_engine_is_no_setting(wrong: str) -> None:
    with pytest.raises(ValueError, match="whoosh:/path/of/a/folder or postgresql://"):
        Environment(search_url=wrong)


@pytest.mark.usefixtures("own_index")
def test_an_index_that_does_not_answer_is_wrong(app: Tanya) -> None:
    place.use(PostgresIndex("postgresql://127.0.0.1:9/nobody"))
    assert "THE DATABASE OF THE INDEX DOES NOT ANSWER" in said(environment(app))

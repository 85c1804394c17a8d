"""What the running forum writes: in the form that was asked for, whoever of it writes."""

import ast
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from forum.operations import logs
from forum.operations.logs import formatter
from tests import databases
from tests.running import PATIENCE, environment_of, eventually, serving


@contextmanager
def _said(folder: Path, form: str) -> Iterator[tuple[str, list[str]]]:
    """A running forum's address, and what it writes."""
    env = environment_of(folder, databases.fresh_database("sqlite", folder), TANYA_LOG_FORMAT=form)
    with serving(env) as started:
        yield started.address, started.said


def _reference_of(address: str) -> str:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}/nowhere", timeout=PATIENCE)
    with refused.value as page:
        return page.read().decode().partition("quote the reference ")[2][:8]


def test_as_json_every_line_is_an_object_with_a_moment(tmp_path: Path) -> None:
    with _said(tmp_path, "json") as (address, said):
        reference = _reference_of(address)
        assert eventually(lambda: any(reference in line for line in said))
        lines = [json.loads(line) for line in said if not line.startswith(("Tanya listens", "There is no "))]
    assert all(datetime.fromisoformat(line["at"]).tzinfo and line["level"] and line["logger"] for line in lines)
    (found,) = [line for line in lines if line.get("reference") == reference]
    assert (found["status"], found["path"], found["message"]) == (404, "/nowhere", "request refused")


def test_as_text_the_reference_finds_its_line_too(tmp_path: Path) -> None:
    with _said(tmp_path, "text") as (address, said):
        reference = _reference_of(address)
        assert eventually(lambda: any(f"reference={reference}" in line for line in said))
    (found,) = [line for line in said if reference in line]
    assert " info forum.web: request refused " in found and "path=/nowhere" in found


def test_nobody_writes_a_line_of_the_log_himself() -> None:
    record = logging.makeLogRecord({"name": "forum.web", "msg": "request refused", "path": "/x\n2026 error: gone"})
    assert len(formatter("text").format(record).splitlines()) == 1
    assert json.loads(formatter("json").format(record))["path"] == "/x\n2026 error: gone"


def test_whatever_is_given_to_a_line_stands_in_it() -> None:
    """A fact by a name that no line shows would be lost without anybody's noticing."""
    given = {
        key.value
        for path in Path(logs.__file__).parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert {"job", "reason"} <= given <= set(logs._EXTRA)

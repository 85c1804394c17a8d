"""How long a function and a file may be."""

import ast
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_FILES = sorted((_ROOT / "forum").rglob("*.py"))
_MOST_LINES_OF_FILE = 300
_MOST_LINES_OF_FUNCTION = 40
_FORBIDDEN_NAMES = {"utils.py", "helpers.py", "manager.py", "common.py", "misc.py"}


def _name(path: Path) -> str:
    return str(path.relative_to(_ROOT))


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_file_is_short_enough(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= _MOST_LINES_OF_FILE


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_functions_are_short_enough(path: Path) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    too_long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, functions) and node.end_lineno and node.end_lineno - node.lineno >= _MOST_LINES_OF_FUNCTION
    ]
    assert too_long == []


def test_no_module_is_named_after_nothing() -> None:
    assert [_name(path) for path in _FILES if path.name in _FORBIDDEN_NAMES] == []


def test_templates_are_short_enough() -> None:
    templates = (_ROOT / "templates").rglob("*.html")
    assert [_name(path) for path in templates if len(path.read_text("utf-8").splitlines()) > _MOST_LINES_OF_FILE] == []

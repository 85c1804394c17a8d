"""Every statement about posts, tickets and categories says who may see what it finds."""

import ast
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2] / "forum"
_GUARDED = {"Question", "Answer", "Comment", "Ticket", "Category", "FaqEntry", "KnownIssue", "Maintenance"}
_WORDS = {
    "visible_to", "listed_to", "unrestricted", "comment_visible_to", "any_question", "any_answer", "any_ticket",
    "in_visible_category", "question_visible_to", "ticket_visible_to", "any_category",
    "entry_visible_to", "counted(scope)", "decidable_by",
}  # fmt: skip
# Rooms whose statements run after the check of an action, in the worker, or in an import: they mean every row.
_AFTER_THE_CHECK = {
    "actions", "importers", "sample", "operations", "recount.py", "reads.py", "jobs.py", "administration.py",
    "documents.py", "rebuild.py", "check.py",
}  # fmt: skip


def _files() -> list[Path]:
    paths = [path for path in _ROOT.rglob("*.py") if not _AFTER_THE_CHECK & set(path.relative_to(_ROOT).parts)]
    return [path for path in paths if "select(" in path.read_text("utf-8")]


def _tables_selected(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "select"]
    names = [name for call in calls for name in ast.walk(call) if isinstance(name, ast.Name)]
    return {name.id for name in names} & _GUARDED


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(_ROOT)))
def test_a_module_that_selects_posts_asks_who_may_see_them(path: Path) -> None:
    source = path.read_text("utf-8")
    if _tables_selected(ast.parse(source)):
        assert any(word in source for word in _WORDS), "no visible_to() in a module that selects posts"

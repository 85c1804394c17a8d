"""Every view that takes a POST writes through committing(), and none commits by itself."""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.databases import make_app

_ROOT = Path(__file__).parents[2] / "forum"
# They change the browser or nothing at all: sessions, previews.
_WRITE_NOTHING = {"account.sign_out", "composing.tone", "files.preview"}
# By itself, by what does a mark and shows its part, by what sends a text of a ticket.
_WAYS = ("committing", "acting(", "sent(label, ")
# The view hands the writing to a module beside it.
_HANDS_ON = {"files.upload": "pages/files/uploads.py"}


def _modules_of(view: Callable[..., Any]) -> str:
    return Path(inspect.getsourcefile(inspect.unwrap(view)) or "").read_text("utf-8")


def test_every_posting_view_stands_in_a_module_that_commits(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path)
    posting = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    forgetful = [
        name
        for name in sorted(posting - _WRITE_NOTHING - set(_HANDS_ON))
        if not any(way in _modules_of(app.view_functions[name]) for way in _WAYS)
    ]
    assert forgetful == []
    assert all("committing" in (_ROOT / module).read_text("utf-8") for module in _HANDS_ON.values())


def test_only_the_web_layer_and_the_kernel_commit() -> None:
    allowed = {"web/committing.py", "kernel/db.py"}
    commits = [
        str(path.relative_to(_ROOT))
        for path in _ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("session.commit", "database.commit", "db.session.commit")
    ]
    assert set(commits) <= allowed

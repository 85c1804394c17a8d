"""Every act that the program enters into the record of administration or moderation has a name for its readers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import forum
from forum.pages.admin.acts import ACTS
from forum.pages.admin.details import NAMES

_ROOT = Path(forum.__file__).parent
_TICKETS = _ROOT / "record"  # the chains of tickets, which are told on their own pages
# What the same functions say elsewhere: to pages, in mails, and in rows that are written beside the entry.
_NO_DETAILS = {"response", "update", "resolution", "changed", "settings", "questions", "comments", "link", "by"}
_ENTERS = ("forum.ledger.actions import", "def record(", "set_lines(")  # modules that enter something


def _modules() -> Iterator[ast.Module]:
    for path in sorted(_ROOT.rglob("*.py")):
        source = path.read_text()
        if _TICKETS not in path.parents and any(mark in source for mark in _ENTERS):
            yield ast.parse(source)


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def _passes_act_on(function: ast.FunctionDef) -> bool:
    """Whether what the function is given as `act` goes into the record, at once or through a neighbour."""
    given = {each.arg for each in function.args.args}
    handed = {each.id for _name, call in _calls(function) for each in call.args if isinstance(each, ast.Name)}
    return "act" in given & handed


def _act_of(call: ast.Call, place: int) -> ast.expr | None:
    named = [each.value for each in call.keywords if each.arg == "act"]
    return next(iter([*named, *call.args[place : place + 1]]), None)


def _acts_in(tree: ast.Module) -> Iterator[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    named = [node for node in tree.body if isinstance(node, ast.Assign)]
    constants = {goal.id: each.value for each in named for goal in each.targets if isinstance(goal, ast.Name)}
    places = {each.name: 0 for each in functions if _passes_act_on(each)} | {"record": 1, "set_lines": 9}
    for name, call in _calls(tree):
        act = _act_of(call, places[name]) if name in places else None
        act = constants.get(act.id, act) if isinstance(act, ast.Name) else act
        if isinstance(act, ast.Constant):
            yield str(act.value)
        else:
            assert act is None or (isinstance(act, ast.Name) and act.id == "act"), ast.dump(call)


def test_every_act_has_a_name_and_every_name_an_act() -> None:
    found = {act for tree in _modules() for act in _acts_in(tree)}
    assert found == set(ACTS)


def _keys_in(tree: ast.Module) -> Iterator[str]:
    """The words that details are called by in functions that enter something."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        if any(name in ("record", "_record", "_changed", "_note", "_of_post") for name, _call in _calls(function)):
            for mapping in (node for node in ast.walk(function) if isinstance(node, ast.Dict)):
                yield from (str(key.value) for key in mapping.keys if isinstance(key, ast.Constant))


def test_every_detail_has_a_name() -> None:
    found = {key for tree in _modules() for key in _keys_in(tree)} - _NO_DETAILS
    assert found <= set(NAMES), found - set(NAMES)

"""The documents name every setting of the environment and every command, and none that there is not."""

import re
from collections.abc import Iterator

import click
from babel.messages import Message

from forum.cli import commands, forum
from forum.kernel.settings.environment import Environment
from forum.operations.catalogues import read_catalogue
from tests.running import ROOT

_GUIDES = ("users", "it-staff", "moderators", "administrators")
_ITALIC = re.compile(r"(?<![*\w])\*([A-Z][^*]{2,80}?)\*(?![*\w])")  # how guides name buttons, pages and boxes
_DOCS = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]


def _said() -> str:
    return "\n".join(path.read_text("utf-8") for path in _DOCS)


def test_every_setting_of_the_environment_is_explained_and_no_other() -> None:
    settings = {f"TANYA_{name.upper()}" for name in Environment.model_fields}
    explained = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "configuration.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(explained) == sorted(settings)
    assert set(re.findall(r"\bTANYA_[A-Z_]+\b", _said())) <= settings


def test_every_command_is_explained_and_no_other() -> None:
    commands.register(forum)
    known = set(_commands(forum, "forum"))
    groups = {command.rpartition(" ")[0] for command in known} - {"forum"}
    operating = (ROOT / "docs" / "operating.md").read_text("utf-8")
    assert [command for command in sorted(known) if command not in _named(operating)] == []
    assert [each for each in sorted(_named(_said())) if each not in known | groups] == []


def test_what_the_guides_call_by_its_name_is_called_so_in_the_program() -> None:
    said = "\n".join(text.lower() for message in read_catalogue() for text in _texts(message))
    guides = {name: (ROOT / "docs" / f"{name}.md").read_text() for name in _GUIDES}
    called = {(name, each) for name, text in guides.items() for part in _ITALIC.findall(text) for each in _each(part)}
    assert len(called) > 100
    assert sorted((name, each) for name, each in called if each.lower() not in said) == []


def _texts(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def _each(path: str) -> list[str]:
    """Of *Settings, My devices* the two names, without what ends a sentence."""
    return [part.strip(" .:?…") for part in re.split(r", (?=[A-Z])", " ".join(path.split()))]


def _named(text: str) -> set[str]:
    """The commands that stand in the text as code, without what is typed behind them."""
    return set(re.findall(r"`(forum(?: [a-z][a-z-]*)+)", text))


def _commands(command: click.Command, name: str) -> Iterator[str]:
    """The full name of every command below this one, groups themselves not among them."""
    if not isinstance(command, click.Group):
        yield name
        return
    for part, inner in command.commands.items():
        yield from _commands(inner, f"{name} {part}")

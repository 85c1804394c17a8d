"""The rules of `rules.toml`, compiled once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("rules.toml")

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class ReportRule:
    """How one kind of report is recognised, and the patterns of each of its facts."""

    kind: str
    signs: tuple[Pattern, ...]
    needs: int
    facts: dict[str, tuple[Pattern, ...]]
    system_is: str = ""
    unless: str = ""


@dataclass(frozen=True)
class SecretRule:
    """What is to be masked: the first group of the pattern, or all of it; only where the text `has` a piece."""

    kind: str
    pattern: Pattern
    has: str = ""


@dataclass(frozen=True)
class Rules:
    """Everything that is recognised."""

    reports: tuple[ReportRule, ...]
    codes: tuple[Pattern, ...]
    secrets: tuple[SecretRule, ...]
    addresses: tuple[SecretRule, ...]
    named: Pattern
    placeholder: Pattern
    everyday: frozenset[str]


@cache
def rules() -> Rules:
    """The compiled rules; the file is read at the first call."""
    said = tomllib.loads(_FILE.read_text("utf-8"))
    return Rules(
        tuple(_report(each) for each in said["report"]),
        _compiled(said["codes"]["patterns"]),
        tuple(_secret(each) for each in said["secret"]),
        tuple(_secret(each) for each in said["address"]),
        re.compile(said["named"]["pattern"], re.IGNORECASE),
        re.compile(said["named"]["placeholder"]),
        frozenset(said["named"]["everyday"].split()),
    )


def _report(said: dict[str, object]) -> ReportRule:
    facts = said.pop("facts", {})
    signs = said.pop("signs")
    assert isinstance(facts, dict) and isinstance(signs, list)
    patterns = {name: _compiled(each) for name, each in facts.items()}
    return ReportRule(signs=_compiled(signs), facts=patterns, **said)  # type: ignore[arg-type]


def _secret(said: dict[str, str]) -> SecretRule:
    return SecretRule(said["kind"], re.compile(said["pattern"], re.MULTILINE), said.get("has", ""))


def _compiled(patterns: list[str]) -> tuple[Pattern, ...]:
    return tuple(re.compile(each, re.MULTILINE) for each in patterns)

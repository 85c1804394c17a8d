"""The rules of `rules.toml`, compiled once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("rules.toml")

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class WordsRule:
    """Turns of phrase that hint, but where `unless` covers them."""

    name: str
    pattern: Pattern
    unless: Pattern | None
    heated: bool


@dataclass(frozen=True)
class Rules:
    """Everything that is noticed. `staff` names the rules for IT staff alone, `heated` those that want to cool down."""

    words: tuple[WordsRule, ...]
    jargon: Pattern
    explained: Pattern
    capitals: Pattern
    spoken: frozenset[str]
    marks: Pattern
    glad: Pattern
    greeting: Pattern
    next_step: Pattern
    departments: Pattern
    longest: int
    staff: frozenset[str]
    heated: frozenset[str]


@cache
def rules() -> Rules:
    """The compiled rules; the file is read at the first call."""
    said = tomllib.loads(_FILE.read_text("utf-8"))
    words = tuple(_words(each) for each in said["words"])
    shouting, parts = said["shouting"], {name: part for name, part in said.items() if isinstance(part, dict)}
    return Rules(
        words=words,
        jargon=_any(rf"\b{re.escape(term)}\b" for term in said["jargon"]["terms"]),
        explained=_any(said["jargon"]["explained"]),
        capitals=_run(shouting["run"], shouting["least_letters"]),
        spoken=frozenset(shouting["spoken"]),
        marks=_any(shouting["marks"]),
        glad=_any(shouting["unless"]),
        greeting=re.compile(said["greeting"]["opening"], re.IGNORECASE),
        next_step=_any(said["next_step"]["signs"]),
        departments=re.compile(said["name"]["departments"], re.IGNORECASE),
        longest=said["wall"]["longest"],
        staff=frozenset(name for name, part in parts.items() if part.get("staff")),
        heated=frozenset(rule.name for rule in words if rule.heated)
        | frozenset(name for name, part in parts.items() if part.get("heated")),
    )


def _words(said: dict[str, Any]) -> WordsRule:
    unless = _any(said["unless"]) if said["unless"] else None
    return WordsRule(said["name"], _any(said["patterns"]), unless, said.get("heated", False))


def _run(words: int, letters: int) -> Pattern:
    """At least so many words of capitals in a row; whether they are shouted is looked at afterwards."""
    word = rf"(?:[A-Z]{{{letters},20}}|I)"
    return re.compile(rf"(?<![\w-]){word}(?:[ ,']{{1,3}}{word}(?![\w-])){{{words - 1},30}}")


def _any(patterns: Any) -> Pattern:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE | re.MULTILINE)

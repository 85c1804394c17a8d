"""Reports of systems, stack traces and error codes in a text: what kind they are and the facts they tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.diagnostics.rules import Pattern, ReportRule, rules

LONGEST = 300_000  # characters that are looked at: more than any post may have
LONGEST_FACT = 200
MOST_CODES = 3
FACTS = ("system", "build", "browser", "model", "network", "error", "where")


@dataclass(frozen=True)
class Report:
    """One recognised report: its kind (as in rules.toml, or "code") and its facts by name, each one line."""

    kind: str
    facts: dict[str, str]


def recognised(text: str) -> list[Report]:
    """What the text has, in the order of rules.toml; codes last. Takes time in step with the text."""
    text = text[:LONGEST].replace("\r", "")
    found: list[Report] = []
    for rule in rules().reports:
        if _applies(rule, text) and rule.unless not in {each.kind for each in found}:
            found.append(Report(rule.kind, _facts(rule, text)))
    codes = _codes(text)
    return [*found, Report("code", {"error": ", ".join(codes)})] if codes else found


def facts_of(reports: Sequence[Report]) -> dict[str, str]:
    """All facts of the reports, each once: the first that says it, but an exception before a bare code."""
    facts: dict[str, str] = {}
    for report in reports:
        for name, value in report.facts.items():
            facts.setdefault(name, value)
    return {name: facts[name] for name in FACTS if name in facts}


def _applies(rule: ReportRule, text: str) -> bool:
    return sum(1 for sign in rule.signs if sign.search(text)) >= rule.needs


def _facts(rule: ReportRule, text: str) -> dict[str, str]:
    facts = {name: value for name, patterns in rule.facts.items() if (value := _first(patterns, text))}
    version = facts.pop("version", "")
    target = "browser" if rule.kind in ("firefox", "chrome", "edge") else "system"
    told = facts.get(target) or (rule.system_is if target == "system" else "")
    if target == "browser":
        told = " ".join(told.replace("/", " ").replace(":", " ").split())
        version = ""
    if told:
        facts[target] = f"{told} {version}".strip() if version not in told else told
    return facts


def _first(patterns: Sequence[Pattern], text: str) -> str:
    for pattern in patterns:
        if found := pattern.search(text):
            return " ".join((found[1] if pattern.groups else found[0]).split())[:LONGEST_FACT]
    return ""


def _codes(text: str) -> list[str]:
    found: dict[str, None] = {}
    for pattern in rules().codes:
        for match in pattern.finditer(text):
            found[match[1].strip("[]")] = None
            if len(found) >= MOST_CODES:
                return list(found)
    return list(found)

"""The words of `words.toml`, read once and put together over all languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")
LABELS = ("from", "sent", "to", "cc", "subject")


@dataclass(frozen=True, slots=True)
class Wrote:
    """How a language says "On that day she wrote:"."""

    starts: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What programs write, in small letters but for `wrote`."""

    wrote: tuple[Wrote, ...]
    wrote_ends: tuple[str, ...]
    labels: dict[str, frozenset[str]]  # "de" -> what it may name: From in French, Spanish and Portuguese
    original: frozenset[str]
    forwarded: frozenset[str]
    sent_from: tuple[str, ...]
    forward_subjects: frozenset[str]
    away: tuple[str, ...]


@cache
def words() -> Words:
    """All languages' words."""
    languages: list[dict[str, Any]] = list(tomllib.loads(_FILE.read_text("utf-8")).values())
    labels: dict[str, set[str]] = {}
    for language in languages:
        for kind in LABELS:
            for label in language[kind]:
                labels.setdefault(label.casefold(), set()).add(kind)
    return Words(
        wrote=tuple(Wrote(tuple(one["wrote"]["starts"]), tuple(one["wrote"]["says"])) for one in languages),
        wrote_ends=tuple(sorted({say for one in languages for say in one["wrote"]["says"]})),
        labels={label: frozenset(kinds) for label, kinds in labels.items()},
        original=_all(languages, "original"),
        forwarded=_all(languages, "forwarded"),
        sent_from=tuple(sorted(_all(languages, "sent_from"))),
        forward_subjects=_all(languages, "forward_subjects"),
        away=tuple(sorted(_all(languages, "away"))),
    )


def _all(languages: list[dict[str, Any]], kind: str) -> frozenset[str]:
    return frozenset(word.casefold() for language in languages for word in language[kind])

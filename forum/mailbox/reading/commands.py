"""What staff order in the first lines of a mail: `/resolve`, `/note`, `/assign ana`. Whoever decides asks who wrote."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"/(resolve|note|assign)(?:[ \t]+(\S.{0,2000}))?[ \t]*", re.IGNORECASE)
_MOST = 5

Commands = tuple[tuple[str, str], ...]


def apart_from_commands(lines: list[str]) -> tuple[Commands, list[str], list[str]]:
    """(commands, their lines, the other lines). Words behind `/resolve` and `/note` are the beginning of the text."""
    commands: list[tuple[str, str]] = []
    ordering: list[str] = []
    rest = lines
    while len(commands) < _MOST:
        at = next((index for index, line in enumerate(rest) if line), len(rest))
        found = _COMMAND.fullmatch(rest[at]) if at < len(rest) else None
        if not found:
            break
        name, words = found[1].lower(), found[2] or ""
        goes_on = bool(words) and name != "assign"
        commands.append((name, "" if goes_on else words))
        ordering.append(f"/{name}" if goes_on else rest[at])
        rest = [words, *rest[at + 1 :]] if goes_on else rest[at + 1 :]
    return tuple(commands), ordering, rest

"""Two versions of a text compared line by line, and word by word inside changed lines.

The time is bounded whatever the texts: `patience.py` bounds the lines, and only so many words are compared; changed
lines beyond that are shown as removed and added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from forum.kernel.text.patience import equal_runs

CONTEXT = 3
"""Equal lines shown around a change; longer runs of them are folded into one `skipped` line."""

Kind = Literal["same", "removed", "added", "changed", "skipped"]

_MOST_WORD_PAIRS = 3_000_000
_LARGEST_LINE = 1_500
_LOOK_AHEAD = 6
_ALIKE = 0.5
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line that is in both versions (`same`) or in one only (`removed`, `added`)."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of the comparison. Numbers count from 1 and are None where that version has no such line.

    A `changed` line holds both versions in its spans. A `skipped` line stands for `count` equal lines, of which the
    numbers name the first; it has no spans.
    """

    kind: Kind
    old_number: int | None
    new_number: int | None
    spans: tuple[Span, ...]
    count: int = 1


def difference(old: str, new: str) -> list[DiffLine]:
    """The lines of both texts in order; nothing but `skipped` (or nothing at all) when they are equal."""
    before, after = old.splitlines(), new.splitlines()
    words = _Words(_MOST_WORD_PAIRS)
    lines: list[DiffLine] = []
    old_at = new_at = 0
    for old_start, new_start, length in equal_runs(before, after):
        lines += _replaced(_numbered(before, old_at, old_start), _numbered(after, new_at, new_start), words)
        old_at, new_at = old_start + length, new_start + length
        run = [_same(before[old_start + step], old_start + step, new_start + step) for step in range(length)]
        lines += _folded(run, first=not lines, last=old_at == len(before) and new_at == len(after))
    return lines + _replaced(_numbered(before, old_at, len(before)), _numbered(after, new_at, len(after)), words)


_Line = tuple[int, str]


def _numbered(lines: Sequence[str], start: int, end: int) -> list[_Line]:
    return list(enumerate(lines[start:end], start + 1))


def _same(text: str, old_index: int, new_index: int) -> DiffLine:
    return DiffLine("same", old_index + 1, new_index + 1, (Span("same", text),))


def _folded(run: list[DiffLine], *, first: bool, last: bool) -> list[DiffLine]:
    """The run with its middle folded; nothing is shown before the first change nor after the last but the context."""
    head = 0 if first else CONTEXT
    tail = 0 if last else CONTEXT
    hidden = run[head : len(run) - tail]
    if len(hidden) < 2:
        return run
    fold = DiffLine("skipped", hidden[0].old_number, hidden[0].new_number, (), len(hidden))
    return [*run[:head], fold, *run[len(run) - tail :]]


class _Words:
    """Compares lines by word while its allowance of word pairs lasts."""

    def __init__(self, allowance: int) -> None:
        self._left = allowance

    def alike(self, old: str, new: str) -> bool:
        """Whether half of the words of both lines are the same, wherever they stand."""
        if not self._affords(len(old) + len(new)) or old.strip() == "" or new.strip() == "":
            return False
        mine, others = set(_WORDS.findall(old)), set(_WORDS.findall(new))
        return 2 * len(mine & others) >= _ALIKE * (len(mine) + len(others))

    def spans(self, old: str, new: str) -> tuple[Span, ...] | None:
        """Both lines as one row of spans, or None when that would take too long."""
        mine, others = _WORDS.findall(old), _WORDS.findall(new)
        if max(len(mine), len(others)) > _LARGEST_LINE or not self._affords(len(mine) * len(others)):
            return None
        result: list[Span] = []
        for kind, a, b, c, d in SequenceMatcher(None, mine, others, autojunk=False).get_opcodes():
            if kind == "equal":
                result.append(Span("same", "".join(mine[a:b])))
                continue
            pieces = (Span("removed", "".join(mine[a:b])), Span("added", "".join(others[c:d])))
            result += [piece for piece in pieces if piece.text]
        return tuple(result)

    def _affords(self, pairs: int) -> bool:
        self._left -= pairs
        return self._left >= 0


def _replaced(old: list[_Line], new: list[_Line], words: _Words) -> list[DiffLine]:
    """Removed and added lines; an old line and a new one that are alike become one changed line."""
    lines: list[DiffLine] = []
    waiting = new
    removed: list[_Line] = []
    for old_number, text in old:
        ahead = (index for index, line in enumerate(waiting[:_LOOK_AHEAD]) if words.alike(text, line[1]))
        index = next(ahead, None)
        spans = words.spans(text, waiting[index][1]) if index is not None else None
        if index is None or spans is None:
            removed.append((old_number, text))
            continue
        lines += _apart(removed, waiting[:index])
        lines.append(DiffLine("changed", old_number, waiting[index][0], spans))
        removed, waiting = [], waiting[index + 1 :]
    return lines + _apart(removed, waiting)


def _apart(removed: list[_Line], added: list[_Line]) -> list[DiffLine]:
    gone = [DiffLine("removed", number, None, (Span("removed", text),)) for number, text in removed]
    return gone + [DiffLine("added", None, number, (Span("added", text),)) for number, text in added]

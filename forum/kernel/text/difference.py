"""Two versions of a text compared line by line, and word by word inside changed lines.

The time is bounded whatever the texts: unique lines that both hold anchor the comparison (Bram Cohen's patience
diff), only small gaps between anchors are compared in full, and only so many words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 3
"""Equal lines shown around a change; longer runs of them are folded into one `skipped` line."""

Kind = Literal["same", "removed", "added", "changed", "skipped"]
_Block = tuple[int, int, int, int]
_LARGEST_GAP = 250_000
_LARGEST_LINE = 1_000
_MOST_WORD_PAIRS = 4_000_000
_LOOK_AHEAD = 6
_ALIKE = 0.5
_WORDS = re.compile(r"\w+|[ \t]+|[^\w\s]|\s")


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
    budget = _Budget(_MOST_WORD_PAIRS)
    lines: list[DiffLine] = []
    old_at = new_at = 0
    for old_start, new_start, length in _equal_runs(before, after):
        lines += _replaced(before, after, (old_at, old_start, new_at, new_start), budget)
        last = old_start + length == len(before) and new_start + length == len(after)
        lines += _folded(before, old_start, new_start, length, first=not lines, last=last)
        old_at, new_at = old_start + length, new_start + length
    return lines + _replaced(before, after, (old_at, len(before), new_at, len(after)), budget)


class _Budget:
    """How many pairs of words may still be compared in this difference."""

    def __init__(self, pairs: int) -> None:
        self.pairs = pairs

    def allows(self, pairs: int) -> bool:
        self.pairs -= pairs
        return self.pairs >= 0


def _equal_runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal lines as (start in old, start in new, length), in order, touching runs joined."""
    start, length = (0, 0), 0
    for old_index, new_index in _equal_pairs(before, after):
        if length and (old_index, new_index) == (start[0] + length, start[1] + length):
            length += 1
            continue
        if length:
            yield *start, length
        start, length = (old_index, new_index), 1
    if length:
        yield *start, length


def _equal_pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    old_at = new_at = 0
    for old_anchor, new_anchor in [*_anchors(before, after), (len(before), len(after))]:
        yield from _pairs_in_gap(before, after, (old_at, old_anchor, new_at, new_anchor))
        if old_anchor < len(before) and new_anchor < len(after):
            yield old_anchor, new_anchor
        old_at, new_at = old_anchor + 1, new_anchor + 1


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand once in each version, as the longest chain that rises in both (patience sorting)."""
    once_before, once_after = _standing_once(before), _standing_once(after)
    common = [(index, once_after[line]) for line, index in once_before.items() if line in once_after]
    tops: list[int] = []
    chains: list[tuple[int, int]] = []
    previous: list[int | None] = []
    piles: list[int] = []
    for position, pair in enumerate(common):
        pile = bisect_left(tops, pair[1])
        previous.append(piles[pile - 1] if pile else None)
        chains.append(pair)
        if pile == len(tops):
            tops.append(pair[1])
            piles.append(position)
        else:
            tops[pile], piles[pile] = pair[1], position
    return _chain(chains, previous, piles[-1] if piles else None)


def _chain(pairs: list[tuple[int, int]], previous: list[int | None], last: int | None) -> list[tuple[int, int]]:
    chain: list[tuple[int, int]] = []
    while last is not None:
        chain.append(pairs[last])
        last = previous[last]
    return chain[::-1]


def _standing_once(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {line: index for index, line in enumerate(lines) if counts[line] == 1}


def _pairs_in_gap(before: Sequence[str], after: Sequence[str], gap: _Block) -> Iterator[tuple[int, int]]:
    """Equal lines between two anchors: at both ends always, in the middle when it is small enough to compare."""
    old_start, old_end, new_start, new_end = gap
    while old_start < old_end and new_start < new_end and before[old_start] == after[new_start]:
        yield old_start, new_start
        old_start, new_start = old_start + 1, new_start + 1
    tail: list[tuple[int, int]] = []
    while old_start < old_end and new_start < new_end and before[old_end - 1] == after[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
        tail.append((old_end, new_end))
    if 0 < (old_end - old_start) * (new_end - new_start) <= _LARGEST_GAP:
        matcher = SequenceMatcher(None, before[old_start:old_end], after[new_start:new_end], autojunk=False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                yield old_start + block.a + offset, new_start + block.b + offset
    yield from reversed(tail)

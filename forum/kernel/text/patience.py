"""Which lines of two texts are the same ones (Bram Cohen's patience diff), in bounded time.

Lines that stand exactly once in both texts anchor the comparison; between them all lines are compared only while
the gaps are small, since comparing everything with everything is quadratic at best.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_MOST_LINE_PAIRS = 400_000
"""Pairs of lines compared in all gaps together; a text of 600 changed lines in one place stays below."""

Pair = tuple[int, int]
_Gap = tuple[int, int, int, int]


def equal_runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal lines are yielded as (start in old, start in new, length), rising in both, none touching."""
    old_start, new_start, length = 0, 0, 0
    for old_index, new_index in _equal_pairs(before, after):
        if length and (old_index, new_index) == (old_start + length, new_start + length):
            length += 1
            continue
        if length:
            yield old_start, new_start, length
        old_start, new_start, length = old_index, new_index, 1
    if length:
        yield old_start, new_start, length


def _equal_pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    old_at = new_at = 0
    left = _MOST_LINE_PAIRS
    for old_anchor, new_anchor in [*_anchors(before, after), (len(before), len(after))]:
        gap = (old_at, old_anchor, new_at, new_anchor)
        left -= (old_anchor - old_at) * (new_anchor - new_at)
        yield from _pairs_in_gap(before, after, gap, thorough=left >= 0)
        if old_anchor < len(before):
            yield old_anchor, new_anchor
        old_at, new_at = old_anchor + 1, new_anchor + 1


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Lines that stand once in each text, as the longest chain that rises in both (patience sorting)."""
    once_after = _standing_once(after)
    pairs = [(index, once_after[line]) for line, index in _standing_once(before).items() if line in once_after]
    tops: list[int] = []
    piles: list[int] = []
    previous: list[int] = []
    for position, (_, new_index) in enumerate(pairs):
        pile = bisect_left(tops, new_index)
        previous.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [new_index]
        piles[pile : pile + 1] = [position]
    chain: list[Pair] = []
    position = piles[-1] if piles else -1
    while position >= 0:
        chain.append(pairs[position])
        position = previous[position]
    return chain[::-1]


def _standing_once(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {line: index for index, line in enumerate(lines) if counts[line] == 1}


def _pairs_in_gap(before: Sequence[str], after: Sequence[str], gap: _Gap, *, thorough: bool) -> Iterator[Pair]:
    """Equal lines between two anchors: those at both ends, and those in the middle when there is time for them."""
    old_start, old_end, new_start, new_end = gap
    while old_start < old_end and new_start < new_end and before[old_start] == after[new_start]:
        yield old_start, new_start
        old_start, new_start = old_start + 1, new_start + 1
    ends: list[Pair] = []
    while old_start < old_end and new_start < new_end and before[old_end - 1] == after[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
        ends.append((old_end, new_end))
    if thorough:
        matcher = SequenceMatcher(None, before[old_start:old_end], after[new_start:new_end], autojunk=False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                yield old_start + block.a + offset, new_start + block.b + offset
    yield from reversed(ends)

"""What somebody was editing while words were taken out of the text: dots stand where they were, in his text, too."""

from itertools import pairwise

_CONTEXTS = 40, 20, 8  # characters on either side by which a place is known again, the surest first
_LONGEST = 4000  # characters that may stand between them


def with_dots(now: str, mine: str, mask: str) -> tuple[str, int]:
    """`mine` with `mask` wherever `now` has it and the words around agree; and how many masks of `now` it still lacks.

    Time grows with the length of the texts and the number of masks alone.
    """
    parts, at = now.split(mask), 0
    for before, after in pairwise(parts):
        found = _between(before, after, mine, at)
        if found is None:
            continue
        start, end = found
        mine = mine[:start] + mask + mine[end:]
        at = start + len(mask)
    return mine, max(len(parts) - 1 - mine.count(mask), 0)


def _between(before: str, after: str, mine: str, at: int) -> tuple[int, int] | None:
    """From where to where in `mine`, not before `at`, something stands between these neighbours."""
    for length in _CONTEXTS:
        head, tail = before[-length:], after[:length]
        start = mine.find(head, at)
        if start < 0:
            continue
        start += len(head)
        end = mine.find(tail, start) if tail else len(mine)
        if start <= end <= start + _LONGEST:
            return start, end
    return None

"""What somebody wrote now, apart from the history below it and the signature; line by line, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

from forum.mail.marker import is_marker
from forum.mailbox.reading.blocks import begins_block, is_attribution, is_marked
from forum.mailbox.reading.html import HISTORY
from forum.mailbox.reading.words import words

_LONGEST_LOOSE_SIGNATURE = 15
_RULE = 20
_ATTRIBUTION_LINES = 4
_NEXT_WORDS = 5


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The two halves of a letter's text, as lines."""

    own: list[str]
    quoted: list[str]


def trimmed(lines: list[str]) -> Trimmed:
    """The lines that were written now, and those of the history and the signature.

    Above the history stands what was written, as most programs have it. Where somebody wrote below or between what he
    quotes, the quotes that stand between stay with his words.
    """
    cut = _history_begins(lines)
    own, history = _seen(lines[:cut]), _seen(lines[cut:])
    above, own = _apart_from_quote_above(own)
    own, signature = _apart_from_signature(own)
    own, below = _apart_from_quote_below(own)
    own, inner = _apart_from_signature(own)
    return Trimmed(own, [*above, *inner, *below, *signature, *history])


def _seen(lines: list[str]) -> list[str]:
    return [line for line in lines if line != HISTORY]


def _history_begins(lines: list[str]) -> int:
    """The first line that was not written now; the number of lines if all were.

    After an attribution stands history, but where somebody went on writing below the lines it quotes.
    """
    last_written_now = _last_written_now(lines)
    for index, line in enumerate(lines):
        if not line:
            continue
        if is_marker(line) or (line == HISTORY and not _goes_on_below(lines, index + 1, last_written_now)):
            return _with_attribution(lines, index)
        if _is_list_footer(lines, index):
            return index
        if is_marked(line) or begins_block(lines, index):
            return _with_rule(lines, index)
        behind = is_attribution(lines, index)
        if behind and not _goes_on_below(lines, behind, last_written_now):
            return index
    return len(lines)


def _with_attribution(lines: list[str], index: int) -> int:
    """The line itself, or the line "On that day she wrote:" that stands directly before it."""
    above = [at for at in range(max(0, index - _ATTRIBUTION_LINES), index) if _leads_to(lines, at, index)]
    return _with_rule(lines, above[0] if above else index)


def _leads_to(lines: list[str], at: int, index: int) -> bool:
    behind = is_attribution(lines, at)
    return bool(behind) and not any(line.strip("> ") for line in lines[behind:index])


def _with_rule(lines: list[str], index: int) -> int:
    """The line, or the drawn rule above it."""
    at = index
    while at > 0 and (not lines[at - 1] or _is_rule(lines[at - 1])):
        at -= 1
    return at if any(_is_rule(line) for line in lines[at:index]) else index


def _is_rule(line: str) -> bool:
    return len(line) >= _RULE and not line.strip("_-=")


def _is_list_footer(lines: list[str], index: int) -> bool:
    """Mailman's line and what it says about its list."""
    return _is_rule(lines[index]) and any("mailing list" in line.lower() for line in lines[index + 1 : index + 2])


def _last_written_now(lines: list[str]) -> int:
    """The last line that is neither quoted nor a signature; -1 if there is none."""
    own, _ = _apart_from_signature(lines)
    found = (at for at in range(len(own) - 1, -1, -1) if own[at] and own[at] != HISTORY and not _is_end(own[at]))
    return next(found, -1)


def _goes_on_below(lines: list[str], index: int, last_written_now: int) -> bool:
    """Whether the next words, or those behind one attribution, are quoted ones, and somebody went on writing below."""
    if last_written_now < index:
        return False
    first = _next_words(lines, index)
    if first and (behind := is_attribution(lines, first)):
        first = _next_words(lines, behind)
    return bool(first) and _is_quote(lines[first])


def _next_words(lines: list[str], index: int) -> int:
    """The next line with words on it; 0 where none is near."""
    near = range(index, min(len(lines), index + _NEXT_WORDS))
    return next((at for at in near if lines[at] and lines[at] != HISTORY), 0)


def _is_end(line: str) -> bool:
    return _is_quote(line) or _is_rule(line) or line.startswith("-- ")


def _is_quote(line: str) -> bool:
    return line.startswith(">")


def _apart_from_quote_above(lines: list[str]) -> tuple[list[str], list[str]]:
    """What somebody quoted whole before he wrote his answer below it; nothing when he wrote between."""
    start = next((index for index, line in enumerate(lines) if line), len(lines))
    behind = is_attribution(lines, start) if start < len(lines) else 0
    if not behind and not (start < len(lines) and _is_quote(lines[start])):
        return [], lines
    end = max(behind, start)
    while end < len(lines) and (not lines[end] or _is_quote(lines[end])):
        end += 1
    if end == max(behind, start) or any(_is_quote(line) for line in lines[end:]) or not any(lines[end:]):
        return [], lines
    return lines[:end], lines[end:]


def _apart_from_quote_below(lines: list[str]) -> tuple[list[str], list[str]]:
    """A quotation that ends the text."""
    end = len(lines)
    while end > 0 and (not lines[end - 1] or _is_quote(lines[end - 1])):
        end -= 1
    return (lines[:end], lines[end:]) if end and any(lines[end:]) else (lines, [])


def _apart_from_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The signature begins at two dashes, or is what a telephone writes."""
    filled = [index for index, line in enumerate(lines) if line and line != HISTORY]
    for index in filled[1:]:
        short = len(lines) - index <= _LONGEST_LOOSE_SIGNATURE
        if lines[index].rstrip() == "--" and (short or lines[index] == "-- "):
            return lines[:index], lines[index:]
    for index in filled[-3:]:
        if index != filled[0] and is_sent_from(lines[index]):
            return lines[:index], lines[index:]
    return lines, []


def is_sent_from(line: str) -> bool:
    """Whether a line is what a program puts below every mail."""
    return len(line) < 200 and line.strip("[(<*_ ").casefold().startswith(words().sent_from)

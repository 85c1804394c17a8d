"""Plain text made safe from being taken for Markdown where that would lose something."""

import re

_EATEN_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_UNDERLINE = re.compile(r"(?<=\S\n)(?=[-=]+ *$)", re.MULTILINE)


def markdown_safe(text: str) -> str:
    r"""The text so that Markdown shows each of its characters: `\\server\share` keeps both backslashes, and a line
    of dashes makes no heading of the line above it. Lists, quotes and stars stay what they look like."""
    return _UNDERLINE.sub(r"\\", _EATEN_BACKSLASH.sub(r"\\\\", text))

"""Colours for code, as class names only; `static/css/code.css` says what they look like.

Only well-known languages are highlighted, and only a bounded amount of code in a post: lexers are made of regular
expressions, and some need quadratic time on hostile text.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

HIGHLIGHTED_AT_MOST = 12_000
"""Characters of code in one post that are highlighted; the blocks after them stay plain."""

_LONG_LINE = re.compile(r"[^\n]{1001}")
_ALIASES = {
    "bash": "sh shell zsh shellscript",
    "bat": "batch cmd dosbatch",
    "c": "h",
    "console": "shell-session terminal",
    "cpp": "c++ cc hpp cxx arduino ino",
    "csharp": "c# cs",
    "css": "",
    "diff": "patch",
    "docker": "dockerfile",
    "go": "golang",
    "html": "xhtml htm",
    "http": "",
    "ini": "cfg conf dosini reg properties",
    "java": "",
    "javascript": "js node mjs jsx",
    "json": "jsonc",
    "kotlin": "kt",
    "lua": "",
    "make": "makefile",
    "nginx": "nginxconf",
    "perl": "pl",
    "php": "",
    "powershell": "ps1 ps pwsh posh",
    "python": "py python3 py3",
    "r": "rlang",
    "ruby": "rb",
    "rust": "rs",
    "sql": "mysql postgresql postgres tsql sqlite",
    "swift": "",
    "toml": "",
    "typescript": "ts tsx",
    "vbnet": "vb vb.net vba vbs",
    "xml": "xsl xslt xsd svg xaml",
    "yaml": "yml",
}
LANGUAGES = frozenset(_ALIASES)
_LANGUAGE_OF = {alias: name for name, aliases in _ALIASES.items() for alias in (name, *aliases.split())}
_COLOURED = {
    Token.Comment: "c",
    Token.Keyword: "k",
    Token.Keyword.Type: "kt",
    Token.Keyword.Constant: "kc",
    Token.Literal.Number: "m",
    Token.Literal.String: "s",
    Token.Literal.String.Escape: "se",
    Token.Operator.Word: "ow",
    Token.Name.Attribute: "na",
    Token.Name.Builtin: "nb",
    Token.Name.Class: "nc",
    Token.Name.Decorator: "nd",
    Token.Name.Exception: "ne",
    Token.Name.Function: "nf",
    Token.Name.Namespace: "nn",
    Token.Name.Tag: "nt",
    Token.Name.Variable: "nv",
    Token.Generic.Deleted: "gd",
    Token.Generic.Error: "gr",
    Token.Generic.Heading: "gh",
    Token.Generic.Inserted: "gi",
    Token.Generic.Prompt: "gp",
    Token.Generic.Output: "go",
    Token.Generic.Subheading: "gu",
    Token.Generic.Traceback: "gt",
}
CLASSES = frozenset(_COLOURED.values())


def language_of(info: str) -> str | None:
    """The language that the first word after the fence names, or None when it is not one of ours."""
    words = info.split(maxsplit=1)
    return _LANGUAGE_OF.get(words[0].lower().strip("{}.")) if words else None


def highlighted(code: str, language: str) -> str:
    """The code as HTML, escaped, with a `span` and class around each run that has a colour.

    Code with very long lines stays plain: nobody reads it, and the time of some lexers grows with their square.
    """
    if _LONG_LINE.search(code):
        return escape(code, quote=False)
    pieces: list[str] = []
    last, run = "", ""
    for kind, text in _lexer(language).get_tokens(code):
        css = _class_of(kind) if not text.isspace() else last
        if css == last:
            run += text
            continue
        pieces.append(_span(last, run))
        last, run = css, text
    pieces.append(_span(last, run))
    return "".join(pieces)


def _span(css: str, run: str) -> str:
    text = escape(run, quote=False)
    return f'<span class="{css}">{text}</span>' if css and run else text


@cache
def _class_of(kind: _TokenType) -> str:
    """The class of the token's kind, or of the nearest kind above it that has a colour, else nothing."""
    while kind is not Token:
        if kind in _COLOURED:
            return _COLOURED[kind]
        assert kind.parent is not None
        kind = kind.parent
    return ""


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)

"""Markdown to safe HTML, made once when a text is written and stored beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from forum.kernel.text import addresses
from forum.kernel.text.allowed import sanitise
from forum.kernel.text.dialect import dialect, parsed
from forum.kernel.text.highlighting import HIGHLIGHTED_AT_MOST, highlighted, language_of

HEADINGS_START_AT = 3
"""The page owns h1 and h2, so a first heading in a text is an h3."""

_ALIGNMENT = re.compile(r"text-align:(left|center|right)")


def render(source: str) -> str:
    """Safe HTML of the Markdown is returned; its time is bounded by the length of the source.

    Marks become links by their shape (`marks.py`). Pictures stored here are shown; others become links, so that no
    page asks another server for anything. What is not allowed as HTML or as an address is shown as it was typed.
    """
    parser = _drawing()
    return sanitise(parser.renderer.render(parsed(source), parser.options, {}))


@cache
def _drawing() -> MarkdownIt:
    """The dialect with our own drawing of headings, tables, code, links and pictures; made once."""
    parser = dialect()
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _shifted(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    level = min(6, int(tokens[index].tag[1]) + HEADINGS_START_AT - 1)
    return f"<h{level}>" if tokens[index].nesting == 1 else f"</h{level}>\n"


def _code(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A block of code: highlighted while the post's allowance lasts, reachable by keyboard since it may scroll."""
    token = tokens[index]
    language = language_of(token.info)
    if not language:
        return f'<pre class="code" tabindex="0"><code>{escape(token.content, quote=False)}</code></pre>\n'
    env["highlighted"] = env.get("highlighted", 0) + len(token.content)
    within = env["highlighted"] <= HIGHLIGHTED_AT_MOST
    code = highlighted(token.content, language) if within else escape(token.content, quote=False)
    return f'<pre class="code" tabindex="0"><code class="language-{language}">{code}</code></pre>\n'


def _link(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    if addresses.is_foreign(str(token.attrs["href"])):
        token.attrSet("rel", addresses.FOREIGN_REL)
    return f"<a{renderer.renderAttrs(token)}>"


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A picture stored here; the dialect has already made links of all others."""
    token = tokens[index]
    token.attrSet("alt", renderer.renderInlineAsText(token.children or [], options, env))
    token.attrSet("loading", "lazy")
    return f"<img{renderer.renderAttrs(token)}>"


def _table(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return '<div class="table-scroll" tabindex="0"><table>\n' if tokens[index].nesting == 1 else "</table></div>\n"


def _cell(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A cell whose alignment is a class: the pages' security policy allows no style in the text."""
    found = _ALIGNMENT.search(str(tokens[index].attrs.get("style", "")))
    css = f' class="align-{found[1]}"' if found else ""
    return f"<{tokens[index].tag}{css}>"


_RULES: dict[str, Callable[..., str]] = {
    "heading_open": _shifted,
    "heading_close": _shifted,
    "fence": _code,
    "code_block": _code,
    "link_open": _link,
    "image": _image,
    "table_open": _table,
    "table_close": _table,
    "th_open": _cell,
    "td_open": _cell,
}

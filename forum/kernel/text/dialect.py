"""The Markdown that people write here: CommonMark with tables, strikethrough, task lists and marks made links.

A single line break is kept, since error texts and mails are pasted by people who never heard of Markdown. Raw HTML
is shown as it was typed, but for a few tags without attributes that have no Markdown of their own.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forum.kernel.text import addresses
from forum.kernel.text.marks import marks

_DEEPEST = 60
"""Levels of quotes and lists (a list counts two); the parser drops the words that lie deeper."""

_PLAIN_TAG = re.compile(r"</?(?:kbd|sub|sup|ins|mark|small)>|<br ?/?>")
_TASK = re.compile(r"\[([ xX])\](?=[ \u00a0])")
_CLASSES = frozenset({"mention", "tag", "ticket"})


def parsed(source: str) -> list[Token]:
    """The tokens of the source, block by block, with tasks and marks already in them.

    A text nested deeper than the parser goes is read without quotes and lists, so that no word of it is lost.
    """
    tokens = dialect().parse(source)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return _flat_dialect().parse(source)
    return tokens


@cache
def dialect() -> MarkdownIt:
    """The parser, made once; it holds no state of a text."""
    return _new_dialect()


@cache
def _flat_dialect() -> MarkdownIt:
    return _new_dialect().disable(["blockquote", "list"])


def _new_dialect() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.validateLink = addresses.is_allowed  # type: ignore[assignment, method-assign]
    parser.inline.ruler.before("html_inline", "plain_tag", _plain_tag)
    parser.core.ruler.before("text_join", "tasks", _tasks)
    parser.core.ruler.before("text_join", "marks", _marks)
    return parser


def _plain_tag(state: StateInline, silent: bool) -> bool:
    """Pass a tag of the short list through; an unbalanced one ends with its paragraph, in the sanitiser."""
    found = _PLAIN_TAG.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _tasks(state: StateCore) -> None:
    """Items that begin with `[ ]` or `[x]` become tasks: a disabled checkbox labelled by the item's first lines."""
    tokens, lists = state.tokens, list[Token]()
    for index, text in enumerate(tokens):
        if text.type.endswith("_list_open"):
            lists.append(text)
        elif text.type.endswith("_list_close"):
            lists.pop()
        if (
            text.type != "inline"
            or index < 2
            or tokens[index - 2].type != "list_item_open"
            or not text.content.startswith("[")
        ):
            continue
        first = text.children[0] if text.children else None
        found = _TASK.match(first.content) if first and first.type == "text" else None
        if first and found:
            first.content = first.content[found.end() :]
            lists[-1].attrSet("class", "tasks")
            _make_task(tokens, index, checked=found[1] != " ")


def _make_task(tokens: list[Token], index: int, *, checked: bool) -> None:
    box = Token("html_inline", "", 0, content="<label><input type=checkbox disabled" + " checked" * checked + ">")
    children = tokens[index].children or []
    tokens[index].children = [box, *children, Token("html_inline", "", 0, content="</label>")]
    tokens[index - 2].attrSet("class", "task")


def _marks(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _linked(token.children)


def _linked(children: list[Token]) -> list[Token]:
    """The tokens of one run of text; its marks and foreign pictures are links now, or plain words inside a link."""
    result: list[Token] = []
    link: Token | None = None
    for child in children:
        if child.type == "link_open":
            link = child
        elif child.type == "link_close":
            link = None
        if child.type == "text" and not link:
            result.extend(_split(child))
        elif child.type == "image" and not addresses.is_own_file(str(child.attrs["src"])):
            result.extend(_picture(child, link))
        else:
            result.append(child)
    return result


def _split(token: Token) -> list[Token]:
    pieces: list[Token] = []
    text, done = token.content, 0
    for mark in marks(text):
        if mark.start > done:
            pieces.append(_words(text[done : mark.start], token.level))
        css = mark.kind if mark.kind in _CLASSES else ""
        pieces.extend(_link(mark.href, css, text[mark.start : mark.end], token.level))
        done = mark.end
    if not pieces:
        return [token]
    if done < len(text):
        pieces.append(_words(text[done:], token.level))
    return pieces


def _picture(image: Token, link: Token | None) -> list[Token]:
    """A link to the picture; inside a link its words, and the link is the picture's when it leads there anyway."""
    source = str(image.attrs["src"])
    words = "".join(child.content for child in image.children or ()) or addresses.name_of(source)
    if not link:
        return _link(source, "image-link", words, image.level)
    if link.attrs.get("href") == source:
        link.attrSet("class", "image-link")
    return [_words(words, image.level)]


def _link(href: str, css: str, words: str, level: int) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": href}, level=level)
    if css:
        opening.attrSet("class", css)
    return [opening, _words(words, level + 1), Token("link_close", "a", -1, level=level)]


def _words(text: str, level: int) -> Token:
    return Token("text", "", 0, content=text, level=level)

"""HTML of a mail as plain lines, with a mark where a mail program says that the history begins."""

from __future__ import annotations

import re

import nh3

from forum.kernel.text.allowed import not_too_deep
from forum.kernel.text.tree import Element, tree_of

HISTORY = "\ue000history\ue000"
"""A line that stands where the program of the writer began to quote; no mail can bring it along."""

LONGEST_HTML = 2_000_000
"""Characters of HTML that are read; a longer one is no letter that a person wrote."""

_TAGS = """
    a blockquote br caption center dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table tbody td tfoot th thead tr ul
"""
_APART = frozenset(["blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"])
_BLOCKS = _APART | frozenset(["caption", "center", "dd", "div", "dt", "hr", "li", "tbody", "tfoot", "thead", "tr"])
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags={"head", "script", "style", "title", "template", "iframe", "noscript"},
    attributes={
        "*": set(),
        "a": {"href"},
        "blockquote": {"type", "class", "cite"},
        "div": {"id", "class", "style", "name"},
        "hr": {"id", "tabindex"},
        "img": {"alt", "src"},
        "ol": {"start"},
    },
    url_schemes={"http", "https", "mailto", "cid", "tel"},
    link_rel=None,
    filter_style_properties={"border-top", "border"},
)
_HISTORY_IDS = re.compile(r"(?:x_)*(?:divRplyFwdMsg|appendonsend|reply-intro|mail-editor-reference-message-container)")
_HISTORY_CLASSES = re.compile(
    r"(?:^|[\s_])(?:gmail_quote|gmail_quote_container|yahoo_quoted|moz-cite-prefix|moz-forward-container|zmail_extra|"
    r"protonmail_quote|ms-outlook-mobile-reference-message|tutanota_quote)(?:\s|$)"
)
_OUTLOOK_LINE = re.compile(r"border:\s*none;\s*border-top:\s*solid\s*#(?:e1e1e1|b5c4df)\b", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")


def lines_of_html(html: str) -> list[str]:
    """The visible text, line by line: paragraphs apart, lists with their marks, quotes behind `>`, addresses of links
    in angle brackets, the cells of a row side by side."""
    safe = _CLEANER.clean(not_too_deep(html[:LONGEST_HTML].replace("\ue000", "")))
    page = _Page()
    page.write(tree_of(safe).children)
    return page.finished()


class _Page:
    """Lines that grow: `line` is the last, still open one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []

    def finished(self) -> list[str]:
        self.end_line()
        return self.lines

    def write(self, children: list[Element | str]) -> None:
        for child in children:
            if isinstance(child, str):
                self.line.append(child)
            elif child.name in _BLOCKS:
                self._block(child)
            else:
                self._inline(child)

    def end_line(self) -> None:
        if text := _SPACE.sub(" ", "".join(self.line)).strip():
            self.lines.append(text)
        self.line = []

    def gap(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def _inline(self, element: Element) -> None:
        match element.name:
            case "br":
                self._break()
            case "img":
                self.line.append(element.attributes.get("alt", "").strip())
            case "a":
                self._link(element)
            case _:
                self.write(element.children)

    def _break(self) -> None:
        """A line ends; a line that is empty already is an empty line."""
        before = len(self.lines)
        self.end_line()
        if len(self.lines) == before:
            self.gap()

    def _link(self, element: Element) -> None:
        self.write(element.children)
        words, address = element.text().strip(), element.attributes.get("href", "").strip()
        if words and address and not _says(words, address):
            self.line.append(f" <{address}>")

    def _block(self, element: Element) -> None:
        self.gap() if element.name in _APART else self.end_line()
        if begins_history(element):
            self.lines.append(HISTORY)
        match element.name:
            case "blockquote" | "li" | "pre" | "tr":
                self.lines += _SHAPES[element.name](element)
            case "ol":
                self._numbered(element)
            case _:
                self.write(element.children)
        self.gap() if element.name in _APART else self.end_line()

    def _numbered(self, element: Element) -> None:
        start = element.attributes.get("start", "")
        number = int(start) if start.isdecimal() and len(start) < 9 else 1
        for item in element.elements("li"):
            self.lines += _item(item, f"{number}. ")
            number += 1


def begins_history(element: Element) -> bool:
    """Whether a mail program says by this element that what follows was not written now."""
    attributes = element.attributes
    return bool(
        _HISTORY_IDS.fullmatch(attributes.get("id", ""))
        or _HISTORY_CLASSES.search(attributes.get("class", ""))
        or _OUTLOOK_LINE.search(attributes.get("style", ""))
        or (element.name == "blockquote" and attributes.get("type") == "cite")
    )


def _inside(element: Element) -> list[str]:
    page = _Page()
    page.write(element.children)
    lines = page.finished()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _quoted(element: Element) -> list[str]:
    return [f"> {line}".rstrip() if line != HISTORY else line for line in _inside(element)]


def _item(element: Element, mark: str = "- ") -> list[str]:
    lines = _inside(element)
    return [mark + lines[0], *(f"{' ' * len(mark)}{line}".rstrip() for line in lines[1:])] if lines else []


def _row(element: Element) -> list[str]:
    """Short cells side by side, as in a table of figures; others, which only lay out a page, one below the other."""
    cells = [lines for cell in element.elements("td", "th") if (lines := _inside(cell))]
    if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
        return [" | ".join(cell[0] for cell in cells)]
    return [line for cell in cells for line in cell]


def _preformatted(element: Element) -> list[str]:
    return element.text().strip("\n").split("\n")


def _says(words: str, address: str) -> bool:
    """Whether the words of a link are its address already."""
    plain = address.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
    return plain.removeprefix("https://").removeprefix("http://") in words or address.startswith("cid:")


_SHAPES = {"blockquote": _quoted, "li": _item, "pre": _preformatted, "tr": _row}

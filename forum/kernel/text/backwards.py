"""HTML back to Markdown, for people who edit a text that came as HTML.

Blocks are written here, what stands inside a line in `inline.py`. Only what Markdown or our dialect can say is kept:
links, pictures, code, lists, quotes, tables, headings, emphasis, and the few plain tags.
"""

from __future__ import annotations

import re

from forum.kernel.text.allowed import ALIGNMENTS, sanitise
from forum.kernel.text.inline import inline
from forum.kernel.text.markdown import HEADINGS_START_AT
from forum.kernel.text.tree import Element, tree_of

_BLOCK_NAMES = """
    blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary
    table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_DELIMITERS = dict(zip(ALIGNMENTS, (":--", ":-:", "--:"), strict=True))
_FOLLOWS_DIRECTLY = re.compile(r"[-*] |1[.)] |```")
_BACKTICKS = re.compile(r"`{3,}")


def to_markdown(html: str) -> str:
    """Markdown is returned that renders to the given safe HTML again, for editing a text that came as HTML.

    Takes what `safe_html` or `render` made: its headings are raised again, its picture links become pictures.
    """
    return "\n\n".join(_blocks(tree_of(sanitise(html)).children))


def _blocks(children: list[Element | str]) -> list[str]:
    """The written blocks, none of them empty; loose words between blocks become paragraphs."""
    written: list[str] = []
    loose: list[Element | str] = []
    for child in children:
        if isinstance(child, str) or not _holds_blocks(child):
            loose.append(child)
            continue
        written += _paragraph(loose)
        loose = []
        written += _block(child, after=written[-1] if written else "")
    return written + _paragraph(loose)


def _holds_blocks(element: Element) -> bool:
    return element.name in _BLOCKS or any(_holds_blocks(child) for child in element.elements())


def _paragraph(children: list[Element | str]) -> list[str]:
    text = inline(children)
    return [text] if text else []


def _block(element: Element, *, after: str) -> list[str]:
    name = element.name
    if name in ("ul", "ol"):
        return _list(element, after)
    if name == "pre":
        return [_fenced(element)]
    if name == "hr":
        return ["---"]
    if name == "table":
        return _table(element)
    if name in ("dt", "summary"):
        return [f"**{text}**" for text in _paragraph(element.children)]
    if name[0] == "h":
        return [f"{'#' * _raised(int(name[1]))} {_one_line(text)}" for text in _paragraph(element.children)]
    blocks = _blocks(element.children)
    return [_prefixed("> ", "> ", "\n\n".join(blocks))] if name == "blockquote" and blocks else blocks


def _raised(level: int) -> int:
    return level - HEADINGS_START_AT + 1 if level >= HEADINGS_START_AT else level


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _prefixed(first: str, others: str, text: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(others + line if line else others.rstrip() for line in lines[1:])])


def _fenced(element: Element) -> str:
    """The code as it stands between fences longer than any inside it."""
    code = element.text().removesuffix("\n")
    fence = max(["```", *(run + "`" for run in _BACKTICKS.findall(code))], key=len)
    css = " ".join(child.attributes.get("class", "") for child in element.elements("code"))
    language = css.removeprefix("language-") if css.startswith("language-") else ""
    return f"{fence}{language}\n{code}\n{fence}"


def _list(element: Element, after: str) -> list[str]:
    """The list, marked otherwise than a list directly before it, which would take it in."""
    items = _items(element)
    start = element.attributes.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 10 else 1  # Markdown knows no longer number
    if element.name == "ol":
        sign = ")" if re.match(r"[0-9]+\. ", after) else "."
        markers = [f"{first + index}{sign}" for index in range(len(items))]
    else:
        markers = ["*" if after.startswith("- ") else "-"] * len(items)
    written = [_item(item, marker + " ") for item, marker in zip(items, markers, strict=True)]
    loose = any(item.elements("p") for item in items)
    return [("\n\n" if loose else "\n").join(written)] if written else []


def _items(element: Element) -> list[Element]:
    """The items that hold something; what stands between items, as a nested list often does, joins the one before."""
    items: list[Element] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "li":
            items.append(Element("li", {}, list(child.children)))
        elif items:
            items[-1].children.append(child)
        elif isinstance(child, Element) or child.strip():
            items.append(Element("li", {}, [child]))
    return [item for item in items if item.text().strip() or any(item.descendants("img"))]


def _item(item: Element, marker: str) -> str:
    text = ""
    for block in _blocks(item.children):
        follows = _FOLLOWS_DIRECTLY.match(block) and not item.elements("p")
        text += block if not text else ("\n" if follows else "\n\n") + block
    return _prefixed(marker, " " * len(marker), text)


def _table(element: Element) -> list[str]:
    """The rows as a table whose first row is the heading, as Markdown wants one; before it the caption.

    The heading alone is filled up to the longest row: Markdown does it for the others, however many they are.
    """
    rows = [row.elements("td", "th") for row in element.descendants("tr")]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return []
    missing = width - len(rows[0])
    heading, *lines = [[_cell(cell) for cell in row] for row in rows]
    sides = [cell.attributes.get("class", "").removeprefix("align-") for cell in rows[0]]
    rule = [_DELIMITERS.get(side, "---") for side in sides] + ["---"] * missing
    captions = [text for caption in element.elements("caption") for text in _paragraph(caption.children)]
    return [*captions, "\n".join(_row(line) for line in (heading + [""] * missing, rule, *lines))]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Element) -> str:
    lines = (line.strip() for line in inline(cell.children).split("\n"))
    return "<br>".join(line for line in lines if line).replace("|", "\\|")

"""What stands inside a line of HTML, written as Markdown."""

from __future__ import annotations

import re

from forum.kernel.text.tree import Element

_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPECIAL = re.compile(
    r"[\\`]|(?<! )\*|\*(?! )|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~"
    r"|^\[(?=[ xX]\] )|\](?=[(\[:])|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)"
)
_BRACKET = re.compile(r"(?<!\\)[\[\]]")
_START_OF_LINE = re.compile(
    r"^(?P<mark>#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|=+(?=\s*$)|[-:|](?=[-:| ]*$))"
    r"|^(?P<number>[0-9]{1,9})(?P<dot>[.)](?=\s|$))",
    re.MULTILINE,
)
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_BLANKS_AROUND_BREAK = re.compile(r" *\n *")
_STRONG, _EMPHASIS, _STRUCK = "**", "*", "~~"
_DELIMITERS = {"b": _STRONG, "strong": _STRONG, "i": _EMPHASIS, "em": _EMPHASIS, "cite": _EMPHASIS, "dfn": _EMPHASIS}
_DELIMITERS |= {"var": _EMPHASIS, "del": _STRUCK, "s": _STRUCK}
_PLAIN_TAGS = {"kbd": "kbd", "sub": "sub", "sup": "sup", "ins": "ins", "u": "ins", "mark": "mark", "small": "small"}
_CODE = frozenset({"code", "samp", "tt"})
_LINES = frozenset({"p", "div", "li", "tr", "blockquote", "dd", "dt", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_MOVABLE = " .,:;!?\"'"


def inline(children: list[Element | str]) -> str:
    """The children as Markdown lines, without blanks at their ends; nothing in them starts a block by accident."""
    text = _BLANKS_AROUND_BREAK.sub("\n", _written(children, frozenset())).strip()
    return _START_OF_LINE.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found['number']}\\{found['dot']}" if found["number"] else "\\" + found["mark"]


def _written(children: list[Element | str], inside: frozenset[str]) -> str:
    result = ""
    for index, child in enumerate(children):
        if isinstance(child, str):
            result += _escaped(child, inside)
            continue
        following = _first_character(children[index + 1 :])
        piece = _element(child, inside, result[-1:], following)
        if piece.startswith("[") and result.endswith("!"):
            result = result[:-1] + "\\!"
        result += piece
    return result


def _escaped(text: str, inside: frozenset[str]) -> str:
    plain = _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", text))
    return _BRACKET.sub(r"\\\g<0>", plain) if "a" in inside else plain


def _first_character(rest: list[Element | str]) -> str:
    if not rest:
        return ""
    return rest[0][:1] if isinstance(rest[0], str) else rest[0].text()[:1]


def _element(element: Element, inside: frozenset[str], before: str, after: str) -> str:
    name = element.name
    if name == "br":
        return "\n"
    if name == "img":
        return "!" + _to(element.attributes.get("src", ""), element.attributes.get("alt", ""), element)
    if name == "input":
        return "[x]" if "checked" in element.attributes else "[ ]"
    if name in _CODE:
        return _code(element.text())
    if name == "a" and "a" not in inside:
        return _link(element, inside | {"a"})
    text = _written(element.children, inside | {_DELIMITERS.get(name, name)})
    if name in _DELIMITERS and _DELIMITERS[name] not in inside:
        return "\n".join(_wrapped(line, _DELIMITERS[name], before, after) for line in text.split("\n"))
    if name in _PLAIN_TAGS and text.strip():
        return f"<{_PLAIN_TAGS[name]}>{text}</{_PLAIN_TAGS[name]}>"
    return f"\n{text}\n" if name in _LINES else text


def _wrapped(text: str, delimiter: str, before: str, after: str) -> str:
    """The text between delimiters that CommonMark takes for such: without blanks or, before a letter, punctuation."""
    core = text.strip()
    if not core:
        return text
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if before.isalnum() and not start:
        kept = core.lstrip(_MOVABLE)
        start, core = core[: len(core) - len(kept)], kept
    if after.isalnum() and not end:
        kept = core.rstrip(_MOVABLE)
        core, end = kept, core[len(kept) :]
    return f"{start}{delimiter}{core}{delimiter}{end}" if core else start + end


def _code(text: str) -> str:
    text = _SPACE.sub(" ", text)
    if not text.strip():
        return text
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _link(element: Element, inside: frozenset[str]) -> str:
    href, words = element.attributes.get("href", ""), element.text().strip()
    css = element.attributes.get("class", "")
    if css in ("mention", "tag", "ticket"):
        return words
    if css == "image-link":
        return "!" + _to(href, words, element)
    text = _written(element.children, inside)
    core = text.replace("\n", " ").strip()
    if not href or not core:
        return text
    if words in (href, href.removeprefix("mailto:")) and ":" in href and not re.search(r"[\s<>%]", href):
        return f"<{words}>"
    blanks_before, blanks_after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{blanks_before}[{core}]{_destination(href, element)}{blanks_after}"


def _to(address: str, words: str, element: Element) -> str:
    label = _BRACKET.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", words)))
    return f"[{label}]{_destination(address, element)}"


def _destination(address: str, element: Element) -> str:
    plain = _ENTITY.sub("&amp;", _SPACE.sub("%20", address.strip())).replace("\\", "%5C")
    if re.search(r"[<>()]", plain):
        plain = f"<{plain.replace('<', '%3C').replace('>', '%3E')}>"
    title = element.attributes.get("title", "")
    words = _SPACE.sub(" ", title).replace("\\", "\\\\").replace('"', '\\"')
    return f'({plain} "{_ENTITY.sub("&amp;", words)}")' if words else f"({plain})"

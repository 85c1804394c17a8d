"""The one list of HTML that may be stored and shown; everything else is removed by `sanitise`."""

from __future__ import annotations

import re

import nh3

from forum.kernel.text.addresses import FOREIGN_REL, is_allowed
from forum.kernel.text.highlighting import CLASSES, LANGUAGES

ALIGNMENTS = ("left", "center", "right")
_TAGS = """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q s samp small span strong sub summary sup
    table tbody td tfoot th thead time tr tt u ul var
"""
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "input": {"checked"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_VALUES = {
    "a": {"rel": {FOREIGN_REL}},
    "div": {"tabindex": {"0"}},
    "img": {"loading": {"lazy"}},
    "input": {"type": {"checkbox"}},
    "pre": {"tabindex": {"0"}},
}
_ALIGNED = {f"align-{side}" for side in ALIGNMENTS}
_CLASSES = {
    "a": {"mention", "tag", "ticket", "image-link"},
    "code": {f"language-{name}" for name in LANGUAGES},
    "div": {"table-scroll"},
    "li": {"task"},
    "pre": {"code"},
    "span": set(CLASSES),
    "td": _ALIGNED,
    "th": _ALIGNED,
    "ul": {"tasks"},
    "ol": {"tasks"},
}
_DEEPEST = 2_000
_NESTING_TAG = re.compile(
    r"<(/?)(?!(?:p|li|t[dhr]|tbody|thead|d[dt]|br|hr|img|input|col|meta|link|wbr|option)\b)[a-z]", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[^<>]*>?")
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags={"script", "style", "title", "template", "iframe", "noscript", "textarea", "select"},
    attributes=_ATTRIBUTES,
    tag_attribute_values=_VALUES,
    set_tag_attribute_values={"input": {"disabled": ""}},
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    url_relative=lambda address: address if is_allowed(address) else None,
    link_rel=None,
)


def sanitise(html: str) -> str:
    """Well-formed HTML is returned that holds nothing beyond the list: no script, style, frame, form or handler.

    Attribute values come back with `<`, `>`, `"` and `&` escaped, so that what follows may look for tags by pattern.
    Addresses are http, https, mailto, or paths of this site. Foreign pictures pass: `html.py` and the dialect make
    links of them.
    """
    return _CLEANER.clean(not_too_deep(html))


def not_too_deep(html: str) -> str:
    """The HTML itself, or without any tags when they are nested deeper than in any honest text.

    The parser's time grows with the square of the depth: 100,000 open tags would keep it busy for a minute.
    """
    if html.count("<") <= _DEEPEST:
        return html
    depth = 0
    for tag in _NESTING_TAG.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return _ANY_TAG.sub(" ", html)
    return html

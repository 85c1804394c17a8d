"""HTML that came from elsewhere: made safe to show, or read as plain text."""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from forum.kernel.text import addresses
from forum.kernel.text.allowed import not_too_deep, sanitise
from forum.kernel.text.markdown import HEADINGS_START_AT

_TAG = re.compile(r"<(/?)(h[1-6]|a|img|input|pre|table)((?: [^<>]*)?)>")
_PICTURE_LINK = re.compile(r'<a href="([^"]*)"[^<>]*>\s*(<img [^<>]*src="\1"[^<>]*>)\s*</a>')
_HREF, _REL, _LOADING = (re.compile(rf' {name}="[^"]*"') for name in ("href", "rel", "loading"))
_WITH_ADDRESS, _OWN_ADDRESS = re.compile(r"<(?:a|img) [^<>]*>"), re.compile(r'( (?:href|src)=")/(?!/)')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_CELLS = {"td", "th"}
_BLOCKS = """
    address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS_ONLY = nh3.Cleaner(
    tags={*_BLOCKS.split(), *_CELLS},
    clean_content_tags={"script", "style", "title", "template", "iframe", "noscript"},
    attributes={"*": set()},
    link_rel=None,
)
_BOUNDARY = re.compile(r"<(/?)([a-z0-9]+)>")


def safe_html(html: str) -> str:
    """HTML of our allow-list is returned, with headings below the page's own and no request to another site in it.

    Pictures that are not stored here become links (class `image-link`), links to other sites are marked as foreign,
    tables may scroll, code can be reached by keyboard. Marks such as `@ana.lim` are left as text.
    """
    clean = sanitise(html)
    if "<img" in clean:
        clean = _PICTURE_LINK.sub(lambda found: _picture(found[2], inside_link=False), clean)
    return _Finishing().finish(clean)


def with_whole_addresses(html: str, site: str) -> str:
    """Stored HTML for programs elsewhere: addresses of our own begin with `site`, without a slash at its end."""
    return _WITH_ADDRESS.sub(lambda found: _OWN_ADDRESS.sub(rf"\1{site}/", found[0]), html)


class _Finishing:
    """One pass over sanitised HTML, which knows whether it is inside a link."""

    def __init__(self) -> None:
        self.inside_link = False

    def finish(self, clean: str) -> str:
        return _TAG.sub(self._tag, clean)

    def _tag(self, found: re.Match[str]) -> str:
        closing, name, attributes = found.groups()
        if name[0] == "h":
            return f"<{closing}h{min(6, int(name[1]) + HEADINGS_START_AT - 1)}>"
        if name == "a":
            self.inside_link = not closing
            return found[0] if closing else _link(attributes)
        if name == "img":
            return _picture(found[0], inside_link=self.inside_link)
        if name == "input":
            return found[0] if 'type="checkbox"' in attributes else ""
        if name == "pre":
            return "</pre>" if closing else '<pre class="code" tabindex="0">'
        return "</table></div>" if closing else '<div class="table-scroll" tabindex="0"><table>'


def _link(attributes: str) -> str:
    """The opening tag of a link, marked as foreign when it is; without an address when that is not allowed."""
    attributes = _REL.sub("", attributes)
    href = dict(_ATTRIBUTE.findall(attributes)).get("href", "")
    if not addresses.is_allowed(unescape(href)):
        return f"<a{_HREF.sub('', attributes)}>"
    rel = f' rel="{addresses.FOREIGN_REL}"' if addresses.is_foreign(href) else ""
    return f"<a{attributes}{rel}>"


def _picture(tag: str, *, inside_link: bool) -> str:
    """The picture when it is stored here, else a link to it; inside another link only its words."""
    values = dict(_ATTRIBUTE.findall(tag))
    source = unescape(values.get("src", ""))
    if addresses.is_own_file(source):
        return _LOADING.sub("", tag).rstrip(">") + ' loading="lazy">'
    words = values.get("alt") or values.get("title") or escape(addresses.name_of(source))
    if inside_link or not addresses.is_allowed(source):
        return words
    rel = f' rel="{addresses.FOREIGN_REL}"' if addresses.is_foreign(source) else ""
    return f'<a href="{values["src"]}" class="image-link"{rel}>{words}</a>'


def plain_text(html: str) -> str:
    """The visible text is returned, one line a block; lines stay as they are inside preformatted blocks.

    For search, snippets and the text part of mails. Any HTML will do, broken or hostile.
    """
    pieces = _BOUNDARY.split(_BLOCKS_ONLY.clean(not_too_deep(html)))
    lines: list[str] = []
    row: list[str] = []
    preformatted = 0
    for index in range(0, len(pieces), 3):
        text = unescape(pieces[index]) if "&" in pieces[index] else pieces[index]
        text = text.strip("\n") if preformatted else " ".join(text.split())
        if text:
            row.append(text)
        closing, name = pieces[index + 1 : index + 3] or ("", "")
        if name == "pre":
            preformatted += -1 if closing else 1
        if row and name not in _CELLS:
            lines.append(" ".join(row))
            row = []
    return "\n".join(lines)

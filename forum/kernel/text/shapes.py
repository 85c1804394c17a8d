"""Short forms taken out of a text: who is mentioned, a piece of address, an excerpt."""

from __future__ import annotations

import re
import unicodedata

from forum.kernel.text.dialect import parsed

_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d", "'": "", "’": ""}
)

PAGES_BEHIND_A_NUMBER = frozenset(
    {
        "affected", "duplicate", "edit", "hide", "known-issue", "lock", "merge", "move", "owner",
        "protection", "remove", "revisions", "secret", "split", "threads", "ticket",
    }
)  # fmt: skip
"""What is a page of its own where the slug of a question, an FAQ entry or a known issue stands."""


def mentions(source: str) -> list[str]:
    """The handles mentioned in Markdown, in lower case, each once, in order; none from code, links or escapes."""
    if "@" not in source:
        return []
    links = (
        child
        for token in parsed(source)
        for child in token.children or ()
        if child.type == "link_open" and child.attrs.get("class") == "mention"
    )
    return list(dict.fromkeys(str(link.attrs["href"]).removeprefix("/people/") for link in links))


def slugify(title: str, limit: int = 60) -> str:
    """A piece of address: ASCII, lower case, words joined by hyphens, cut at a word; `q` when nothing is left."""
    plain = title.lower().translate(_WITHOUT_DECOMPOSITION)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii").lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_only))
    if len(slug) <= limit:
        return slug or "q"
    return slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def title_slug(title: str) -> str:
    """The slug of a title, as it stands behind a number in an address, where `edit` leads to another page: `q-edit`."""
    slug = slugify(title)
    return f"q-{slug}" if slug in PAGES_BEHIND_A_NUMBER else slug


def excerpt(plain: str, limit: int = 200) -> str:
    """The beginning of a plain text on one line, at most `limit` characters, cut at a word and ended by an ellipsis."""
    return _cut(" ".join(plain[: limit * 8].split()), limit)


def beginning(plain: str, limit: int) -> str:
    """The same with the text's own lines, but for empty ones."""
    lines = (" ".join(line.split()) for line in plain[: limit * 8].splitlines())
    return _cut("\n".join(line for line in lines if line), limit)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if not text[limit - 1].isspace() and len(parts := head.rsplit(None, 1)) == 2:
        head = parts[0]
    return head.rstrip(" \n,;:.-–—") + "…"

"""HTML back to Markdown, for people who edit a text that was imported as HTML."""

from __future__ import annotations

from markdownify import MarkdownConverter


def markdown_of(html: str) -> str:
    """See `forum.kernel.text.html.to_markdown`."""
    return MarkdownConverter(heading_style="atx", bullets="-").convert(html)

"""What stays closed of people to readers who are not signed in, however a text is written."""

import pytest

from forum.kernel.text.markdown import render
from forum.web.people import _closed

_FILE = f"/files/{'0' * 32}/secret-plan"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Ask @ana.lim, please", "Ask @…, please"),
        ("Ask **@ana.lim**", "Ask <strong>@…</strong>"),
        ("[**Ana** `Lim`](/people/ana.lim) and [Ben](/people/ben.ong) know", "@… and @… know"),
        ("[Ana\nLim](/people/ana.lim)", "@…"),
        (f"See [**the** plan]({_FILE}.pdf), [it](/faq/1)", 'See #, <a href="/faq/1">it</a>'),
        (f"![plan]({_FILE}.png)", "#"),
        (f"[![plan]({_FILE}.png) *here*]({_FILE}.pdf)", "#"),
    ],
)
def test_neither_handles_nor_files_are_told(source: str, shown: str) -> None:
    expected = shown.replace("#", '<span class="soft">#</span>')
    assert _closed(render(source), "#") == f"<p>{expected}</p>\n"

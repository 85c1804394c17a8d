"""People, tags and tickets are linked by shape, without a query."""

import pytest

from forum.kernel.text.markdown import render
from forum.kernel.text.marks import marks


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("@ana.lim", '<a href="/people/ana.lim" class="mention">@ana.lim</a>'),
        ("Hi @Ben.", '<a href="/people/ben" class="mention">@Ben</a>.'),
        ("(@siti-nur)", '<a href="/people/siti-nur" class="mention">@siti-nur</a>'),
        ("**@ana_l**", '<a href="/people/ana_l" class="mention">@ana_l</a>'),
        ("#vpn", '<a href="/tags/vpn" class="tag">#vpn</a>'),
        ("use #Windows-11, please", '<a href="/tags/windows-11" class="tag">#Windows-11</a>,'),
        ("#c++", '<a href="/tags/c%2B%2B" class="tag">#c++</a>'),
        ("IT-000123", '<a href="/tickets/IT-000123" class="ticket">IT-000123</a>'),
        ("see IT-1000000!", '<a href="/tickets/IT-1000000" class="ticket">IT-1000000</a>!'),
    ],
)
def test_mark_becomes_a_link(source: str, link: str) -> None:
    assert link in render(source)


@pytest.mark.parametrize(
    "source",
    [
        "`@ana #vpn IT-000123`",
        "```\n@ana #vpn IT-000123\n```",
        "    @ana #vpn IT-000123",
        r"\@ana \#vpn IT\-000123",
        "a#vpn a@ana XIT-000123 IT-0001234567890",
        "#1st #-x @1 @. IT-12",
        "# vpn",
        "&#35;vpn",
        "a/@ana a/#vpn",
    ],
)
def test_code_escapes_and_parts_of_words_are_no_marks(source: str) -> None:
    assert "<a" not in render(source)


def test_mark_inside_a_link_stays_text() -> None:
    assert render("[@ana #vpn IT-000123](/faq/1)") == '<p><a href="/faq/1">@ana #vpn IT-000123</a></p>\n'


def test_marks_tell_where_they_stand() -> None:
    text = "Ask @ana about #vpn"

    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks(text)] == [("mention", "@ana"), ("tag", "#vpn")]

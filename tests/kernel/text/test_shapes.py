"""Mentions, pieces of address and excerpts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.kernel.text.shapes import beginning, excerpt, mentions, slugify, title_slug


def test_mentions_are_listed_once_in_order_and_in_lower_case() -> None:
    assert mentions("@Ben, @ana.lim and again @ben.") == ["ben", "ana.lim"]


@pytest.mark.parametrize("source", ["`@ana`", "```\n@ana\n```", "[@ana](/x)", r"\@ana", "ana@example.my", "nobody"])
def test_code_links_and_mail_addresses_mention_nobody(source: str) -> None:
    assert mentions(source) == []


def test_mentions_are_found_in_quotes_lists_and_tables() -> None:
    assert mentions("> @a1\n\n- @b1\n\nx|y\n-|-\n@c1|z") == ["a1", "b1", "c1"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Can't connect to VPN!", "cant-connect-to-vpn"),
        ("Pencetak tidak berfungsi?", "pencetak-tidak-berfungsi"),
        ("Stra\u00dfe \u2013 Caf\u00e9 \u0141\u00f3d\u017a", "strasse-cafe-lodz"),
        ("\u65e5\u672c\u8a9e", "q"),
        ("", "q"),
        ("-- !!", "q"),
    ],
)
def test_title_becomes_a_piece_of_address(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_a_title_does_not_lead_to_another_page() -> None:
    assert [title_slug(title) for title in ("Edit!", "Known issue", "Edit a form")] == [
        "q-edit",
        "q-known-issue",
        "edit-a-form",
    ]


def test_long_slug_is_cut_at_a_word() -> None:
    assert slugify("printer offline after update", limit=18) == "printer-offline"
    assert slugify("x" * 100, limit=10) == "x" * 10


@given(st.text(), st.integers(1, 80))
def test_slug_is_short_ascii_and_never_empty(title: str, limit: int) -> None:
    slug = slugify(title, limit)

    assert 0 < len(slug) <= limit
    assert slug.strip("-") == slug
    assert slug.isascii()


def test_short_text_is_its_own_excerpt() -> None:
    assert excerpt("The  printer\nis offline.") == "The printer is offline."


def test_a_beginning_keeps_the_lines_of_the_text() -> None:
    assert beginning("Hi  Ana,\n\nwhich floor?\n", 40) == "Hi Ana,\nwhich floor?"
    assert beginning("Hi Ana,\nwhich floor?", 12) == "Hi Ana\u2026"


def test_excerpt_ends_at_a_word() -> None:
    assert excerpt("The printer is offline since Monday", limit=20) == "The printer is\u2026"


@given(st.text(), st.integers(10, 300))
def test_excerpt_is_one_line_and_short(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit
    assert "\n" not in excerpt(text, limit)

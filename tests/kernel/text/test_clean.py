"""What is typed is cleaned once, at the edge."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.kernel.text.clean import clean_line, clean_text

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_cleaning_a_clean_line_changes_nothing(text: str) -> None:
    once = clean_line(text)

    assert clean_line(once) == once


@given(ANY_TEXT)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once


@given(ANY_TEXT)
def test_what_is_clean_can_be_stored_anywhere(text: str) -> None:
    clean = clean_text(text)

    clean.encode("utf-8")
    assert "\0" not in clean
    assert not any(unicodedata.category(character) in ("Cs", "Cc") and character not in "\n\t" for character in clean)


@given(ANY_TEXT)
def test_a_clean_line_is_one_line_without_blanks_at_its_ends(text: str) -> None:
    clean = clean_line(text)

    assert clean == " ".join(clean.split())


@pytest.mark.parametrize(
    "unseen", ["\0", "\x07", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800", "\u00ad", "\U000e0041"]
)
def test_what_cannot_be_seen_is_removed(unseen: str) -> None:
    assert clean_line(f"pay{unseen}roll") == "payroll"
    assert clean_text(f"pay{unseen}roll") == "payroll"


def test_letters_are_composed() -> None:
    assert clean_line("Cafe\u0301") == "Caf\u00e9"


def test_white_space_of_a_line_is_folded() -> None:
    assert clean_line(" \tVPN\u00a0 does\r\n not\u2028connect ") == "VPN does not connect"


def test_all_line_ends_become_one_and_blanks_before_them_go() -> None:
    assert clean_text("one  \r\ntwo\rthree\u2028four\n\n") == "one\ntwo\nthree\nfour"


def test_indentation_of_code_stays() -> None:
    assert clean_text("\n    a\n\tb\n") == "    a\n\tb"


@pytest.mark.parametrize(
    "text", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"]
)
def test_joiners_that_writing_needs_stay(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize("text", ["ad\u200cmin", "\u200dadmin", "admin\u200d", "ad\u200c\u200dmin"])
def test_joiners_between_latin_letters_go(text: str) -> None:
    assert clean_line(text) == "admin"

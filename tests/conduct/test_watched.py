"""What is taken for a watched word, and how long the looking takes."""

from time import process_time

import pytest

from forum.conduct.watched import Effect, masked, matcher, read_lines
from forum.kernel.errors import Invalid

LINES = "\n".join(read_lines("block: free bitcoin\nHOLD: casino*\nmask: damn\nmask: *wit\nhold: *poker*"))


def _met(text: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.effect) for each in matcher(LINES).find(text)]


def test_words_rows_and_stars_are_found_in_any_case() -> None:
    assert _met("Free, Bitcoin at Casinos! DAMN onlinepokers.") == [
        ("Free, Bitcoin", "block"), ("Casinos", "hold"), ("DAMN", "mask"), ("onlinepokers", "hold"),
    ]  # fmt: skip


def test_other_words_are_left_alone() -> None:
    assert _met("Bitcoin is not free. A casin o, a damned witness.") == []


def test_only_what_is_to_be_masked_is_masked() -> None:
    text = "damn casino, nitwit"
    assert masked(text, list(matcher(LINES).find(text))) == "•••••• casino, ••••••"


def test_words_of_one_row_that_are_watched_for_themselves_are_masked_with_it() -> None:
    found = list(
        matcher("mask: big bad wolf\nmask: wolf\nmask: wolf cub\nmask: damn").find("A big bad wolf cub, damn it.")
    )
    assert masked("A big bad wolf cub, damn it.", found) == "A ••••••, •••••• it."


def test_of_two_effects_the_stricter_counts() -> None:
    assert [each.effect for each in matcher("mask: cas*\nblock: casino").find("casino")] == [Effect.BLOCK]


@pytest.mark.parametrize(
    "line", ["hold: (a+)+$", "hold: .*", "hold: a*b", "*", "hold:", "throw: x", "hold: a*", "mask: fine word*"]
)
def test_what_is_no_word_is_refused(line: str) -> None:
    with pytest.raises(Invalid):
        read_lines(f"hold: casino\n{line}")


def test_looking_takes_time_in_step_with_the_text() -> None:
    hundreds = matcher("\n".join(f"hold: *zq{number}*" for number in range(400)) + "\nhold: aaa aaa aab")
    began = process_time()
    texts = "aaa " * 15_000, "a" * 60_000, " ".join(f"word{number}" for number in range(6_000))
    assert [list(hundreds.find(text)) for text in texts] == [[], [], []]
    assert process_time() - began < 5

"""Dots in a text that was being edited while a secret was taken out of what stands now."""

from time import process_time

import pytest

from forum.kernel.text.dotted import with_dots

_M = "••••••"


@pytest.mark.parametrize(
    ("now", "mine", "expected"),
    [
        (f"The password is {_M} now.", "The password is hunter2 now.", f"The password is {_M} now."),
        (f"The password is {_M} now.", "Help! The password is hunter2 now.", f"Help! The password is {_M} now."),
        (f"login: {_M}", "login: hunter2", f"login: {_M}"),
        (_M, "hunter2", _M),
        (f"a {_M} b {_M} c", "a one b two c", f"a {_M} b {_M} c"),
        (f"The password is {_M} now.", f"The password is {_M} now.", f"The password is {_M} now."),
    ],
)  # fmt: skip
def test_dots_stand_where_the_words_around_agree(now: str, mine: str, expected: str) -> None:
    assert with_dots(now, mine, _M) == (expected, 0)


def test_what_is_not_found_again_is_counted_and_nothing_is_lost() -> None:
    mine = "I wrote it all anew, and hunter2 is in another place."
    assert with_dots(f"The password is {_M}.", mine, _M) == (mine, 1)


def test_a_long_text_with_many_dots_takes_no_time() -> None:
    now = f"word {_M} " * 2000
    began = process_time()
    with_dots(now, "word hunter2 " * 2000, _M)
    assert process_time() - began < 2

"""How much a text says, in letters of an alphabet."""

import pytest

from forum.kernel.text.lengths import letters_said


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", 0),
        ("VPN down", 8),
        ("打印机", 9),
        ("打印机 3F", 12),
        ("プリンター", 15),
        ("프린터", 9),
        ("เน็ตล่ม", 7),
        ("ＶＰＮ", 3),
        ("🖨。", 2),
    ],
)
def test_syllables_and_words_in_one_character_count_as_three_letters(text: str, letters: int) -> None:
    assert letters_said(text) == letters

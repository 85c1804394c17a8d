"""How much a text says, for whoever asks that it say enough."""

from unicodedata import east_asian_width

_LETTERS = 3  # that an alphabet needs for what one Chinese, Japanese or Korean character says


def letters_said(text: str) -> int:
    """The characters of a text, those that are syllables or words counted as the letters they stand for.

    These are the wide ones (Unicode, annex 11). Wide pictures count as one, and so do Latin letters in a wide form.
    """
    return len(text) + (_LETTERS - 1) * sum(map(_is_wide_letter, text))


def _is_wide_letter(character: str) -> bool:
    return character.isalpha() and east_asian_width(character) == "W"

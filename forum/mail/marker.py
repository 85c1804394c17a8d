"""The line above which people write when they answer one of our mails: what it says, and how it is found again.

A mail that can be answered carries `marker(language)` as its first line; whoever composes it decides that. The words
stand here and not in the catalogue: a mail of last year must still be read when somebody has found better ones. To
change them, add the new ones in front.
"""

_MARKERS = {
    "en": ("Please write your reply above this line",),
    "ms": ("Sila tulis balasan anda di atas baris ini",),
}
_CORES = tuple(words.casefold() for kept in _MARKERS.values() for words in kept)


def marker(language: str) -> str:
    """The line in a language; in English where there is none."""
    return f"## {_MARKERS.get(language, _MARKERS['en'])[0]} ##"


def is_marker(line: str) -> bool:
    """Whether a line of a mail is ours, however a mail program has quoted or decorated it."""
    words = line.strip("> \t#*_-|").casefold()
    return words in _CORES

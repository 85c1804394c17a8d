"""The catalogues of words, read by pages, mails and worker alike; no Flask needed."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from forum.kernel.paths import TRANSLATIONS

LANGUAGES = {"en": "English", "ms": "Bahasa Melayu"}
LOCALES = {"en": "en_MY", "ms": "ms_MY"}


def N_(message: str) -> str:
    """The message itself, marked for extraction and translated where it is shown."""
    return message


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations of a language; English, whose words are the msgids, has an empty one."""
    source = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    compiled = source.with_suffix(".mo")
    if source.exists() and _is_newer(source, compiled):
        return GNUTranslations(_compile(source))
    if not compiled.exists():
        return NullTranslations()
    with compiled.open("rb") as file:
        return GNUTranslations(file)


def _is_newer(source: Path, compiled: Path) -> bool:
    """Words were changed after the last compiling, as after a `git pull`. An installed wheel has no sources."""
    return not compiled.exists() or source.stat().st_mtime_ns > compiled.stat().st_mtime_ns


def _compile(source: Path) -> BytesIO:
    compiled = BytesIO()
    with source.open("rb") as words:
        write_mo(compiled, read_po(words))
    compiled.seek(0)
    return compiled


def translated(language: str, message: str, **values: object) -> str:
    """`message` in `language`, its %(named)s places filled."""
    text = catalogue(language).gettext(message)
    return text % values if values else text

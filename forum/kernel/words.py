"""The catalogues of words, read by pages, mails and worker alike; no Flask needed."""

from functools import cache
from gettext import GNUTranslations, NullTranslations

from forum.kernel.errors import Refusal
from forum.kernel.paths import TRANSLATIONS

LANGUAGES = {"en": "English", "ms": "Bahasa Melayu"}
LOCALES = {"en": "en_MY", "ms": "ms_MY"}


def N_(message: str) -> str:
    """The message itself, marked for extraction and translated where it is shown."""
    return message


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations of a language; English, whose words are the msgids, has an empty one."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    if language == "en" or not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


def translated(language: str, message: str, **values: object) -> str:
    """`message` in `language`, its %(named)s places filled."""
    text = catalogue(language).gettext(message)
    return text % values if values else text


def sentence_of(refusal: Refusal, language: str) -> str:
    """The refusal's sentence in `language`; values that are messages themselves are translated too."""
    return translated(language, refusal.message, **refusal.values)

"""Words, dates and numbers in the reader's language and zone, looked up once a request."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from flask import Flask, has_request_context, request
from markupsafe import Markup

from forum.accounts.settings import COMPANY_LANGUAGE, COMPANY_ZONE
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.moments import Moments, zone_named
from forum.kernel.words import LANGUAGES, LOCALES, catalogue, translated
from forum.tickets.models import NEVER
from forum.tickets.words import LEVELS, PRIORITIES
from forum.web.session import here, reader

LANGUAGE_COOKIE = "language"


def language() -> str:
    """The reader's language: the account's, else the switch's cookie, else the browser's, else the company's."""
    if not has_request_context():
        return COMPANY_LANGUAGE()
    kept = here()
    if "language" not in kept:
        kept.language = _chosen()
    return str(kept.language)


def _chosen() -> str:
    wishes = [reader().language, request.cookies.get(LANGUAGE_COOKIE, ""), *_wished_by_browser()]
    return next((wish for wish in wishes if wish in LANGUAGES), COMPANY_LANGUAGE())


def _wished_by_browser() -> list[str]:
    """The languages that the browser names, the dearest first, without their regions: "ms-MY" is Malay."""
    return [wish.partition("-")[0].lower() for wish in request.accept_languages.values()]


def _(message: str, **values: object) -> str:
    """`message` in the reader's language. For views and forms; templates have their own."""
    text = catalogue(language()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The message in the form for this number, which stands in it as `num`."""
    return catalogue(language()).ngettext(one, many, num) % {"num": number(num), **values}


def sentence(refusal: Refusal) -> str:
    """What the reader is told of a refusal, with its moments in his words and zone."""
    said = {name: _said(value) for name, value in refusal.values.items()}
    return translated(language(), refusal.message, **said)


def _said(value: object) -> object:
    return moments().by(value) if isinstance(value, datetime) else value


def zone() -> ZoneInfo:
    """The reader's time zone, else the company's."""
    own = reader().zone if has_request_context() else ""
    return zone_named(own or COMPANY_ZONE())


def moments() -> Moments:
    """Writes moments for this request's reader; made once a request."""
    if not has_request_context():
        return Moments(language(), zone(), clock.now())
    kept = here()
    if "moments" not in kept:
        kept.moments = Moments(language(), zone(), clock.now())
    return kept.moments  # type: ignore[no-any-return]


def exact(moment: datetime) -> str:
    """E.g. `Thursday, 6 March 2025, 15:00`."""
    return moments().exact(moment)


def moment(text: str) -> datetime:
    """The moment of an ISO text, as facts in JSON have it."""
    return datetime.fromisoformat(text)


def until(begin: datetime, end: datetime) -> str:
    """E.g. `Thursday, 6 March 2025, 15:00 – 17:30`."""
    return moments().span(begin, end)


def day(moment: datetime) -> str:
    """E.g. `6 Mar 2025`."""
    return moments().day(moment)


def ago(moment: datetime) -> str:
    """E.g. `3 hours ago`; beyond a month the day itself."""
    return moments().ago(moment)


def when(moment: datetime | None) -> Markup:
    """A `<time>` element: words to read, the exact moment on hover and in print."""
    return moments().element(moment) if moment is not None else Markup("")


def by(moment: datetime) -> Markup:
    """A `<time>` element that reads like `Thursday 15:00`."""
    return moments().by_element(moment)


def left(moment: datetime) -> Markup:
    """A `<time>` element that reads like `3 hours left` or `2 days late`."""
    return moments().left_element(moment)


def hour(moment: datetime) -> Markup:
    """A `<time>` element that reads like `14:35`."""
    return moments().hour_element(moment)


def is_past(moment: datetime) -> bool:
    """Whether the moment is over."""
    return moments().is_past(moment)


def is_never(moment: datetime) -> bool:
    """Whether it only stands for no moment at all."""
    return moment >= NEVER


def duration(minutes: int) -> str:
    """E.g. `4 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    parts = (_("%(hours)s h", hours=hours) if hours else "", _("%(minutes)s min", minutes=rest) if rest else "")
    return " ".join(part for part in parts if part) or _("%(minutes)s min", minutes=0)


def number(value: int) -> str:
    """E.g. `12,000`."""
    return _grouped(value, language())


def _grouped(value: int, language: str) -> str:
    """Most numbers are small, and Babel takes some microseconds for each."""
    return str(value) if 0 <= value < 1000 else format_decimal(value, locale=LOCALES[language])


def tenths(value: int) -> str:
    """43 as `4.3`."""
    return format_decimal(value / 10, "0.0", locale=LOCALES[language()])


def filesize(size: int) -> str:
    """Bytes as `640 B`, `35 kB` or `3.5 MB`."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


class Spoken:
    """One language's words for templates: each message is looked up and marked as safe once, then only found again.

    As Jinja's newer gettext: messages are formats, values are escaped. Only messages of templates come here, so the
    store is bounded.
    """

    def __init__(self, language: str) -> None:
        self._language, self._catalogue = language, catalogue(language)
        self._plain: dict[str, Markup] = {}
        self._formats: dict[str, Markup] = {}

    def gettext(self, message: str, **values: object) -> Markup:
        """The message in this language with its places filled."""
        if not values:
            known = self._plain.get(message)
            if known is None:
                known = self._plain[message] = self._format(message) % {}
            return known
        return self._format(message) % values

    def ngettext(self, one: str, many: str, num: int, **values: object) -> Markup:
        """The message for this number, which fills the place `num`."""
        return Markup(self._catalogue.ngettext(one, many, num)) % {"num": _grouped(num, self._language), **values}

    def _format(self, message: str) -> Markup:
        known = self._formats.get(message)
        if known is None:
            known = self._formats[message] = Markup(self._catalogue.gettext(message))
        return known


@lru_cache(maxsize=8)
def spoken(language: str) -> Spoken:
    """The words of a language, the same object each time."""
    return Spoken(language)


def _gettext(message: str, **values: object) -> Markup:
    return spoken(language()).gettext(message, **values)


def _ngettext(one: str, many: str, num: int, **values: object) -> Markup:
    return spoken(language()).ngettext(one, many, num, **values)


def _words() -> dict[str, Callable[..., Markup]]:
    """The reader's words, bound once a page: looking the language up for each of 200 words costs a millisecond."""
    words = spoken(language())
    return {"_": words.gettext, "ngettext": words.ngettext}


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """One or two letters for the round mark where there is no photo."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def said(text: str) -> str:
    """Stored words in the reader's language, where they are words of ours; as they are where a server said them."""
    return catalogue(language()).gettext(text) if text else ""


def values_said(values: Mapping[str, str]) -> dict[str, str]:
    """The values of a stored message, of which `why` may be words of ours."""
    return {name: said(value) if name == "why" else value for name, value in values.items()}


_FILTERS: dict[str, Callable[..., object]] = {
    "when": when,
    "moment": moment,
    "exact": exact,
    "day": day,
    "by": by,
    "left": left,
    "hour": hour,
    "is_past": is_past,
    "is_never": is_never,
    "duration": duration,
    "until": until,
    "number": number,
    "filesize": filesize,
    "initials": initials,
    "said": said,
    "values_said": values_said,
}


def init_words(app: Flask) -> None:
    """Templates have `_`, `ngettext`, the names of priorities and levels, and the filters for time and numbers."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update({"_": _gettext, "gettext": _gettext, "ngettext": _ngettext})
    app.jinja_env.globals.update({"PRIORITIES": PRIORITIES, "LEVELS": LEVELS})
    app.context_processor(_words)
    app.jinja_env.filters.update(_FILTERS)

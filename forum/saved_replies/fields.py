"""Fields such as {{ ticket.number }}: a closed list, filled by looking the name up. Nothing is evaluated."""

import re
from collections.abc import Iterator, Mapping

from forum.kernel.words import N_

FIELDS: Mapping[str, str] = {
    "requester.name": N_("the name of who asked"),
    "requester.call_name": N_("the name of who asked, as colleagues say it"),
    "ticket.number": N_("the number of the ticket"),
    "ticket.title": N_("the title of the ticket or question"),
    "me.name": N_("your own name"),
}
"""Every field there is, and what stands for it. A display name is never cut: most Malay names have no family name."""

_PLACE = re.compile(r"\{\{[ \t]{0,9}([\w.]{1,40})[ \t]{0,9}\}\}")
_BRACES = re.compile(r"\{[{%#][^\n]{0,60}|[%#}]\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the fields that have a value; others stay as they are. Values are not looked into for fields."""

    def value_of(found: re.Match[str]) -> str:
        value = values.get(found[1], "") if found[1] in FIELDS else ""
        return " ".join(value.split()) or found[0]

    return _PLACE.sub(value_of, text)


def unfilled(text: str) -> str | None:
    """The first field that nobody has filled, as it stands in the text."""
    return next((found[0] for found in _PLACE.finditer(text) if found[1] in FIELDS), None)


def no_fields(text: str) -> Iterator[str]:
    """What looks like a field, or like some other template, and is none."""
    rest = _PLACE.sub(lambda found: "" if found[1] in FIELDS else found[0], text)
    return (found[0] for found in _BRACES.finditer(rest))


def opening(text: str) -> str:
    """The greeting and the first words behind it: the two first paragraphs."""
    return "\n\n".join(re.split(r"\n[ \t]*\n", text.strip())[:2]).strip()

"""`make words`: the Malay catalogue has every message of the sources and no other, and is compiled."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from forum.kernel import errors
from forum.kernel.paths import TRANSLATIONS, shipped

_PACKAGE = TRANSLATIONS.parent
_CALLS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
_REFUSALS = {n: None for n, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)}
_JINJA = {"extensions": "jinja2.ext.i18n", "silent": "false"}
# Written by hand: Babel would date the file, so that every two changes conflict, and it gives Malay two plural forms.
_HEADER = """msgid ""
msgstr ""
"Language: ms\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def catalogue_file() -> Path:
    """The Malay catalogue as people write it."""
    return TRANSLATIONS / "ms" / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """Every message of the sources, untranslated."""
    found = Catalog(locale="ms")
    for folder, pattern, method in ((_PACKAGE, "**.py", "python"), (shipped("templates"), "**.*", "jinja2")):
        options = {pattern: _JINJA if method == "jinja2" else {}}
        calls = {**_CALLS, **_REFUSALS}
        for _file, _line, message, _comments, context in extract_from_dir(folder, [(pattern, method)], options, calls):
            found.add(message, context=context)
    return found


def read_catalogue() -> Catalog:
    """The catalogue on disk; an empty one where there is none yet."""
    source = catalogue_file()
    with BytesIO(source.read_bytes() if source.exists() else _HEADER.encode()) as words:
        return read_po(words, locale="ms")


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that a Malay reader would see in English."""
    return [message for message in catalogue if message.id and not (message.string and all(_forms(message)))]


def update() -> Catalog:
    """The catalogue on disk has exactly the messages of the sources, keeps their translations, and is compiled."""
    catalogue = read_catalogue()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue_file().parent.mkdir(parents=True, exist_ok=True)
    with catalogue_file().open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    with catalogue_file().with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return catalogue


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def main() -> None:
    """Updates, and names what waits for its Malay words; fails while anything does."""
    catalogue = update()
    missing = untranslated(catalogue)
    for message in missing:
        sys.stdout.write(f"no Malay yet: {message.id}\n")
    sys.stdout.write(f"{len(catalogue)} messages, {len(missing)} without Malay words\n")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()

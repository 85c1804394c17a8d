"""Every visible sentence goes through gettext and has its Malay words; `make words` keeps the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Message

from forum.kernel.words import catalogue
from forum.operations.catalogues import catalogue_file, extracted, read_catalogue, untranslated

_ROOT = Path(__file__).parents[2]
_PLACES = re.compile(r"%\(\w+\)[a-z]|%(?![( %])\w")
_SAMPLES = _ROOT / "templates" / "components_page"
_TEMPLATES = sorted(
    path for kind in ("*.html", "*.txt") for path in (_ROOT / "templates").rglob(kind) if path.parent != _SAMPLES
)
_SPOKEN_ATTRIBUTE = re.compile(r'\b(?:title|placeholder|aria-label|alt|data-trouble)="([^"]*)')
_SENTENCES = {"label", "help", "title", "button", "sentence", "what", "placeholder"}
# Of Indonesian, which machine translation brings.
_NOT_MALAY = re.compile(
    r"\b("
    r"akun|berkas|bisa|detik|formulir|gratis|informasi|jawaban|kantor|kapan|karena|karyawan|kedaluwarsa|"
    r"kemarin|kirim|konfirmasi|kamu|layar|libur|menit|pengaturan|peladen|peramban|perangkat|pertanyaan|"
    r"sandi|silakan|surel|tanggal|tautan|unduh|unggah|awak|engkau|baharunya|emel|kemaskini|katalaluan|"
    r"dijumpai"
    r")\b"
)


def _texts(message: Message) -> tuple[set[str], set[str]]:
    """The places of a message's English, and of its Malay."""
    english, malay = message.id, message.string
    sides = (each if isinstance(each, (tuple, list)) else (each,) for each in (english, malay))
    first, second = ({place for text in side for place in _PLACES.findall(text)} for side in sides)
    return first, second


def test_every_message_has_malay_words() -> None:
    assert [message.id for message in untranslated(read_catalogue())] == []


def test_the_catalogue_has_the_messages_of_the_sources_and_no_other() -> None:
    on_disk, in_sources = ({message.id for message in words if message.id} for words in (read_catalogue(), extracted()))
    assert (in_sources - on_disk, on_disk - in_sources) == (set(), set()), "run `make words`"


def test_no_translation_is_only_guessed() -> None:
    assert [message.id for message in read_catalogue() if message.id and message.fuzzy] == []
    assert "#~" not in catalogue_file().read_text("utf-8")


def test_a_translation_has_the_places_of_its_message() -> None:
    assert [m.id for m in read_catalogue() if m.id and len(set(map(frozenset, _texts(m)))) > 1] == []


def test_malay_has_one_form_for_every_number() -> None:
    assert read_catalogue().num_plurals == 1
    words = catalogue("ms")
    assert {words.ngettext("%(num)s answer", "%(num)s answers", n) for n in (0, 1, 2, 5)} == {"%(num)s jawapan"}


def test_malay_is_not_indonesian() -> None:
    malay = re.findall(r'^msgstr.*"(.*)"', catalogue_file().read_text("utf-8"), re.M)
    assert _NOT_MALAY.findall(" ".join(malay).lower()) == []


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_no_words_of_a_template_stand_outside_gettext(path: Path) -> None:
    source = path.read_text("utf-8")
    jinja2.Environment(autoescape=True).parse(source)
    assert sorted(set(_bare_words(source)) - {"Tanya", "English", "Bahasa Melayu"}) == []


def test_every_sentence_of_a_form_a_setting_or_a_flash_is_marked() -> None:
    bare = [
        f"{path.relative_to(_ROOT)}:{node.lineno}"
        for path in (_ROOT / "forum").rglob("*.py")
        if path.parent.name != "cli"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _says_something_bare(node)
    ]
    assert bare == []


def test_no_words_stand_within_an_f_string() -> None:
    """Before Python 3.12 nobody extracts them from there."""
    found = [
        f"{path}: {ast.unparse(call)}"
        for path in sorted((_ROOT / "forum").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "N_", "ngettext"}
    ]
    assert found == []


def _says_something_bare(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = [word.value for word in call.keywords if word.arg in _SENTENCES]
    if name in {"Needed", "flash", "ValidationError"} or name.endswith("Field"):
        given += call.args[:1]
    return any(isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value for each in given)


def _bare_words(source: str) -> Iterator[str]:
    """Words between tags, and in attributes that are read out, that no expression of Jinja makes."""
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "\0", source, flags=re.S)
    plain = re.sub(r"<(code|kbd|style)\b.*?</\1>", "", plain, flags=re.S)
    between = (re.sub(r'[\w-]+="[^"]*"', "", text) for text in re.split(r"<[^>]*>", plain))  # macros make attributes
    for text in [*_SPOKEN_ATTRIBUTE.findall(plain), *between]:
        for words in re.split(r"[\0\n]", re.sub(r"&\w+;", "", text)):
            if re.search(r"[^\W\d_]{2}", words):
                yield words.strip()

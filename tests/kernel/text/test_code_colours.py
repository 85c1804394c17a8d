"""The colours of code can be read in both themes."""

import re

import pytest

from forum.kernel.paths import shipped
from forum.kernel.text.highlighting import CLASSES, LANGUAGES, highlighted, language_of

CSS = (shipped("static") / "css" / "code.css").read_text("utf-8")
PAIR = r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
RULES = re.findall(r"((?:\s*\.code \.[a-z]+,?)+) \{ color: " + PAIR, CSS)
GROUND = re.search(r"--code-ground: " + PAIR, CSS)
INK = re.search(r"--code-ink: " + PAIR, CSS)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_stands_out_from_its_ground(theme: int) -> None:
    assert GROUND
    assert INK
    colours = [rule[theme + 1] for rule in RULES] + [INK.groups()[theme]]

    assert min(contrast(colour, GROUND.groups()[theme]) for colour in colours) >= 4.5


def test_every_class_has_a_colour() -> None:
    assert {css for rule in RULES for css in re.findall(r"\.code \.([a-z]+)", rule[0])} == CLASSES


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_is_known_and_keeps_its_code(language: str) -> None:
    code = "if (x < 1) { print('a & b'); }  # end\n"

    assert language_of(language) == language
    assert re.sub(r"<[^>]+>", "", highlighted(code, language)) == code.replace("&", "&amp;").replace("<", "&lt;")

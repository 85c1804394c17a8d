"""What the strict policy would stop in silence does not stand in any template."""

import re
from functools import cache
from pathlib import Path

import pytest

from forum.kernel.text.markdown import render

_ROOT = Path(__file__).parents[2]
_TEMPLATES = [path for path in (_ROOT / "templates").rglob("*.html") if "email" not in path.parts]
_FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "an inline style": r"<style|\sstyle=",
    "an on-attribute": r"\son[a-z]+=\"",
    "hx-on": r"\bhx-on",
    "a trigger filter": r"hx-trigger=\"[^\"]*\[",
    "evaluated values": r"js:",
    "another origin": r"(?:src|href|action)=\"(?:https?:)?//",
}

_IMPORT = re.compile(r"{%-?\s*from \"[^\"]+\" import ([\w, ]+?)(?: with context)?\s*-?%}")
_NAME = re.compile(r"\.([a-z][a-z0-9-]*)")
_FLASH = re.compile(r"<(p|div) class=\"flash\b.*?</\1>", re.DOTALL)
_IN_ONE = re.compile(r"<(span|div)\b(?![^>]*class=\"flash).*?</\1>", re.DOTALL)
_COMPUTED = re.compile(r"[\w-]*\{\{.*?\}\}[\w-]*|\{%.*?%\}")


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_a_template_has_nothing_that_the_policy_stops(path: Path) -> None:
    source = path.read_text("utf-8")
    assert [what for what, pattern in _FORBIDDEN.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_a_template_imports_what_it_calls_and_nothing_else(path: Path) -> None:
    source = path.read_text("utf-8")
    names = [each.split()[-1] for found in _IMPORT.findall(source) for each in found.split(",")]
    rest = _IMPORT.sub("", source)
    assert [name for name in names if not re.search(rf"\b{name}\(", rest)] == []


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_words_and_what_follows_them_stand_in_one_element_of_a_flash(path: Path) -> None:
    """Its parts stand side by side: a link of its own was a column of single letters on a telephone."""
    flashes = (_IN_ONE.sub("", found[0]) for found in _FLASH.finditer(path.read_text("utf-8")))
    assert [each for each in flashes if re.search(r"<(?:a|form|button)\b", each)] == []


def test_every_class_that_a_template_names_has_a_style_or_a_script() -> None:
    known = set(_NAME.findall("".join(path.read_text("utf-8") for path in (_ROOT / "static/css").glob("*.css"))))
    scripts = "".join(path.read_text("utf-8") for path in (_ROOT / "static/js").glob("*.js"))
    named = {name for path in _TEMPLATES for name in _classes(path.read_text("utf-8"))}
    assert [name for name in sorted(named - known) if f".{name}" not in scripts] == []


@pytest.mark.parametrize("name", ["align-right", "code", "mention", "table-scroll", "task"])
def test_what_markdown_makes_has_a_style(name: str) -> None:
    assert name in _classes(render("- [x] done\n\n@ana.lim\n\n| A |\n|--:|\n| 1 |\n\n```\nls\n```"))
    assert any(f".{name}" in path.read_text("utf-8") for path in (_ROOT / "static/css").glob("*.css"))


def _classes(source: str) -> set[str]:
    """What stands in class attributes, without names of which a part is computed."""
    said = (_COMPUTED.sub(" ", value) for value in re.findall(r'class="([^"]*)"', source))
    return {name for value in said for name in value.split()}


def test_every_class_with_a_style_is_named_somewhere() -> None:
    sheets = [path.read_text("utf-8") for path in (_ROOT / "static/css").glob("*.css") if path.name != "code.css"]
    selectors = re.findall(r"([^{};]+){", re.sub(r"/\*.*?\*/", "", "".join(sheets), flags=re.DOTALL))
    styled = {name for selector in selectors for name in _NAME.findall(selector)}
    begun = {"align-"} | {name for path in _TEMPLATES for name in re.findall(r"([a-z]+-){{", path.read_text("utf-8"))}
    named = set(re.findall(r"[a-z][a-z0-9-]*", _sources()))
    assert [name for name in sorted(styled - named) if not name.startswith(tuple(begun))] == []


@cache
def _sources() -> str:
    """Templates, scripts and code: everything that can name a class or an icon."""
    places = ("templates", "*.html"), ("static/js", "*.js"), ("forum", "*.py")
    return "".join(path.read_text("utf-8") for folder, kind in places for path in (_ROOT / folder).rglob(kind))


def test_vendored_files_say_version_and_licence() -> None:
    for folder in (_ROOT / "static" / "vendor").iterdir():
        assert (folder / "VERSION").is_file() and list(folder.glob("LICENSE*")), folder.name


def test_every_style_sheet_is_in_the_bundle() -> None:
    listed = {line.strip() for line in (_ROOT / "static/css/order.txt").read_text("utf-8").splitlines() if line.strip()}
    assert {path.name for path in (_ROOT / "static/css").glob("*.css")} == listed


def test_every_icon_that_is_named_is_in_the_set_and_no_other() -> None:
    there = set(re.findall(r'id="([a-z0-9-]+)"', (_ROOT / "static/icons.svg").read_text("utf-8")))
    named = {name for path in _TEMPLATES for name in re.findall(r'icon\("([a-z0-9-]+)"', path.read_text("utf-8"))}
    assert named - there == set()
    assert [name for name in sorted(there) if not re.search(rf"[\"'#]{name}[\"']", _sources())] == []

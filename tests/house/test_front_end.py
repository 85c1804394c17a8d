"""What the strict policy would stop in silence does not stand in any template."""

import re
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_a_template_has_nothing_that_the_policy_stops(path: Path) -> None:
    source = path.read_text("utf-8")
    assert [what for what, pattern in _FORBIDDEN.items() if re.search(pattern, source)] == []


def test_vendored_files_say_version_and_licence() -> None:
    for folder in (_ROOT / "static" / "vendor").iterdir():
        assert (folder / "VERSION").is_file() and list(folder.glob("LICENSE*")), folder.name


def test_every_style_sheet_is_in_the_bundle() -> None:
    listed = {line.strip() for line in (_ROOT / "static/css/order.txt").read_text("utf-8").splitlines() if line.strip()}
    assert {path.name for path in (_ROOT / "static/css").glob("*.css")} == listed

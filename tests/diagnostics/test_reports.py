"""Reports as people paste them are recognised, and what they tell is taken from the right lines."""

import tomllib
from pathlib import Path

import pytest

from forum.diagnostics.reports import facts_of, recognised

_HERE = Path(__file__).parent
SAMPLES = sorted((_HERE / "samples").glob("*.txt"))
EXPECTED = tomllib.loads((_HERE / "expected.toml").read_text("utf-8"))
_PROSE = """Hello, since the update on Monday the printer on floor 3 prints blank pages. I restarted it at 9:30 and
changed the toner. Version 2 of the driver is installed. At the office nobody else has it. Error or not, it is slow."""


def test_there_are_thirty_samples() -> None:
    assert [path.stem for path in SAMPLES] == sorted(EXPECTED) and len(SAMPLES) == 30


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_recognised_with_its_facts(path: Path) -> None:
    found = recognised(path.read_text("utf-8"))
    assert path.stem.partition("-")[0] in [report.kind for report in found]
    facts = facts_of(found)
    assert {name: facts.get(name) for name in EXPECTED[path.stem]} == EXPECTED[path.stem]


def test_plain_words_are_no_report() -> None:
    assert recognised(_PROSE) == []


def test_line_ends_of_windows_change_nothing() -> None:
    text = (_HERE / "samples" / "systeminfo-1.txt").read_text("utf-8")
    assert recognised(text.replace("\n", "\r\n")) == recognised(text)

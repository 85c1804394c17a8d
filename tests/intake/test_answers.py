"""Answers of every kind, fields that wait for others, and what would help most."""

from dataclasses import replace

import pytest

from forum.intake.actions import FieldDraft
from forum.intake.models import FieldKind
from forum.intake.rules import (
    answer_in,
    changes_between,
    check_fields,
    check_form,
    completeness,
    missing_fields,
    option_names,
    shown_keys,
)
from forum.kernel.errors import Invalid

_TOKEN = "0123456789abcdef" * 2
OVER = FieldDraft("over", "How?", FieldKind.CHOICE, options=["Wi-Fi", "VPN"])
STEP = FieldDraft("step", "Which step?", required=True, depends_on="over", depends_value="VPN")
TEXT = FieldDraft("text", "What it says", depends_on="step")
SIGNS = FieldDraft("signs", "Signs", FieldKind.CHOICES, options=["Noise", "Heat", "Smoke"])
SMOKE = FieldDraft("colour", "Colour of it", depends_on="signs", depends_value="Smoke")


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        (SIGNS, "Noise\nHeat", "Noise, Heat"),
        (SIGNS, "Heat\nHeat", "Heat"),
        (FieldDraft("since", "Since", FieldKind.DATE), " 2026-03-05 ", "2026-03-05"),
        (FieldDraft("all", "All?", FieldKind.YES_NO), "yes", "yes"),
        (
            FieldDraft("photo", "Photo", FieldKind.FILE, options=["png"]),
            f"/files/{_TOKEN}/a.PNG",
            f"/files/{_TOKEN}/a.PNG",
        ),
        (FieldDraft("on", "On", FieldKind.DEVICE), "ThinkPad", "ThinkPad"),
    ],
)
def test_an_answer_of_each_kind_is_kept(field: FieldDraft, given: str, kept: str) -> None:
    assert check_fields([field], {field.key: given}) == {field.key: kept}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        (OVER, "Pigeon"),
        (OVER, "Wi-Fi\nVPN"),
        (SIGNS, "Noise\nForged"),
        (FieldDraft("since", "Since", FieldKind.DATE), "yesterday"),
        (FieldDraft("since", "Since", FieldKind.DATE), "2026-02-31"),
        (FieldDraft("all", "All?", FieldKind.YES_NO), "perhaps"),
        (FieldDraft("photo", "Photo", FieldKind.FILE), "https://evil.example/a.png"),
        (FieldDraft("photo", "Photo", FieldKind.FILE), "/files/../../etc/passwd"),
        (FieldDraft("photo", "Photo", FieldKind.FILE, options=["png"]), f"/files/{_TOKEN}/a.exe"),
    ],
)
def test_a_forged_answer_is_refused_at_its_field(field: FieldDraft, given: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_fields([field], {field.key: given})
    assert refused.value.field == f"field-{field.key}"


def test_a_field_is_asked_only_after_the_answer_that_it_waits_for() -> None:
    fields = [OVER, STEP, TEXT]
    assert shown_keys(fields, {"over": "Wi-Fi"}) == {"over"}
    assert shown_keys(fields, {"over": "VPN"}) == {"over", "step"}
    assert shown_keys(fields, {"over": "VPN", "step": "2"}) == {"over", "step", "text"}
    assert shown_keys(fields, {"over": "Wi-Fi", "step": "2"}) == {"over"}
    assert shown_keys([SIGNS, SMOKE], {"signs": "Heat\nSmoke"}) == {"signs", "colour"}


def test_what_is_not_asked_is_neither_needed_nor_kept() -> None:
    assert missing_fields([OVER, STEP], {"over": "Wi-Fi"}) == []
    assert missing_fields([OVER, STEP], {"over": "VPN"}) == ["step"]
    assert check_fields([OVER, STEP], {"over": "Wi-Fi", "step": "2"}) == {"over": "Wi-Fi"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([replace(OVER, depends_on="text"), STEP, TEXT], "How? → What it says → Which step? → How?"),
        ([replace(TEXT, depends_on="text")], "What it says → What it says"),
        ([STEP], "not in this form"),
        ([OVER, replace(STEP, depends_value="Pigeon")], "no answer to “How?”"),
        ([replace(OVER, options=["a", "a"])], "different options"),
        ([replace(TEXT, depends_on="", fact="weather")], "listed values"),
        ([replace(TEXT, depends_on="", help="x" * 201)], "at most 200"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_with_a_sentence(fields: list[FieldDraft], words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_form(fields)
    assert words in str(refused.value)


def test_what_helps_most_is_what_is_needed_then_the_error_text() -> None:
    error = FieldDraft("error", "Error text", fact="error")
    fields = [TEXT, replace(OVER, required=True), STEP, replace(error)]
    first = completeness(fields, {})
    assert (first.filled, first.needed, first.missing and first.missing.key) == (0, 1, "over")
    then = completeness(fields, {"over": "Wi-Fi"})
    assert (then.filled, then.needed, then.missing and then.missing.key) == (1, 1, "error")
    assert completeness(fields, {"over": "Wi-Fi", "error": "x"}).missing is None


def test_two_versions_are_told_apart_by_their_labels() -> None:
    changes = changes_between([OVER, SIGNS], [replace(OVER, required=True), STEP], language="en")
    assert (changes.added, changes.removed, changes.changed) == (["Which step?"], ["Signs"], ["How?"])


def test_options_are_named_in_the_readers_language_in_english_where_the_other_is_missing() -> None:
    field = replace(SIGNS, options_ms=["Bunyi bising", ""])
    assert option_names(field, "ms") == {"Noise": "Bunyi bising", "Heat": "Heat", "Smoke": "Smoke"}
    assert option_names(field, "en") == {"Noise": "Noise", "Heat": "Heat", "Smoke": "Smoke"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Noise, Smoke", "Bunyi bising, Asap"),
        ("It hums, loudly", "Berdengung, kuat"),
        ("No longer an option", "No longer an option"),
    ],
)
def test_a_kept_answer_is_said_in_the_readers_language(answer: str, said: str) -> None:
    options = {
        "options": ["Noise", "Smoke", "It hums, loudly"],
        "options_ms": ["Bunyi bising", "Asap", "Berdengung, kuat"],
    }
    assert answer_in(replace(SIGNS, **options), answer, "ms") == said


def test_what_is_written_freely_is_nobodys_option() -> None:
    assert answer_in(replace(TEXT, options=["VPN"], options_ms=["X"]), "VPN", "ms") == "VPN"


def test_more_malay_options_than_english_ones_are_refused() -> None:
    with pytest.raises(Invalid, match="more options in Malay"):
        check_form([replace(OVER, options_ms=["Wi-Fi", "VPN", "Kabel"])])

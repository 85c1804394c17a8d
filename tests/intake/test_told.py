"""A mail answers what it says for certain; everything else is asked."""

from time import process_time

import pytest

from forum.intake.actions import FieldDraft
from forum.intake.models import FieldKind
from forum.intake.rules import told_in, untold

SYSTEM = FieldDraft(
    "system", "Operating system", FieldKind.CHOICE, label_ms="Sistem pengendalian", required=True, fact="system",
    options=["Windows 10", "Windows 11", "macOS", "Other"],
)  # fmt: skip
FLOOR = FieldDraft("floor", "Floor", FieldKind.TEXT, label_ms="Tingkat", required=True)
ERROR = FieldDraft("error", "Error text", FieldKind.TEXT, required=True, fact="error")
PICTURE = FieldDraft("picture", "Picture of it", FieldKind.FILE, required=True, options=["png", "jpg"])
PATCH = FieldDraft("patch", "Patch", required=True, depends_on="system", depends_value="Windows 11")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is a laptop with windows 11.", "Windows 11"),
        ("My Mac has macOS.", "macOS"),
        ("Operating system: Windows 10", "Windows 10"),
        ("- *Sistem pengendalian*: macOS", "macOS"),
        ("Host Name: PC7\nOS Name: Microsoft Windows 11 Pro\nOS Version: 10.0.22631 N/A Build 22631", "Windows 11"),
        ("With Windows 10 it worked, with Windows 11 it does not.", ""),  # which one is meant?
        ("It is not a Windows 11 laptop.", ""),
        ("Bukan Windows 11.", ""),
        ("The other printer works. Other colleagues have it, too.", ""),  # an everyday word
        ("Windows 110 is none", ""),
        ("", ""),
    ],
)
def test_an_option_is_told_when_the_text_names_it_alone(text: str, expected: str) -> None:
    assert told_in([SYSTEM], text).get("system", "") == expected


@pytest.mark.parametrize("line", [":" * 80 + "x" + " " * 50_000 + "y", "a: x" + " " * 50_000 + "y", "a" * 50_000 + ":"])
def test_a_hostile_line_is_read_at_once(line: str) -> None:
    begun = process_time()
    assert told_in([FLOOR], f"{line}\nFloor: 3") == {"floor": "3"}
    assert process_time() - begun < 1


@pytest.mark.parametrize("line", ["> **Floor**:    3", "Tingkat：3 ", "- Floor :\t*3", "Floor: 3\nFloor: 4"])
def test_an_answer_stands_behind_the_colon_of_its_line(line: str) -> None:
    assert told_in([FLOOR], f"Hello,\n{line}") == {"floor": "3"}


def test_a_malay_name_of_an_option_is_that_option() -> None:
    field = FieldDraft("where", "Where", FieldKind.CHOICE, label_ms="Di mana", options=["Office", "At home"])
    field.options_ms = ["", "Di rumah"]
    assert told_in([field], "Di mana: di rumah") == {"where": "At home"}


def test_a_line_with_the_field_s_name_answers_it() -> None:
    assert told_in([FLOOR], "Hello,\n> Floor: the third, by the lift \nThanks") == {"floor": "the third, by the lift"}
    assert told_in([FLOOR], "Tingkat：3") == {"floor": "3"}
    assert told_in([FLOOR], "It is on the third floor:\nFloors: many") == {}


def test_a_code_in_the_text_is_the_error_text() -> None:
    assert told_in([ERROR], "It says 0x80070057 since Monday.") == {"error": "0x80070057"}


def test_a_file_of_the_kind_that_is_asked_for_has_been_brought() -> None:
    assert told_in([PICTURE], "", ["log.txt", "Screen.PNG"]) == {"picture": "Screen.PNG"}
    assert told_in([PICTURE], "", ["log.txt"]) == {}


def test_what_is_not_told_is_asked_but_what_another_answer_makes_needless() -> None:
    fields = [SYSTEM, PATCH, FLOOR]
    assert untold(fields, {}) == fields
    assert untold(fields, {"system": "macOS"}) == [FLOOR]
    assert untold(fields, {"system": "Windows 11", "floor": "3"}) == [PATCH]


def test_a_circle_of_fields_that_wait_for_each_other_ends() -> None:
    one = FieldDraft("one", "One", required=True, depends_on="two")
    two = FieldDraft("two", "Two", required=True, depends_on="one")
    assert untold([one, two], {}) == [one, two]


def test_a_long_mail_is_looked_through_at_once() -> None:
    assert told_in([SYSTEM, FLOOR, ERROR], ("a: " * 4000 + "\n") * 20 + "x" * 200_000) is not None

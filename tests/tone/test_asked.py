"""A question at the end that the form has answered already."""

import pytest

from forum.tone.asked import asked_again, last_question

GIVEN = [("Device", "ThinkPad T14"), ("Peranti", "ThinkPad T14"), ("Operating system", "Windows 11")]


@pytest.mark.parametrize("text", ["Hi Ana.\n\nWhich device do you use?", "Peranti apakah ini?", "On which devices? 🙂"])
def test_what_was_given_is_told(text: str) -> None:
    assert asked_again(last_question(text), GIVEN).endswith("ThinkPad T14")


@pytest.mark.parametrize(
    "text",
    ["Which device do you use? It is old.", "The device is broken.", "Which system is it?", "?", "", "Why?"],
)
def test_other_words_are_no_such_question(text: str) -> None:
    assert asked_again(last_question(text), GIVEN) == ""


def test_a_form_without_fields_answers_nothing() -> None:
    assert asked_again("which device do you use?", []) == asked_again("", GIVEN) == ""

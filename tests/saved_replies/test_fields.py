"""Fields: a closed list, filled by name; nothing that somebody writes is evaluated."""

import pytest

from forum.kernel.errors import Invalid
from forum.saved_replies.fields import FIELDS, filled, no_fields, opening, unfilled
from forum.saved_replies.rules import check_made_own, check_signature, without_department

VALUES = {"requester.call_name": "Ana Lim", "ticket.number": "IT-000007", "ticket.title": "", "me.name": "Iris Tan"}
HOSTILE = (
    "{{ 7*7 }}", "{{ ''.__class__.__mro__ }}", "{% for x in () %}", "{# x #}", "{{ config }}", "{{ me.password }}",
    "{{ self }}", "{{ me.name.__class__ }}", "{{ request.application }}", "{{ me['name'] }}", "{{me.name|upper}}",
)  # fmt: skip


def test_fields_are_filled_with_their_words() -> None:
    text = "Hi {{ requester.call_name }}, {{ticket.number}} is done. {{ me.name }}"
    assert filled(text, VALUES) == "Hi Ana Lim, IT-000007 is done. Iris Tan"


def test_a_field_without_words_stays_and_is_found() -> None:
    left = filled("About {{ ticket.title }}", VALUES)
    assert left == "About {{ ticket.title }}" and unfilled(left) == "{{ ticket.title }}"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_template_is_evaluated(text: str) -> None:
    assert filled(text, VALUES) == text
    assert list(no_fields(text))


def test_words_that_look_like_fields_are_not_filled_again() -> None:
    values = {**VALUES, "ticket.title": "{{ me.name }} {% x %}\n\nNew line"}
    assert filled("{{ ticket.title }}", values) == "{{ me.name }} {% x %} New line"


def test_every_field_is_one() -> None:
    assert list(no_fields(" ".join(f"{{{{ {name} }}}}" for name in FIELDS))) == []


def test_braces_of_everyday_are_no_fields() -> None:
    assert list(no_fields("Use {curly} and ${HOME} and {} in the path.")) == []


SAVED = "Hi Ana,\n\nthank you for the picture.\n\nIt will be mended on Monday."


def test_the_opening_is_greeting_and_first_words() -> None:
    assert opening(f"\n{SAVED}\n") == "Hi Ana,\n\nthank you for the picture."


@pytest.mark.parametrize("sent", [SAVED, f"  {SAVED}  ", SAVED.replace("\n\n", "\n"), f"{SAVED}\n\nIris"])
def test_an_opening_as_it_was_inserted_is_not_sent(sent: str) -> None:
    with pytest.raises(Invalid, match="Make it yours"):
        check_made_own(sent, [SAVED], field="reply")


@pytest.mark.parametrize("sent", [SAVED.replace("Hi Ana", "Good morning Ana"), SAVED.replace("picture", "call"), "Hi!"])
def test_changed_greetings_and_first_words_are(sent: str) -> None:
    check_made_own(sent, [SAVED], field="reply")


def test_what_waits_for_words_is_not_sent() -> None:
    with pytest.raises(Invalid, match="is not filled in"):
        check_made_own("Hi {{ requester.call_name }}", [], field="reply")


@pytest.mark.parametrize(
    "last",
    ["IT Department", "*The Support Team*", "Regards, IT Helpdesk", "Jabatan IT", "Your IT team.", "— Pasukan IT"],
)
def test_departments_cannot_sign(last: str) -> None:
    with pytest.raises(Invalid, match="A department cannot sign"):
        check_signature(f"Hi Ana,\n\nit is done.\n\n{last}", field="source")


@pytest.mark.parametrize("last", ["Iris Tan", "{{ me.name }}", "Please ask the IT department.", "Iris, IT staff", ""])
def test_people_can(last: str) -> None:
    check_signature(f"Hi Ana,\n\nit is done.\n\n{last}", field="source")


@pytest.mark.parametrize("end", ["IT Department", "IT Support Team\n*IT Department*\n", "-- \nJabatan IT"])
def test_a_departments_name_goes_from_the_end_of_a_text(end: str) -> None:
    assert without_department(f"It is done.\n\nIris Tan\n{end}").startswith("It is done.\n\nIris Tan")
    assert "IT " not in without_department(f"It is done.\n\nIris Tan\n{end}")


@pytest.mark.parametrize("text", ["IT Department", "Ask the IT department.\n\nIris", " It is done.\n", ""])
def test_what_is_no_signature_stays(text: str) -> None:
    assert without_department(text) == text

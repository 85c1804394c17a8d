"""What counts as the writer's own words, and what no rule is for."""

import time

import pytest

from forum.tone.check import Draft, Kind, hints_for


def rules_of(text: str, **facts: object) -> list[str]:
    draft = Draft(text, **{"kind": Kind.QUESTION, **facts})  # type: ignore[arg-type]
    return [hint.rule for hint in hints_for(draft)]


@pytest.mark.parametrize(
    "text",
    [
        "It says:\n\n```\nYOU MUST NOT DO THIS NOW!!!\n```\n",
        "It says `WHY IS THIS NOT POSSIBLE`.",
        "> You should have read the guide.\n\nI have read it.",
        "See https://example.com/YOU-MUST-ASK-WHY-NOT-ME!!!",
        "    STOP: THIS IS NOT THE DISK YOU WANT",
    ],
)
def test_what_is_quoted_is_not_the_writer_s(text: str) -> None:
    assert rules_of(text) == []


def test_nothing_is_said_about_nothing() -> None:
    assert rules_of("", for_staff=True, kind=Kind.REPLY) == rules_of(" \n`x`", for_staff=True, kind=Kind.REPLY) == []


def test_each_rule_hints_once_with_the_words_it_is_about() -> None:
    hints = hints_for(Draft("You people! You forgot it.", Kind.QUESTION))
    assert [(hint.rule, hint.said, hint.heated) for hint in hints] == [("blame", "You people", True)]


def test_short_words_tell_no_language() -> None:
    both = {"kind": Kind.ANSWER, "written_in": "en", "asked_in": "ms"}
    assert rules_of("Restart it, please.", **both) == []
    assert rules_of("Restart it, please, and then tell me what the screen shows.", **both) == ["language"]


def test_only_the_softer_rules_are_for_everybody() -> None:
    text = "Gpupdate has no subnet"
    assert rules_of(text, kind=Kind.REPLY, writer="Iris Tan") == []
    assert set(rules_of(text, kind=Kind.REPLY, writer="Iris Tan", for_staff=True)) == {
        "jargon", "greeting", "name", "next_step",
    }  # fmt: skip


@pytest.mark.parametrize(
    "piece", ["YOU NOT ", "you people ", "(", "?!", "kalau baca ", "\n\n", "`", "```\n", "> a\n", "    x\n"]
)
def test_time_is_in_step_with_the_text(piece: str) -> None:
    began = time.process_time()
    rules_of(piece * (60_000 // len(piece)), for_staff=True, kind=Kind.REPLY)
    assert time.process_time() - began < 1.5

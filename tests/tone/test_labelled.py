"""How often a hint is deserved, on sentences that people label: at least nine of ten in each language."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from forum.questions.language import guess_language
from forum.tone.check import Draft, Kind, hints_for

_OF_WHOLE = {"greeting", "name", "next_step", "wall", "language"}
LEAST_PRECISION = 0.9
LEAST_RECALL = 0.75  # a check that never says anything would be precise, too
LEAST_RECALL_UNSEEN = 0.5


def labelled(language: str, name: str = "labelled") -> list[dict[str, Any]]:
    return list(tomllib.loads(Path(__file__).with_name(f"{name}.{language}.toml").read_text("utf-8"))["text"])


def noticed(text: dict[str, Any], language: str) -> set[str]:
    """The rules that hint: for a sentence alone those about words."""
    is_whole = text.get("is") == "message"
    draft = Draft(
        text["text"],
        Kind.REPLY,
        for_staff=True,
        writer="Iris Tan",
        reader="Ana Lim",
        written_in=guess_language(text["text"]) if is_whole else "",
        asked_in=language,
    )
    return {hint.rule for hint in hints_for(draft)} - (set() if is_whole else _OF_WHOLE)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_nine_of_ten_hints_are_deserved(language: str) -> None:
    precision, recall = measured(labelled(language), language)
    assert precision >= LEAST_PRECISION and recall >= LEAST_RECALL


@pytest.mark.parametrize("language", ["en", "ms"])
def test_nine_of_ten_are_deserved_where_no_rule_was_written_for_it(language: str) -> None:
    precision, recall = measured(labelled(language, "unseen"), language)
    assert precision >= LEAST_PRECISION and recall >= LEAST_RECALL_UNSEEN


def measured(texts: list[dict[str, Any]], language: str) -> tuple[float, float]:
    """Precision and recall of the hints; what is wrong or missed is printed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        said, deserved = noticed(text, language), set(text["hints"])
        right.update(said & deserved)
        for name, counts, rules in (("wrong", wrong, said - deserved), ("missed", missed, deserved - said)):
            counts.update(rules)
            if rules:
                print(f"{language} {name}: {', '.join(sorted(rules))}: {text['text'].strip()[:90]}")
    for rule in sorted({*right, *wrong, *missed}):
        print(f"{language} {rule:10} right {right[rule]:2} wrong {wrong[rule]:2} missed {missed[rule]:2}")
    precision, recall = right.total() / (right.total() + wrong.total()), right.total() / (right + missed).total()
    print(f"{language} precision {precision:.2f}, recall {recall:.2f} on {len(texts)} texts")
    return precision, recall


@pytest.mark.parametrize("language", ["en", "ms"])
def test_there_are_sixty_labelled_texts(language: str) -> None:
    assert len(labelled(language)) >= 60

"""Two versions of a text are compared by line and by word."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.kernel.text.difference import CONTEXT, DiffLine, Span, difference

LINES = st.lists(st.sampled_from(["a", "b", "the printer", "the old printer", "x = 1", ""]), max_size=30).map("\n".join)
CHANCE = random.Random(7)


def side(lines: list[DiffLine], other: str) -> list[str]:
    """The lines of one version, put together again from what is shown (folded lines as `?`)."""
    return [
        line
        for shown in lines
        if shown.kind != {"removed": "added", "added": "removed"}[other]
        for line in (
            ["?"] * shown.count
            if shown.kind == "skipped"
            else ["".join(span.text for span in shown.spans if span.kind in ("same", other))]
        )
    ]


def fits(shown: list[str], version: str) -> bool:
    lines = version.splitlines()
    return len(shown) == len(lines) and all(a in ("?", b) for a, b in zip(shown, lines, strict=True))


def test_word_changed_inside_a_line_is_marked() -> None:
    (line,) = difference("Restart the printer.", "Restart the old printer.")

    assert (line.kind, line.old_number, line.new_number) == ("changed", 1, 1)
    assert [(span.kind, span.text.strip()) for span in line.spans if span.kind != "same"] == [("added", "old")]


def test_new_and_gone_lines_have_one_number() -> None:
    assert difference("a\nb", "a\nc c c") == [
        DiffLine("same", 1, 1, (Span("same", "a"),)),
        DiffLine("removed", 2, None, (Span("removed", "b"),)),
        DiffLine("added", None, 2, (Span("added", "c c c"),)),
    ]


def test_equal_texts_are_one_fold() -> None:
    assert difference("a\nb\nc", "a\nb\nc") == [DiffLine("skipped", 1, 1, (), 3)]
    assert difference("", "") == []


def test_long_runs_are_folded_to_their_context() -> None:
    old = [f"line {number}" for number in range(40)]

    lines = difference("\n".join(old), "\n".join([*old[:20], "new", *old[20:]]))

    assert [line.kind for line in lines] == ["skipped", *["same"] * CONTEXT, "added", *["same"] * CONTEXT, "skipped"]
    assert [line.count for line in lines if line.kind == "skipped"] == [20 - CONTEXT, 20 - CONTEXT]


@given(LINES, LINES)
def test_both_versions_can_be_read_from_the_difference(old: str, new: str) -> None:
    lines = difference(old, new)

    assert fits(side(lines, "removed"), old)
    assert fits(side(lines, "added"), new)


def words(count: int, choice: str) -> str:
    return " ".join(CHANCE.choice(choice) for _ in range(count))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 64_000, "\n" * 63_000),
        (words(32_000, "ab"), words(32_000, "ab")),
        (words(32_000, "ab").replace(" ", "\n"), words(32_000, "ab").replace(" ", "\n")),
        (words(600, "abcdefgh").replace(" ", "\n"), words(600, "abcdefgh").replace(" ", "\n")),
        ("\n".join(map(str, range(12_000))), "\n".join(map(str, range(12_000, 0, -1)))),
        ("\n".join(words(700, "ab") for _ in range(45)), "\n".join(words(700, "ab") for _ in range(45))),
        (
            "\n".join(words(20, "abcdefgh") for _ in range(1_600)),
            "\n".join(words(20, "abcdefgh") for _ in range(1_600)),
        ),
    ],
    ids=["empty lines", "one line", "two kinds of lines", "eight kinds", "reversed", "long lines", "many lines"],
)
def test_difference_of_64_kb_takes_bounded_time(old: str, new: str) -> None:
    started = time.process_time()

    lines = difference(old, new)

    assert time.process_time() - started < 5
    assert fits(side(lines, "removed"), old)
    assert fits(side(lines, "added"), new)

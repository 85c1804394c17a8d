"""Time worked as people type it."""

import pytest

from forum.kernel.errors import Invalid
from forum.tickets.worked.rules import minutes_typed


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90), ("1h 30m", 90), ("1H30", 90), ("1 h 30 min", 90), ("1:30", 90), ("2h", 120), ("45 min", 45),
        ("0h 5m", 5), (" 15 ", 15), ("1 jam 30 minit", 90), ("2j", 120), ("24h", 1440), ("1440", 1440),
    ],
)  # fmt: skip
def test_minutes_and_hours_are_understood(typed: str, minutes: int) -> None:
    assert minutes_typed(typed, field="time") == minutes


@pytest.mark.parametrize("typed", ["", "soon", "1.5h", "-5", "1h 30m 20s", "1:75", "half an hour", "٩٠", "1e3"])
def test_other_words_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="90, or 1h 30m"):
        minutes_typed(typed, field="time")


@pytest.mark.parametrize("typed", ["0", "0h", "0:00", "1441", "24h 1m", "9999", "99h"])
def test_no_time_and_more_than_a_day_are_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="24 hours"):
        minutes_typed(typed, field="time")

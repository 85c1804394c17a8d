"""A bar chart as plain geometry: the template writes it as SVG, so the browser needs no script and no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, BELOW = 720, 180, 24
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """One figure over the weeks; None where a week has none. `texts` are the same in words, for hovering."""

    label: str
    values: Sequence[int | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Bar:
    """A rectangle of the chart; `series` counts from 1 and picks its colour and pattern."""

    x: float
    y: float
    width: float
    height: float
    series: int
    text: str


@dataclass(frozen=True)
class Chart:
    """Bars, and the heights at which a line is drawn with its value."""

    bars: list[Bar]
    lines: list[tuple[float, int]]


def chart(labels: Sequence[str], series: Sequence[Series], *, least: int = 0, whole: int = 1) -> Chart:
    """The bars of each week stand beside each other; the scale ends at a round value, at `least` or above.

    A scale beyond `whole` is round in these: 10 hours of 60 minutes, and not 1,000 minutes.
    """
    most = max((value or 0 for one in series for value in one.values), default=0)
    top = _scale_end(max(most, least), whole)
    slot = WIDTH / max(len(labels), 1)
    width = slot * 0.8 / max(len(series), 1)
    bars = [
        Bar(
            round(place * slot + slot * 0.1 + width * number, 1),
            round(HEIGHT - HEIGHT * value / top, 1),
            round(width * 0.92, 1),
            round(HEIGHT * value / top, 1),
            number + 1,
            f"{labels[place]}, {one.label}: {one.texts[place]}",
        )
        for number, one in enumerate(series)
        for place, value in enumerate(one.values)
        if value
    ]
    return Chart(bars, [(HEIGHT - HEIGHT * part / 2, top * part // 2) for part in (1, 2)])


def _scale_end(most: int, whole: int) -> int:
    end = _round_up(most)
    return end if end <= whole else whole * _round_up(-(-most // whole))


def _round_up(value: int) -> int:
    """The least of 2, 4, 10, 20, 40, 100, ... that is not below: its half is whole, too."""
    power = 1
    while True:
        for step in _STEPS:
            if 2 * step * power >= value:
                return 2 * step * power
        power *= 10

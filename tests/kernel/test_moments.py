"""Moments in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis.strategies import floats, lists

from forum.kernel.moments import Moments, is_zone, zone_named

NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
KUALA_LUMPUR = ZoneInfo("Asia/Kuala_Lumpur")


@pytest.mark.parametrize(
    ("language", "passed", "words"),
    [
        ("en", timedelta(seconds=20), "just now"),
        ("en", timedelta(minutes=1), "1 minute ago"),
        ("en", timedelta(hours=23, minutes=59), "23 hours ago"),
        ("en", timedelta(days=13), "13 days ago"),
        ("en", timedelta(days=-2, hours=-1), "in 2 days"),
        ("en", timedelta(days=-14, seconds=2), "in 14 days"),
        ("en", timedelta(days=-13, hours=-10), "in 13 days"),
        ("en", timedelta(hours=-23, minutes=-50), "in 1 day"),
        ("en", timedelta(minutes=-59, seconds=-50), "in 1 hour"),
        ("en", timedelta(seconds=-20), "just now"),
        ("en", timedelta(days=40), "24 Jan 2026"),
        ("ms", timedelta(hours=3), "3 jam lalu"),
        ("ms", timedelta(days=40), "24 Jan 2026"),
    ],
)
def test_how_long_ago(language: str, passed: timedelta, words: str) -> None:
    assert Moments(language, KUALA_LUMPUR, NOW).ago(NOW - passed) == words


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (timedelta(hours=4, microseconds=-1), "4 hours left"),
        (timedelta(hours=1, minutes=20), "1 hour left"),
        (timedelta(minutes=30, seconds=-1), "30 minutes left"),
        (timedelta(days=3, minutes=-5), "3 days left"),
        (timedelta(0), "1 minute left"),
        (timedelta(hours=-1, minutes=-59), "1 hour late"),
        (timedelta(days=-2, hours=-23), "2 days late"),
    ],
)
def test_how_much_is_left(rest: timedelta, words: str) -> None:
    assert Moments("en", KUALA_LUMPUR, NOW).left(NOW + rest) == words


@given(lists(floats(-3000, 40 * 86400) | floats(-90, 8000), min_size=1, max_size=5), floats(0, 0.99))
def test_until_when_words_stay(seconds: list[float], share: float) -> None:
    def said(now: datetime) -> list[str]:
        return [Moments("en", KUALA_LUMPUR, now).ago(moment) for moment in moments]

    moments = [NOW - timedelta(seconds=each) for each in seconds]
    until = Moments("en", KUALA_LUMPUR, NOW).ago_until(moments)
    if until > NOW:
        assert said(NOW + share * (min(until, NOW + timedelta(days=90)) - NOW)) == said(NOW)
        assert until.year == 9999 or said(until + timedelta(microseconds=1)) != said(NOW)


def test_the_exact_moment_is_in_the_readers_zone_and_language() -> None:
    assert Moments("en", KUALA_LUMPUR, NOW).exact(NOW) == "Thursday, 5 March 2026, 12:00"
    assert Moments("ms", KUALA_LUMPUR, NOW).exact(NOW) == "Khamis, 5 Mac 2026, 12:00"


def test_a_span_names_its_day_once() -> None:
    shown = Moments("en", KUALA_LUMPUR, NOW)
    assert shown.span(NOW, NOW + timedelta(hours=3)) == "Thursday, 5 March 2026, 12:00 – 15:00"
    assert shown.span(NOW, NOW + timedelta(hours=12)) == "Thursday, 5 March 2026, 12:00 – Friday, 6 March 2026, 00:00"


def test_the_element_says_both() -> None:
    element = Moments("en", KUALA_LUMPUR, NOW).element(NOW - timedelta(hours=2))
    assert element == ('<time datetime="2026-03-05T02:00:00Z" title="Thursday, 5 March 2026, 10:00">2 hours ago</time>')


@pytest.mark.parametrize("name", ["", "Asia", "Asia/KL", "x" * 300, "../UTC", "Asia/Kuala_Lumpur\0"])
def test_what_is_no_zone_stands_for_the_time_of_the_world(name: str) -> None:
    assert not is_zone(name) and zone_named(name) == ZoneInfo("UTC")

"""Searches in vain equal a slow recount, and name nobody."""

import random
from datetime import timedelta

from forum.app import Tanya
from forum.kernel.db import session
from forum.reports.searches import searches_in_vain
from forum.search.models import SearchLogged
from tests import posts
from tests.conftest import NOON
from tests.people import ana

Row = tuple[str, int, int]


def _logged(count: int) -> list[SearchLogged]:
    asked, chance = posts.question(ana()), random.Random(7)
    rows = [
        SearchLogged(
            typed=chance.choice(["vpn", "VPN", "printer", "salary slip", "Wi-Fi"]),
            at=NOON - timedelta(hours=chance.randrange(100 * 24)),
            found=(found := chance.choice([0, 0, 3])), shown="",
            opened_id=asked.id if found and chance.random() < 0.5 else None,
        )
        for _ in range(count)
    ]  # fmt: skip
    session.add_all(rows)
    session.commit()
    return rows


def _recounted(rows: list[SearchLogged], *, found: bool) -> set[Row]:
    those = [row for row in rows if bool(row.found) is found and row.at > NOON - timedelta(days=90)]
    words = {row.typed.lower() for row in those}
    by_words = {word: [row for row in those if row.typed.lower() == word] for word in words}
    counted = {(word, len(of), sum(row.opened_id is None for row in of)) for word, of in by_words.items()}
    return {row for row in counted if row[2]}


def test_searches_in_vain_equal_a_recount(app: Tanya) -> None:
    rows = _logged(200)
    found = searches_in_vain(at=NOON)
    assert {(row.typed, row.searches, row.in_vain) for row in found.unfound} == _recounted(rows, found=False)
    assert {(row.typed, row.searches, row.in_vain) for row in found.unopened} == _recounted(rows, found=True)
    assert [row.in_vain for row in found.unfound] == sorted((row.in_vain for row in found.unfound), reverse=True)


def test_the_list_is_bounded(app: Tanya) -> None:
    _logged(100)
    assert len(searches_in_vain(at=NOON, most=2).unfound) == 2

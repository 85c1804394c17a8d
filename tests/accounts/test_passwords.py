"""Which passwords are taken."""

import pytest

from forum.accounts.passwords import check_password, hashed, matches
from forum.kernel.errors import Invalid

BAD = ["short", "password12", "Password2026!", "1111111111111", "ana lim kencana", "ana.lim@kencana.example", "x" * 201]


@pytest.mark.parametrize("password", BAD)
def test_a_bad_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        check_password(password, name="Ana Lim Kencana", address="ana.lim@kencana.example")


@pytest.mark.parametrize("password", ["a quiet river bends", "sungai yang tenang", "correct horse 7"])
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, name="Ana Lim", address="ana.lim@kencana.example")


def test_only_the_password_matches_its_hash() -> None:
    kept = hashed("a quiet river bends")
    assert matches("a quiet river bends", kept)
    assert not matches("a quiet river bend", kept)
    assert not matches("nobody has this password", None)

"""Which passwords are taken."""

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

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


def test_a_hash_is_as_dear_as_the_standard_asks(shipped_hashes: tuple[PasswordHasher, str]) -> None:
    """RFC 9106, section 4, the second choice: three passes over 64 MiB by four lanes."""
    parameters = extract_parameters(shipped_hashes[0].hash("a quiet river bends"))
    assert (parameters.type, parameters.time_cost) == (Type.ID, 3)
    assert (parameters.memory_cost, parameters.parallelism) == (65536, 4)


def test_who_does_not_exist_takes_as_long_as_who_does(shipped_hashes: tuple[PasswordHasher, str]) -> None:
    hasher, nobodys = shipped_hashes
    assert hasher.verify(nobodys, "nobody has this password") and not hasher.check_needs_rehash(nobodys)

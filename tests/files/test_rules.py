"""How large a file may be, and how much room there is, to the byte."""

import pytest

from forum.files.rules import check_room, check_size, is_nearly_full
from forum.kernel.errors import Invalid, TooLarge

_MEGABYTE = 1_000_000
_ROOM = {"store_megabytes": 9, "person_megabytes": 3}


def test_a_file_may_be_as_large_as_the_setting_says_and_no_byte_larger() -> None:
    check_size(2 * _MEGABYTE, most_megabytes=2)
    with pytest.raises(TooLarge, match="too large"):
        check_size(2 * _MEGABYTE + 1, most_megabytes=2)
    with pytest.raises(Invalid, match="empty"):
        check_size(0, most_megabytes=2)


@pytest.mark.parametrize(
    ("used", "of_person", "told"), [(6, 2, "Ask an administrator"), (8, 1, "no room for more files")]
)
def test_a_file_fits_that_takes_the_last_of_the_room_and_none_a_byte_larger(
    used: int, of_person: int, told: str
) -> None:
    taken = {"used": used * _MEGABYTE, "of_person": of_person * _MEGABYTE, **_ROOM}
    check_room(_MEGABYTE, **taken)
    with pytest.raises(TooLarge, match=told):
        check_room(_MEGABYTE + 1, **taken)


def test_an_administrator_should_know_from_nine_tenths_on() -> None:
    assert not is_nearly_full(9 * _MEGABYTE - 1, store_megabytes=10)
    assert is_nearly_full(9 * _MEGABYTE, store_megabytes=10)

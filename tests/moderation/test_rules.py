"""When flags take a post out of sight."""

from forum.moderation.models import Reason
from forum.moderation.rules import Voice, is_enough

_NEEDED = {Reason.SECRET: 1, Reason.ABUSIVE: 3, Reason.SPAM: 2, Reason.OTHER: 0}.__getitem__
_ONCE_RIGHT, _THRICE_WRONG = (False, True, False), (False, False, False)


def test_a_secret_needs_one_flag() -> None:
    assert is_enough([Voice(Reason.SECRET, "Finance")], _NEEDED)


def test_flags_of_several_reasons_add_up() -> None:
    voices = [Voice(Reason.ABUSIVE, "Finance"), Voice(Reason.ABUSIVE, "Sales"), Voice(Reason.SPAM, "HR")]
    assert is_enough(voices, _NEEDED)
    assert not is_enough(voices[:2], _NEEDED)


def test_a_reason_that_needs_none_never_hides() -> None:
    assert not is_enough([Voice(Reason.OTHER, f"Department {number}") for number in range(50)], _NEEDED)


def test_one_department_alone_hides_nothing() -> None:
    assert not is_enough([Voice(Reason.ABUSIVE, each) for each in ("Sales", "sales ", "SALES", "Sales")], _NEEDED)


def test_people_without_a_department_are_no_group() -> None:
    assert is_enough([Voice(Reason.ABUSIVE, "")] * 3, _NEEDED)


def test_who_was_wrong_three_times_in_a_row_hides_nothing() -> None:
    assert not is_enough([Voice(Reason.SECRET, "Sales", _THRICE_WRONG)], _NEEDED)
    assert is_enough([Voice(Reason.SECRET, "Sales", _ONCE_RIGHT)], _NEEDED)


def test_who_has_taken_five_posts_out_of_sight_hides_no_sixth_until_somebody_has_looked() -> None:
    assert not is_enough([Voice(Reason.SECRET, "Sales", waiting=5)], _NEEDED)
    assert is_enough([Voice(Reason.SECRET, "Sales", waiting=4)], _NEEDED)

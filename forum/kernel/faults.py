"""What an operator is told of a database that failed in a way that its code tells."""

from forum.kernel.sqlite import REMEDY_OF_DAMAGE, REMEDY_OF_FULL_DISK, is_damage, is_full


def known_fault(failure: BaseException) -> tuple[str, str] | None:
    """A sentence that says what is wrong and one that says what to do; None for any other failure."""
    if is_damage(failure):
        return f"The database is damaged: {first_line(failure)}.", REMEDY_OF_DAMAGE
    if is_full(failure):
        return f"The database has no room left: {first_line(failure)}.", REMEDY_OF_FULL_DISK
    return None


def first_line(failure: BaseException) -> str:
    """What the failure says, without the lines that repeat the statement."""
    return str(failure).splitlines()[0]

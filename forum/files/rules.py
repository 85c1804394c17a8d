"""How large a file may be, and how much room there is."""

from forum.kernel.errors import Invalid, TooLarge

MOST_AT_ONCE = 10  # files with one text
_MEGABYTE = 1_000_000
_NEARLY = 0.9  # of the room: what is left lasts until somebody has read of it


def check_size(size: int, *, most_megabytes: int) -> None:
    """TooLarge, or Invalid for an empty file, unless the upload of `size` bytes may be stored."""
    if size == 0:
        raise Invalid("This file is empty.", field="files")
    if size > most_megabytes * _MEGABYTE:
        raise TooLarge(
            "This file is too large: %(size)s MB, and %(most)s MB are possible.",
            size=f"{size / _MEGABYTE:.1f}",
            most=most_megabytes,
        )


def check_room(size: int, *, used: int, of_person: int, store_megabytes: int, person_megabytes: int) -> None:
    """TooLarge unless `size` more bytes fit beside those the person (`of_person`) and everybody (`used`) has stored."""
    if of_person + size > person_megabytes * _MEGABYTE:
        raise TooLarge(
            "Your files would take more than the %(most)s MB you have. Ask an administrator for more room.",
            most=person_megabytes,
        )
    if used + size > store_megabytes * _MEGABYTE:
        raise TooLarge("There is no room for more files. Please tell an administrator.")


def is_nearly_full(used: int, *, store_megabytes: int) -> bool:
    """Whether the `used` bytes leave so little room that an administrator should know before people are refused."""
    return used >= _NEARLY * store_megabytes * _MEGABYTE


def megabytes(size: int) -> int:
    """As the settings count."""
    return size // _MEGABYTE

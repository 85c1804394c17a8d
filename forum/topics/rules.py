"""What a category and a tag may be called, and where one may ask."""

import re
from collections.abc import Iterable

from forum.kernel.errors import Invalid, NotAllowed

MOST_TAGS = 5
LONGEST_TAG = 40
LONGEST_NAME = 60
_NOT_IN_A_TAG = re.compile(r"[^\w.+#-]|_")
_BREAKS = re.compile(r"[\s_]+")


def clean_tag(name: str) -> str:
    """The tag's name: lower case, blanks as hyphens, only letters, digits, `.`, `+`, `-`, `#`; Invalid if none is left.

    A leading `#` is how people write a tag and is dropped; the one of `c#` stays.
    """
    lower = _BREAKS.sub("-", name.strip().casefold())
    cleaned = _NOT_IN_A_TAG.sub("", lower).lstrip("#-.").rstrip("-.")
    if not cleaned.strip("+#-."):
        raise Invalid("A tag needs letters or digits, for example “vpn” or “windows-11”.", field="tags")
    if len(cleaned) > LONGEST_TAG:
        raise Invalid("A tag can be at most %(most)s characters long.", field="tags", most=LONGEST_TAG)
    return cleaned


def clean_tags(names: Iterable[str]) -> tuple[str, ...]:
    """The cleaned names, each once, in order; Invalid if there are more than MOST_TAGS, however many were sent."""
    cleaned: list[str] = []
    for name in names:
        if not name.strip():
            continue
        tag = clean_tag(name)
        if tag not in cleaned:
            cleaned.append(tag)
        if len(cleaned) > MOST_TAGS:
            raise Invalid("Choose at most %(most)s tags.", field="tags", most=MOST_TAGS)
    return tuple(cleaned)


def check_open(*, archived: bool) -> None:
    """NotAllowed if the category takes no new questions."""
    if archived:
        raise NotAllowed("This category is archived. Please choose another.")


def check_category_name(name: str, name_ms: str, *, taken: bool) -> None:
    """Invalid unless a category may be called so, and in Malay `name_ms` if any; `taken`: another one has the name."""
    if not name:
        raise Invalid("Give the category a name.", field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid("The name can be at most %(most)s characters long.", field="name", most=LONGEST_NAME)
    if len(name_ms) > LONGEST_NAME:
        raise Invalid("The name can be at most %(most)s characters long.", field="name_ms", most=LONGEST_NAME)
    if taken:
        raise Invalid("There is a category with this name already.", field="name")


def check_readers(*, by_groups: bool, groups: int) -> None:
    """Invalid if the category is for groups and none is named: nobody could read it."""
    if by_groups and not groups:
        raise Invalid("Choose at least one group that may read this category.", field="groups")

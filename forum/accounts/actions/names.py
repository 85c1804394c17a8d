"""Which names may be taken: nobody may look like IT staff or like a role."""

import re
import unicodedata
from functools import cache

from sqlalchemy import select

from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY, SITE_NAME
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.kernel.settings import registry
from forum.kernel.text.reserved import NAMES, RESERVED
from forum.kernel.text.skeleton import is_made_of, resembles, skeleton
from forum.people.models import Person
from forum.people.names import name_key

_STAFF = frozenset({"staff", "staf", "kakitangan"})
_PICTURES = frozenset({"So", "Co", "Cn"})  # Unicode's classes of signs such as ✔, ★ and emoji, and of what is no letter
_LONGEST = 120  # letters of a stored skeleton
_BEFORE = re.compile(
    r"(?:(?:dr|ir|ts|mr|mrs|ms|miss|encik|en|puan|pn|cik|tuan|datuk|dato)\b['’.]?\s*)+(?=\w)", re.IGNORECASE
)  # how somebody is addressed
_NUMBER = re.compile(r"[\s\d._-]+$")  # with the signs before it, as behind a handle that others have
_ADDITION = re.compile(r"\s[-‐-―]\s|[|,;:/·•()\[\]]")  # before and after it stand a name and what is added to it


def check_name(name: str, *, person_id: int = 0) -> None:
    """Invalid unless it is a name of 2 to 80 characters that imitates neither a role nor the badge nor one of the
    staff."""
    if not 2 <= len(name) <= 80:
        raise Invalid("Enter your name, as colleagues know you.", field="name")
    if any(unicodedata.category(letter) in _PICTURES for letter in name):
        raise Invalid("Write your name in letters, without pictures and signs: a badge looks like that.", field="name")
    if is_reserved(name):
        raise Invalid("This looks like a role and not like a person's name. Use your own name.", field="name")
    if looks_like_staff(name, person_id=person_id):
        raise Invalid(
            "Somebody of the IT staff, a moderator or an administrator has this name. Add what tells you apart, e.g. a "
            "middle name.",
            field="name",
        )


def is_reserved(name: str) -> bool:
    """Whether this is a role's name, the forum's or company's, or a person's with the department added to it."""
    names = NAMES | {SITE_NAME(), COMPANY()}
    return resembles(name, RESERVED) is not None or is_made_of(name, names) or _names_department(name)


def is_role_here(words: str) -> bool:
    """Whether this says moderator or administrator of the forum, and nothing else. An administrator alone is a job."""
    jobs, roles, places = {"admin", "administrator", "pentadbir"}, {"moderator", "penyederhana"}, {"forum", SITE_NAME()}
    is_plain = is_made_of(words, jobs) or is_made_of(words, places)
    return is_made_of(words, jobs | roles | places) and not is_plain


def has_department_at_an_end(handle: str) -> bool:
    """Whether the handle says that somebody, or something, is the IT department's: `ben.it`, `it.penang`."""
    words = re.split(r"[.-]", handle)
    return any(_looks_like_department(word) for word in (words[0], words[-1]))


def looks_like_staff(name: str, *, person_id: int) -> bool:
    """Whether somebody else, who is staff, is called like this to a glancing eye, be it with a team or number behind
    or addressed ("Dr Iris Tan")."""
    turned = " ".join(reversed(name.split(",")))  # "Tan, Iris"
    parts = {name, turned, *_ADDITION.split(name)}
    parts |= {_NUMBER.sub("", _BEFORE.sub("", part.strip(), count=1)) for part in parts}
    looks = {skeleton(part)[:_LONGEST] for part in parts}
    staff = may(Permission.READ_STAFF_CATEGORIES), Person.id != person_id
    found = select(Person.id).where(Person.skeleton.in_(looks - {""}), *staff).limit(1)
    return session.scalar(found) is not None


def _names_department(name: str) -> bool:
    """Mails of IT staff have "(IT)" behind the name. "It" is a name, too, and so is IT where all is in capitals."""
    name_itself, *additions = _ADDITION.split(name)
    added = _looks_like_department(name_itself) or any(
        _looks_like_department(part) or is_made_of(part, _STAFF) for part in additions
    )
    words = re.split(r"[\W_]+", name)
    return added or any(word[-1:].isupper() and not name.isupper() and _looks_like_department(word) for word in words)


def _looks_like_department(word: str) -> bool:
    return skeleton(word) in _department()


@cache  # and not at once: a process that checks no name is spared the table of look-alikes
def _department() -> frozenset[str]:
    return frozenset(map(skeleton, ("IT", "ICT")))


def show_anew() -> None:
    """Pages that name somebody are no longer what browsers keep: what stands beside his name is another now."""
    registry.raise_version()


def set_name(person: Person, name: str) -> None:
    """The person has this name, with what is derived from it."""
    person.name, person.name_key, person.skeleton = name, name_key(name), skeleton(name)[:_LONGEST]

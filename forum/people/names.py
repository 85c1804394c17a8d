"""Names, handles and mail addresses: how they are kept and compared."""

import re
import unicodedata

from sqlalchemy import select

from forum.kernel.db import session
from forum.people.models import FormerHandle, Person

_LONGEST_HANDLE = 36
_NOT_IN_HANDLE = re.compile(r"[^a-z0-9]+")


def email_key(address: str) -> str:
    """The form in which mail addresses are compared: NFKC, casefolded."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def name_key(name: str) -> str:
    """The form in which names are sorted and completed."""
    return name.casefold()[:80]


def plain_handle(name: str) -> str:
    """An ASCII handle made from a name: "Ana Lím" gives `ana.lim`; never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return _NOT_IN_HANDLE.sub(".", ascii_name).strip(".")[:_LONGEST_HANDLE].strip(".") or "colleague"


def free_handle(name: str) -> str:
    """A handle made from the name that nobody has or had: with a number behind it if it must be."""
    wanted = plain_handle(name)
    taken = set(session.scalars(select(Person.handle).where(Person.handle.startswith(wanted, autoescape=True))))
    taken |= set(
        session.scalars(select(FormerHandle.handle).where(FormerHandle.handle.startswith(wanted, autoescape=True)))
    )
    number, handle = 1, wanted
    while handle in taken:
        number += 1
        handle = f"{wanted}{number}"
    return handle

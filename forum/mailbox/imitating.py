"""Names by which a stranger would be taken for one of the staff, for the forum, or for an address of the company.

Mail programs on a telephone show the name alone, and whoever reads "Iris Tan (IT)" asks no further.
"""

import re

from sqlalchemy import select

from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.accounts.settings import SITE_NAME
from forum.kernel.db import session
from forum.kernel.text.skeleton import has_within, skeleton
from forum.mailbox.here import Here
from forum.mailbox.models import MailAddress
from forum.mailbox.names import domain_of
from forum.mailbox.settings import MAIL_SPEAKER
from forum.people.models import Person

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TURNED = re.compile(r"([^,()]{1,60}),([^,()]{1,60})(.*)", re.DOTALL)
_STAFF = select(Person.name, Person.skeleton).where(may(Permission.READ_STAFF_CATEGORIES))


def imitated(name: str, sender: str, here: Here) -> str:
    """Whom a glancing eye would take this name of an unknown sender for; empty: nobody of us."""
    if not name.strip():
        return ""
    ours = [here.sends_from, *session.scalars(select(MailAddress.address))]
    return _address_in(name, sender, ours, here) or _named_like(name, ours)


def _address_in(name: str, sender: str, ours: list[str], here: Here) -> str:
    domains = {*here.domains, *map(domain_of, ours)} - {""}
    said = (found[0].lower() for found in _ADDRESS.finditer(name))
    return next((each for each in said if domain_of(each) in domains and each != sender), "")


def _named_like(name: str, ours: list[str]) -> str:
    """A name of two words or more is found anywhere in it, the last one first, too; a single word as the whole."""
    looks = [name, _TURNED.sub(r"\2 \1 \3", name)]
    whole = {skeleton(look) for look in looks}
    known = [*((each, skeleton(each)) for each in (MAIL_SPEAKER(), SITE_NAME())), *session.execute(_STAFF)]
    for other, look in known:
        if look and (look in whole or (" " in other and any(has_within(each, look) for each in looks))):
            return str(other)
    return next((each for each in ours if skeleton(each.partition("@")[0]) in whole), "")

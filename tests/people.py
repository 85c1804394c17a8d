"""The tests' people: Ana asks, Ben answers, Iris is IT staff, Mo moderates, Admin administers, Sam is a stranger."""

from forum.conduct.house_rules.first import FIRST
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.text.skeleton import skeleton
from forum.people.models import Person, PersonState


def make_person(name: str, *, roles: str = "employee", badge: str = "", **facts: object) -> Person:
    """An active person with a handle and mail address made from the name; flushed."""
    handle = name.lower().replace(" ", ".")
    values = {
        "state": PersonState.ACTIVE,
        "name": name,
        "name_key": name.casefold(),
        "skeleton": skeleton(name),
        "handle": handle,
        "email": f"{handle}@kencana.example",
        "email_key": f"{handle}@kencana.example",
        "roles": roles,
        "is_it_staff": "it_staff" in roles.split(),
        "badge": badge,
        "rules_accepted": FIRST,
        "created_at": clock.now(),
        **facts,
    }
    person = Person(**values)
    session.add(person)
    session.flush()
    return person


def ana() -> Person:
    """Ana Lim, Finance, who asks."""
    return make_person("Ana Lim", title="Accounts executive", department="Finance", location="Penang")


def ben() -> Person:
    """Ben Ong, who answers."""
    return make_person("Ben Ong", department="Sales", location="Kuala Lumpur")


def iris() -> Person:
    """Iris Tan, IT staff - Network."""
    return make_person("Iris Tan", roles="employee it_staff", badge="Network", department="IT")


def mo() -> Person:
    """Mo, who moderates."""
    return make_person("Mohan Pillai", roles="employee moderator", department="HR")


def admin() -> Person:
    """Aishah, who administers."""
    return make_person("Aishah Rahman", roles="employee administrator", department="IT")


def sam() -> Person:
    """Sam Lee, the stranger who must be refused."""
    return make_person("Sam Lee", department="Warehouse")

"""What the chains of tickets are called, and which of their entries are no lines of the ticket's history."""

PREFIX = "ticket:"
OF_THREAD = frozenset({"asked", "answered", "accepted", "acceptance_withdrawn"})
BESIDE_HISTORY = OF_THREAD | {"begun", "replied", "verdict", "rated", "told", "redacted"}


def chain_of(ticket_id: int) -> str:
    """The name of the ticket's chain."""
    return f"{PREFIX}{ticket_id}"


def ticket_of(chain: str) -> int | None:
    """The ticket whose chain it is; None for another chain."""
    number = chain.removeprefix(PREFIX)
    return int(number) if chain.startswith(PREFIX) and number.isdigit() else None

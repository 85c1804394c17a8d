"""A ticket's number in the search box: who pastes one from a mail wants that ticket and no list."""

import re

from forum.accounts.actors import Actor
from forum.tickets.queries import id_of, number_typed, thread_of

_NUMBER = re.compile(r"#?([A-Za-z]{1,8}-[0-9]{1,12})\Z")


def place_of_number(typed: str, reader: Actor) -> str:
    """Where a query that is nothing but a ticket's number leads; empty for other queries, and for what is closed.

    To the ticket where the reader may see it, else to the thread that shows its number.
    """
    number = _NUMBER.match(typed.strip())
    if number is None:
        return ""
    label = number_typed(number[1])
    if id_of(label, reader) is not None:
        return f"/tickets/{label}"
    thread = thread_of(label, reader)
    return f"/questions/{thread.question_id}/{thread.slug}" if thread else ""

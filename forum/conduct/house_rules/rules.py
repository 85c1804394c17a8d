"""What house rules can be."""

from dataclasses import dataclass

from forum.kernel.errors import Conflict, Invalid

LONGEST_RULES = 20_000
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """House rules in Markdown, in both languages; without Malay everybody reads the English ones.

    `reason` says in a line what is new; `asks_again`: everybody accepts them before the next post.
    """

    source: str
    source_ms: str = ""
    reason: str = ""
    asks_again: bool = False


def check_draft(draft: Draft) -> None:
    """Invalid unless there are English rules of a length that somebody reads, and a reason of one line."""
    if not draft.source.strip():
        raise Invalid("Write the rules in English; everybody reads them who has not chosen Malay.", field="source")
    limits = ("source", LONGEST_RULES), ("source_ms", LONGEST_RULES), ("reason", LONGEST_REASON)
    for field, most in limits:
        if len(getattr(draft, field)) > most:
            raise Invalid("This can be at most %(most)s characters long.", field=field, most=most)


def check_is_newest(seen: int, newest: int) -> None:
    """Conflict if the rules were changed while somebody was writing."""
    if seen != newest:
        raise Conflict("Somebody has changed the house rules meanwhile. What stands now is shown below your text.")

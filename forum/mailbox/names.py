"""By which names messages are counted and held back together."""

import re

from forum.mailbox.facts import Scope
from forum.mailbox.finding import Trace
from forum.mailbox.letter import Letter

_AGAIN = re.compile(
    r"^(?:(?:re|fw|fwd|aw|wg|antw|sv|vs|tr|rv|res|enc|balas|bls)(?:\[\d+\])?\s*[:\uff1a]\s*)+", re.IGNORECASE
)
_LABELS = re.compile(r"\[[^\]]{1,40}\]|[#\d]+")


def domain_of(address: str) -> str:
    """The part behind the @, empty where there is none."""
    return address.rpartition("@")[2] if "@" in address else ""


def bare_subject(subject: str) -> str:
    """The subject without what replies and forwarding put before it."""
    return _AGAIN.sub("", subject.strip()).strip()


def conversation_of(letter: Letter, trace: Trace | None) -> str:
    """The ticket or thread; where there is none, the subject without its numbers: what a robot says again and again."""
    if trace is not None:
        return f"ticket {trace.ticket_id}" if trace.ticket_id else f"question {trace.question_id}"
    return f"subject {' '.join(_LABELS.sub('', bare_subject(letter.subject)).casefold().split())[:100]}"


def name_in(scope: Scope, letter: Letter, trace: Trace | None) -> str:
    """Under which name the message is counted in this scope."""
    names = {Scope.ADDRESS: letter.sender, Scope.DOMAIN: domain_of(letter.sender)}
    return names.get(scope) or conversation_of(letter, trace)[:120]

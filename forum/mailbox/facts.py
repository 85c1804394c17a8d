"""What a decision is made of, and what it says: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forum.mailbox.letter import Authentication, Automatic


class Kind(StrEnum):
    """What becomes of a message."""

    REPLY = "reply"  # stands in a ticket, for its requester and watchers
    NOTE = "note"  # stands in a ticket, for IT staff alone
    POST = "post"  # stands in a thread
    TICKET = "ticket"
    TICKET_FOR = "ticket_for"  # of the colleague whose mail one of IT staff has sent on
    LEAD_TICKET = "lead_ticket"  # confidential, for the team's lead
    QUESTION = "question"
    ATTACH = "attach"  # is mentioned where it belongs; neither state nor clock changes
    PARK = "park"  # waits for an administrator
    REFUSE = "refuse"  # is not taken, and a kind answer says so
    IGNORE = "ignore"  # is kept, and nothing follows


class Makes(StrEnum):
    """What mail to one of our addresses becomes."""

    TICKET = "ticket"
    QUESTION = "question"


class Unknown(StrEnum):
    """What is done with mail of somebody without an account."""

    REFUSE = "refuse"
    PARK = "park"
    CREATE = "create"


class Scope(StrEnum):
    """What the circuit breaker counts by."""

    ADDRESS = "address"
    DOMAIN = "domain"
    CONVERSATION = "conversation"


class Standing(StrEnum):
    """What we know of a sender."""

    ACTIVE = "active"
    UNCONFIRMED = "unconfirmed"
    SUSPENDED = "suspended"
    CLOSED = "closed"  # deactivated, erased, or imported and never claimed
    UNKNOWN = "unknown"


class Part(StrEnum):
    """What the sender is to the ticket or thread that was found."""

    REQUESTER = "requester"  # or the asker
    WATCHER = "watcher"
    PARTICIPANT = "participant"
    STAFF = "staff"
    READER = "reader"  # may see the thread, and takes no part in it
    STRANGER = "stranger"


class Way(StrEnum):
    """How the ticket or thread was found; the order is the one of looking."""

    KEY = "key"
    REFERENCE = "reference"
    NUMBER = "number"
    ORDER = "order"  # an administrator has said where it belongs


@dataclass(frozen=True, kw_only=True)
class Found:
    """The ticket or thread that a message is about. `name` is a ticket's number or a thread's title."""

    is_ticket: bool
    name: str
    way: Way
    part: Part
    is_note: bool = False  # the key of a note
    is_closed: bool = False
    has_own_key: bool = True  # False: the key was given to somebody else


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much came, and was answered by a machine of ours, within the last hour. A domain, and what only a subject
    holds together, count for people without a confirmed account: a whole company may write about one outage."""

    answered: Mapping[Scope, int] = field(default_factory=dict)
    arrived: Mapping[Scope, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that a decision is made of."""

    sender: str
    standing: Standing
    works_tickets: bool = False
    is_silenced: bool = False
    is_ourselves: bool = False  # sent from an address of this forum
    automatic: tuple[Automatic, ...] = ()
    authentication: Authentication = Authentication.UNKNOWN
    found: Found | None = None
    has_dead_key: bool = False  # sent to a reply address that leads nowhere
    makes: Makes | None = None  # of the address it came to; None: to none that opens anything
    forwards: str = ""  # the address of the colleague whose mail it sends on, if he has an account
    commands: tuple[str, ...] = ()
    unknown: Unknown = Unknown.PARK
    is_empty: bool = False  # neither words nor files
    imitates: str = ""  # whom of us the name of a sender without an account would be taken for
    is_blocked: bool = False
    stopped: Scope | None = None  # the circuit breaker is open
    load: Load = Load()
    is_released: bool = False  # an administrator has looked at it and lets it through


@dataclass(frozen=True)
class Reason:
    """One sentence: a msgid with its values."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What becomes of a message and why. `is_answered`: one automatic mail follows. `trips`: the circuit breaker
    opens for this scope, and administrators are told."""

    kind: Kind
    why: tuple[Reason, ...]
    is_answered: bool = False
    trips: Scope | None = None

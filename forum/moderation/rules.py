"""When flags take a post out of sight, and who may decide: facts in, an answer or a refusal out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from forum.conduct.models import Step
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.words import N_
from forum.moderation.models import Kind, Reason, Remedy, Verdict

LONGEST_NOTE = 500
LONGEST_MESSAGE = 2000
FAILED_FLAGS = 3  # so many in a row that no moderator agreed with, and a person's flags only tell, they hide nothing
MOST_WAITING = 5  # posts that a person's flags keep out of sight undecided; further ones only tell, they hide nothing
_MOST_OF_DEPARTMENT = 2
_REASONS = tuple(Reason)
_OF_POSTS = (Remedy.LEFT, Remedy.EDITED, Remedy.HIDDEN, Remedy.DELETED, Remedy.LOCKED)
REMEDIES: dict[Kind, tuple[Remedy, ...]] = {
    Kind.QUESTION: (*_OF_POSTS, Remedy.MOVED, Remedy.DUPLICATE, Remedy.MERGED),
    Kind.ANSWER: _OF_POSTS,
    Kind.COMMENT: _OF_POSTS,
    Kind.REPLY: (Remedy.LEFT, Remedy.HIDDEN),
    Kind.TICKET: (Remedy.LEFT, Remedy.HIDDEN),
    Kind.PERSON: (Remedy.LEFT, Remedy.DELETED),
}

_OWN_REPLY = N_("You wrote this yourself. You can put it right with another reply.")
OWN: dict[Kind, str] = {
    Kind.QUESTION: N_("You wrote this yourself. You can edit it, and delete it while nobody has answered."),
    Kind.ANSWER: N_("You wrote this yourself. You can edit or delete it."),
    Kind.COMMENT: N_("You wrote this yourself. You can edit or delete it."),
    Kind.REPLY: _OWN_REPLY,
    Kind.TICKET: _OWN_REPLY,
    Kind.PERSON: N_("This is your own profile. You can change what it says of you."),
}
"""Why nobody flags his own words, and what he can do instead."""


@dataclass(frozen=True)
class Voice:
    """One flag as it counts: its reason, the flagger's department, his last decided flags, True for agreed, and how
    many other posts that he flagged are out of sight and wait for a moderator.
    """

    reason: Reason
    department: str
    record: Sequence[bool] = ()
    waiting: int = 0

    @property
    def is_heard(self) -> bool:
        """Whether the flagger was not wrong each of the last FAILED_FLAGS times, and floods nobody's queue."""
        last = self.record[:FAILED_FLAGS]
        return self.waiting < MOST_WAITING and (len(last) < FAILED_FLAGS or any(last))


def gravity_of(reason: Reason) -> int:
    """The place of the reason among all, 0 the gravest."""
    return _REASONS.index(reason)


def is_enough(voices: Sequence[Voice], needed: Callable[[Reason], int]) -> bool:
    """Whether these flags hide the post before anybody has decided.

    Each counts as one part of the number that its reason needs. Of one department only two count for the reasons that
    need several, so that a group cannot silence somebody together.
    """
    weight, heard = Fraction(0), Counter[str]()
    for voice in voices:
        parts = needed(voice.reason)
        if parts == 0 or not voice.is_heard:
            continue
        department = voice.department.casefold().strip()
        heard[department] += 1
        if department and parts > 1 and heard[department] > _MOST_OF_DEPARTMENT:
            continue
        weight += Fraction(1, parts)
    return weight >= 1


def check_may_flag(kind: Kind, *, is_own: bool, is_public: bool) -> None:
    """NotAllowed for one's own words, and for what is out of sight already."""
    if is_own:
        raise NotAllowed(OWN[kind])
    if not is_public:
        raise NotAllowed("This has been taken out of sight already.")


def check_note(note: str, reason: Reason) -> None:
    """Invalid for a note that is too long, or for another reason that is not said."""
    if len(note) > LONGEST_NOTE:
        raise Invalid("The note can be at most %(most)s characters long.", field="note", most=LONGEST_NOTE)
    if reason is Reason.OTHER and not note.strip():
        raise Invalid("Say in a few words what is wrong.", field="note")


def check_open(decided_by: str | None) -> None:
    """Conflict if a colleague has decided meanwhile."""
    if decided_by is not None:
        raise Conflict("%(name)s has decided this already.", name=decided_by)


def check_may_decide(*, is_about_self: bool, has_flagged: bool, is_alone: bool) -> None:
    """NotAllowed if one wrote it or flagged it oneself, unless nobody else could decide."""
    if is_alone:
        return
    if is_about_self:
        raise NotAllowed("This is about you. Another moderator decides it.")
    if has_flagged:
        raise NotAllowed("You flagged this yourself. Another moderator decides it.")


def check_remedy(verdict: Verdict, remedy: Remedy, kind: Kind) -> None:
    """Invalid if the remedy is none for such a post, or goes against the verdict."""
    if remedy not in REMEDIES[kind]:
        raise Invalid("Choose what happens with the post.", field="remedy")
    if verdict is Verdict.DISAGREED and remedy is not Remedy.LEFT:
        raise Invalid("If the flag is not right, the post stays. Agree with it, or leave the post.", field="remedy")


def check_may_step(verdict: Verdict, step: Step, author_id: int | None, *, may_take: bool) -> None:
    """Invalid if nobody wrote it or the flag was not right; NotAllowed for a suspension by a lead."""
    if author_id is None:
        raise Invalid("Nobody is known to have written this, so no step can be taken.", field="step")
    if verdict is Verdict.DISAGREED:
        raise Invalid("If the flag is not right, no step follows.", field="step")
    if step is Step.SUSPENSION and not may_take:
        raise NotAllowed("Only moderators suspend. Ask one of them.")


def check_message(message: str) -> None:
    """Invalid if the message is too long."""
    if len(message) > LONGEST_MESSAGE:
        raise Invalid("The message can be at most %(most)s characters long.", field="words", most=LONGEST_MESSAGE)

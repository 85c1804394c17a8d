"""What may be done with an entry: facts in, a refusal out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.knowledge.faq.models import FaqState

FAILED_IN_A_ROW_FOR_DOUBT = 3
LONGEST_COMMENT = 1000
LANGUAGES = ("en", "ms")


class Step(StrEnum):
    """What leads an entry from one state to another; kept as `faq_step.act`."""

    SUBMIT = "submitted"
    PUBLISH = "published"
    SEND_BACK = "sent back"
    REVIEW_AGAIN = "under review again"
    RETIRE = "obsolete"
    REVIVE = "revived"


STEPS: dict[Step, tuple[frozenset[FaqState], FaqState]] = {
    Step.SUBMIT: (frozenset({FaqState.DRAFT}), FaqState.REVIEW),
    Step.PUBLISH: (frozenset({FaqState.DRAFT, FaqState.REVIEW}), FaqState.PUBLISHED),
    Step.SEND_BACK: (frozenset({FaqState.REVIEW}), FaqState.DRAFT),
    Step.REVIEW_AGAIN: (frozenset({FaqState.PUBLISHED}), FaqState.REVIEW),
    Step.RETIRE: (frozenset({FaqState.DRAFT, FaqState.REVIEW, FaqState.PUBLISHED}), FaqState.OBSOLETE),
    Step.REVIVE: (frozenset({FaqState.OBSOLETE}), FaqState.DRAFT),
}
"""Each step: from which states it leads, and to which."""


@dataclass(frozen=True)
class Publication:
    """Who wants to publish: whether the words are his own, and whether a colleague could do it."""

    is_own: bool
    others_could: bool

    @property
    def is_allowed(self) -> bool:
        """Nobody decides about himself unless nobody else could."""
        return not self.is_own or not self.others_could

    @property
    def is_alone(self) -> bool:
        """Whether it goes only because nobody else could: logged, and shown to readers."""
        return self.is_own and not self.others_could


def state_after(step: Step, state: FaqState) -> FaqState:
    """The state that `step` leads to; Conflict where the entry stands otherwise by now."""
    states, after = STEPS[step]
    _check_is_one_of(states, state)
    return after


def check_is_published(state: FaqState) -> None:
    """Conflict unless readers can find the entry: only then it is worth checking."""
    _check_is_one_of(frozenset({FaqState.PUBLISHED}), state)


def check_may_publish(publication: Publication) -> None:
    """NotAllowed for one's own words while a colleague could publish them."""
    if not publication.is_allowed:
        raise NotAllowed("These are your own words, so a colleague publishes them. You can send them for review.")


def check_may_promote(*, is_public: bool) -> None:
    """NotAllowed unless everybody who may read the thread can read the answer."""
    if not is_public:
        raise NotAllowed("This answer or its question has been removed, so it cannot become an FAQ entry.")


def check_language(language: str) -> None:
    """Invalid for a language that no page is written in."""
    if language not in LANGUAGES:
        raise Invalid("Choose one of the listed languages.", field="language")


def check_comment(comment: str) -> None:
    """Invalid if the comment is empty or longer than its column."""
    if not comment.strip():
        raise Invalid("Please write something first.", field="comment")
    if len(comment) > LONGEST_COMMENT:
        raise Invalid("The comment can be at most %(most)s characters long.", field="comment", most=LONGEST_COMMENT)


def check_may_vote(*, is_own: bool, is_published: bool) -> None:
    """NotAllowed on one's own words, or on what is not published."""
    if not is_published:
        raise NotAllowed("This entry is not published, so it takes no votes.")
    if is_own:
        raise NotAllowed("These are your own words. Let colleagues say whether they help.")


def next_review(*, at: datetime, days: int) -> datetime:
    """When an entry that is true at `at` is looked at again."""
    return at + timedelta(days=days)


def _check_is_one_of(states: frozenset[FaqState], state: FaqState) -> None:
    if state not in states:
        raise Conflict("This entry stands otherwise by now. Look at it again before you go on.")

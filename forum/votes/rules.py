"""Who may vote for what."""

from enum import IntEnum

from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.questions.models import Visibility

LONGEST_THANKS = 500


class VoteValue(IntEnum):
    """A vote says "helpful", or of an answer "did not work for me": a failure says more than a thumb."""

    HELPFUL = 1
    FAILED = -1


def vote_value(number: int) -> VoteValue:
    """The vote that a form's number means; Invalid if it means none."""
    if number not in (1, -1):
        raise Invalid("A vote is “helpful” or “did not work for me”.", field="value")
    return VoteValue(number)


def check_may_vote(value: VoteValue, *, visibility: Visibility, is_own: bool, is_answer: bool) -> None:
    """NotAllowed for one's own or a removed post; Invalid for "did not work" on a question."""
    if value is VoteValue.FAILED and not is_answer:
        raise Invalid("“Did not work for me” is for answers only.", field="value")
    if is_own:
        raise NotAllowed("You cannot vote for what you wrote yourself.")
    if visibility is not Visibility.PUBLIC:
        raise NotAllowed("This has been removed. It takes no votes.")


def check_may_thank(words: str, *, visibility: Visibility, is_own: bool, has_author: bool, is_again: bool) -> None:
    """Invalid without words; NotAllowed for one's own, a removed or nobody's answer; Conflict the second time."""
    if is_own:
        raise NotAllowed("You cannot thank yourself.")
    if visibility is not Visibility.PUBLIC or not has_author:
        raise NotAllowed("Nobody could read your thanks: this answer has no author any more.")
    if is_again:
        raise Conflict("You have thanked for this answer already.")
    if not words.strip():
        raise Invalid("Please write something first.", field="words")
    if len(words.strip()) > LONGEST_THANKS:
        raise Invalid("This can be at most %(most)s characters long.", field="words", most=LONGEST_THANKS)

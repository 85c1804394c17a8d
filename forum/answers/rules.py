"""Who may answer, accept, comment and claim: facts in, a refusal out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.kernel.errors import Conflict, NotAllowed
from forum.questions.models import Visibility
from forum.questions.rules import Standing, check_readable, check_takes_posts

LONGEST_COMMENT = 2000
CLAIM_LASTS = timedelta(minutes=20)


@dataclass(frozen=True)
class Accepting:
    """What the decision about an acceptance needs. `asker_chose` an answer that is accepted already."""

    is_asker: bool
    may_accept_for_asker: bool
    answered_at: datetime
    asker_chose: bool


def check_may_accept(standing: Standing, answer: Visibility, facts: Accepting, *, days: int, at: datetime) -> None:
    """NotAllowed unless the asker accepts, or IT staff when the answer has waited `days` for the asker."""
    check_readable(standing)
    check_answer_stands(answer)
    if facts.is_asker:
        return
    if not facts.may_accept_for_asker:
        raise NotAllowed("Only the person who asked can say which answer solved it.")
    if facts.asker_chose:
        raise NotAllowed("The person who asked has chosen an answer already. It stays.")
    if at - facts.answered_at < timedelta(days=days):
        raise NotAllowed(
            "The person who asked decides first. IT staff can accept an answer when it is %(days)s days old.", days=days
        )


def check_answer_stands(visibility: Visibility) -> None:
    """NotAllowed if the answer is removed."""
    if visibility is not Visibility.PUBLIC:
        raise NotAllowed("This answer has been removed.")


def check_may_withdraw(*, is_asker: bool, may_accept_for_asker: bool, as_staff: bool) -> None:
    """NotAllowed unless the asker takes an acceptance back, or IT staff one of IT staff's own."""
    if is_asker or (may_accept_for_asker and as_staff):
        return
    raise NotAllowed("Only the person who asked can take this back.")


def check_may_delete_answer(*, is_author: bool, may_delete_any: bool, is_accepted: bool) -> None:
    """NotAllowed unless it is one's own and not the accepted one, or staff deletes."""
    if may_delete_any:
        return
    if not is_author:
        raise NotAllowed("Only the author and staff can delete this.")
    if is_accepted:
        raise NotAllowed("This answer solved the question, so it stays for others. Staff can delete it.")


def check_may_delete_comment(*, is_author: bool, may_delete_any: bool) -> None:
    """NotAllowed unless it is one's own comment, or staff deletes."""
    if not (is_author or may_delete_any):
        raise NotAllowed("Only the author and staff can delete this.")


def check_may_claim(standing: Standing, *, is_asker: bool, is_solved: bool) -> None:
    """NotAllowed unless the question waits for somebody else's answer."""
    check_takes_posts(standing)
    if is_asker:
        raise NotAllowed("You asked this question. If you have found the answer, just write it.")
    if is_solved:
        raise NotAllowed("This question is solved already.")


def check_may_take_over(*, holder: str, may_take_over: bool) -> None:
    """Conflict, naming who is on it, unless IT staff takes over."""
    if not may_take_over:
        raise Conflict("%(name)s is on it already. You can still answer at any time.", name=holder)

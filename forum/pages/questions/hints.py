"""What is good to know before one answers once more. Hints advise; they stop nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

OLD_AFTER = timedelta(days=180)
IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class AnswerHints:
    """`in_a_row`: the reader wrote the last IN_A_ROW posts; `old_days`: days without any news, 0 while it is young."""

    in_a_row: bool
    old_days: int


def hints_for_answer(
    answers: Sequence[Any], comments: Mapping[int, Iterable[Any]], *, active_at: datetime, at: datetime
) -> AnswerHints:
    """The hints for the composer under these answers and comments, which are all of the thread."""
    posts = [*answers, *(comment for below in comments.values() for comment in below)]
    last = sorted(posts, key=attrgetter("created_at"))[-IN_A_ROW:]
    in_a_row = len(last) == IN_A_ROW and all(post.is_mine for post in last)
    quiet = at - active_at
    return AnswerHints(in_a_row, quiet.days if quiet >= OLD_AFTER else 0)

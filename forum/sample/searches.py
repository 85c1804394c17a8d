"""What people of the sample company looked for in vain, and what they found before they asked: for its reports."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.kernel.db import session
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.attempts import Kind, Suggestion
from forum.search.models import AskAttempt, SearchLogged

# What was typed, how many threads were found, how often.
_IN_VAIN = (
    ("salary slip password", 0, 5), ("parking card", 0, 4), ("borang cuti", 0, 3), ("fax to email", 0, 1),
    ("vpn slow after lunch", 3, 6), ("outlook signature", 2, 4), ("pencetak tingkat 3", 2, 2),
    ("wifi floor 3 slow", 2, 4), ("sap export excel", 3, 3), ("spam masuk banyak", 1, 2), ("phones registering", 1, 2),
)  # fmt: skip


def play_searches(*, founded_at: datetime) -> int:
    """The searches stand in the log without a name, as after a week; how many. The caller commits."""
    rows = [
        SearchLogged(typed=typed, at=founded_at - timedelta(days=9 + 3 * turn, hours=place), found=found, shown="")
        for place, (typed, found, often) in enumerate(_IN_VAIN)
        for turn in range(often)
    ]
    session.add_all(rows)
    return len(rows)


_WEEKS, _A_WEEK = 12, 9  # ask forms with suggestions


def play_attempts(question_ids: Iterable[int], *, founded_at: datetime) -> None:
    """Attempts to ask of twelve weeks stand there without a name, the most helpful last. The caller commits."""
    solved = unrestricted(), Question.id.in_(list(question_ids)), Question.solved_at.is_not(None)
    known = session.execute(select(Question.id, Question.category_id).where(*solved).order_by(Question.id)).all()
    session.add_all(
        _attempt(week, place, *known[(5 * week + place) % len(known)], founded_at=founded_at)
        for week in range(1, _WEEKS + 1)
        for place in range(_A_WEEK - week // 3)
    )


def _attempt(weeks_ago: int, place: int, question_id: int, category_id: int, *, founded_at: datetime) -> AskAttempt:
    """Of a week's forms the first found it and say so, the next found it, others came back, posted, or only looked."""
    name, found = str(Suggestion(Kind.THREAD, question_id)), _A_WEEK - 3 - weeks_ago // 3
    return AskAttempt(
        key=f"sample-{weeks_ago}-{place}", at=founded_at - timedelta(days=7 * weeks_ago + 1, hours=5 * place),
        category_id=category_id, shown=name, shown_count=1, opened=name if place < found else "",
        solved_by=name if place < found // 2 else "", question_id=question_id if place == found else None,
        ticket_followed=place == found - 1, came_back=place == found - 2,
    )  # fmt: skip

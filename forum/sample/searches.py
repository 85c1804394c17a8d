"""What people of the sample company looked for in vain, so that its report has something to say."""

from datetime import datetime, timedelta

from forum.kernel.db import session
from forum.search.models import SearchLogged

# What was typed, how many threads were found, how often.
_IN_VAIN = (
    ("salary slip password", 0, 5), ("parking card", 0, 4), ("borang cuti", 0, 3), ("fax to email", 0, 1),
    ("vpn slow after lunch", 3, 6), ("outlook signature", 2, 4), ("pencetak tingkat 3", 2, 2),
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

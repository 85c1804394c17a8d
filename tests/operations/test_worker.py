"""What the worker does while the database does not answer."""

import logging
from datetime import datetime
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from forum.app import Tanya
from forum.search.index.protocol import IndexSilent
from forum.worker import Looker

_AWAY = OperationalError("SELECT 1", {}, Exception("connection refused\nIs the server running?"))


class _Until(Event):
    """Set once it was waited for so often; keeps for how long."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self._times = times

    def wait(self, timeout: float | None = None) -> bool:
        """Nobody waits."""
        self.pauses.append(timeout or 0)
        if len(self.pauses) == self._times:
            self.set()
        return self.is_set()


@pytest.mark.parametrize("away", [_AWAY, IndexSilent("connection refused")], ids=["database", "index"])
def test_looks_become_rare_while_they_fail_and_say_so_in_a_line(
    app: Tanya, caplog: pytest.LogCaptureFixture, away: Exception
) -> None:
    outcomes: list[int | Exception] = [1, 0, *[away] * 8, 0]
    coming = iter(outcomes)

    def work(_holder: str, _at: datetime) -> int:
        outcome = next(coming)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    looker = Looker(app, work)
    looker._stopping = until = _Until(len(outcomes))
    with caplog.at_level(logging.INFO, "forum.worker"):
        looker.run()
    assert until.pauses == [0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30, 0.5]
    assert {(record.message, vars(record)["reason"]) for record in caplog.records} == {
        ("work failed", "connection refused")
    }
    assert all(record.exc_info is None for record in caplog.records)

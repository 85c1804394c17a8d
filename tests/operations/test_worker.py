"""What the worker does while the database does not answer."""

import logging
from datetime import datetime
from threading import Event

import pytest
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError

from forum.app import Tanya
from forum.kernel.faults import TAKES_NO_CHANGES
from forum.search.index.protocol import IndexSilent
from forum.worker import Looker, _tried

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


_ONLY_READS = InternalError("UPDATE job_lease", {}, ReadOnlySqlTransaction("cannot execute UPDATE"))


def test_a_server_that_only_reads_is_told_in_a_sentence(app: Tanya, caplog: pytest.LogCaptureFixture) -> None:
    record = _logged(app, caplog, _ONLY_READS)
    assert vars(record)["reason"] == " ".join(TAKES_NO_CHANGES) and record.exc_info is None


def test_a_mistake_of_ours_is_logged_with_its_trace(app: Tanya, caplog: pytest.LogCaptureFixture) -> None:
    assert _logged(app, caplog, DatabaseError("UPDATE person", {}, Exception("no such column"))).exc_info


def _logged(app: Tanya, caplog: pytest.LogCaptureFixture, failure: Exception) -> logging.LogRecord:
    def work() -> int:
        raise failure

    with app.app_context(), caplog.at_level(logging.INFO, "forum.worker"):
        _tried("tell", work)
    (record,) = caplog.records
    return record

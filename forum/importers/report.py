"""What came in, what was there already, and what was left, with the reason."""

import csv
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TextIO

from forum.importers.records import BadRow, CutOff
from forum.kernel.errors import Invalid


@dataclass
class Report:
    """Counts by kind; rows that were left go to a CSV file as they come, so that memory stays flat.

    The file is there from the beginning, with nothing of an earlier import: Invalid if it cannot be written.
    """

    path: Path
    seen: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    left: int = 0
    cut_off: list[str] = field(default_factory=list)
    _file: TextIO | None = None

    def leave(self, row: BadRow) -> None:
        """The row is counted and listed with its reason."""
        self.left += 1
        if isinstance(row, CutOff):
            self.cut_off.append(row.where)
        if self._file is not None:
            csv.writer(self._file).writerow([row.where, row.reason])

    def has(self, key: str, known: Container[str], where: str) -> bool:
        """Whether the key is known; else the row is left."""
        return self.holds(key in known, where, f"{key} is not there")

    def holds(self, is_so: bool, where: str, else_reason: str) -> bool:
        """Whether it is so; else the row is left for the reason."""
        if not is_so:
            self.leave(BadRow(where, else_reason))
        return is_so

    def __enter__(self) -> "Report":
        try:
            self._file = self.path.open("w", encoding="utf-8", newline="")
        except OSError as failure:
            raise Invalid("%(file)s cannot be written: %(why)s.", file=self.path, why=failure.strerror) from None
        csv.writer(self._file).writerow(["where", "reason"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def lines(self) -> list[str]:
        """The closing lines: each kind with its counts in and out."""
        kinds = [f"{kind:<12} {self.seen[kind]:>8} read  {self.written[kind]:>8} new" for kind in self.seen]
        return [
            *kinds,
            f"{self.left} row{'s' * (self.left != 1)} left out, wholly or in part"
            + (f", listed in {self.path}" if self.left else ""),
        ]

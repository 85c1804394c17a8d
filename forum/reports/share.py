"""How many of how many."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that may be nothing."""

    kept: int = 0
    of: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded; None of nothing."""
        return round(100 * self.kept / self.of) if self.of else None

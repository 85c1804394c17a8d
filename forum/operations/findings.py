"""What the doctor says: one sentence a finding, and what to do where something must be done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the installation; `remedy` says what to do, empty where all is well."""

    sentence: str
    remedy: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether something must be done."""
        return bool(self.remedy)

    def __str__(self) -> str:
        return f"DO    {self.sentence} {self.remedy}" if self.is_wrong else f"ok    {self.sentence}"

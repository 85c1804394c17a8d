"""What mail in has to know of this installation, which the environment says and not the database."""

from dataclasses import dataclass

from forum.files.storage import Storage


@dataclass(frozen=True)
class Here:
    """`sends_from` is the address of our own mails, `domain` the one whose `reply+...@` comes back to us."""

    sends_from: str
    domain: str
    storage: Storage

    @property
    def domains(self) -> frozenset[str]:
        """In which our own Message-IDs are."""
        return frozenset({self.sends_from.rpartition("@")[2].lower(), self.domain.lower()} - {""})

"""How messages are written down."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, EmailPolicy


class _Ids(UnstructuredHeader):
    """Message-IDs, each on a line of its own: the library would encode one that is longer than a line, as Exchange's
    are, and no mail program finds it then."""

    max_count = 1

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header's lines."""
        return f"{self.name}: " + f"{policy.linesep} ".join(str(self).split()) + policy.linesep  # type: ignore[attr-defined]


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("in-reply-to", "references"):
        registry.map_to_type(name, _Ids)  # type: ignore[arg-type]
    return registry


POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers())
"""In seven bits: nobody on the way has a reason to write it anew, which would break a signature."""

"""Which stored files a text refers to."""

import re

_ADDRESS = re.compile(r"(?<![\w.])/files/([0-9a-f]{32})/")
MOST_LINKED = 200


def linked_tokens(source: str) -> list[str]:
    """The tokens of the files whose address appears in a post's source, each once, in order; at most MOST_LINKED."""
    return list(dict.fromkeys(_ADDRESS.findall(source)))[:MOST_LINKED]

"""The name a stored file is shown and downloaded with."""

import re

from forum.kernel.text.clean import clean_line

LONGEST = 100
_UNWANTED = re.compile(r"[^\w.()+-]+")


def clean_name(name: str, extension: str) -> str:
    """The last part of `name` without what means something to a path, a header or a shell, ending in `extension`.

    A name that ends otherwise keeps its own ending before it: a picture called `map.svg` becomes `map.svg.txt`.
    """
    last = re.split(r"[/\\]", clean_line(name))[-1]
    stem = _UNWANTED.sub("-", last).strip(".-_") or "file"
    if stem.casefold().endswith(extension):
        stem = stem[: -len(extension)].rstrip(".") or "file"
    return stem[: LONGEST - len(extension)].rstrip(".-") + extension

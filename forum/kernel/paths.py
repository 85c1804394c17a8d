"""Where the files that ship with the program are: inside the installed package first, then beside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The folder `templates`, `static` or `migrations`, in a wheel or in a checkout.

    The package is looked into first: beside an installed package stands everybody else's `site-packages`.
    """
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


TRANSLATIONS = _PACKAGE / "translations"

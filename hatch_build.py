"""Compiles the catalogues of words: git keeps no `.mo`, the wheel and the editable install have them."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """Every `messages.po` has its `messages.mo` beside it before anything is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called once before a build."""
        for source in Path(self.root, "forum", "translations").rglob("*.po"):
            with source.open("rb") as words, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(words))

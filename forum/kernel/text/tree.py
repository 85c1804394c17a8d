"""Sanitised HTML as a small tree: enough to write it again in another form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 60
"""Elements nested deeper join their ancestor at this level, so that walking the tree cannot exhaust the stack."""

_VOID = frozenset({"br", "hr", "img", "input", "col"})


@dataclass(slots=True)
class Element:
    """A tag with its attributes and what stands inside it, texts and elements in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self, *names: str) -> list[Element]:
        """The children of these names, or all child elements when none is given."""
        return [child for child in self.children if isinstance(child, Element) and (not names or child.name in names)]

    def descendants(self, *names: str) -> Iterator[Element]:
        """Every element of these names below this one, in the order of the text."""
        for child in self.elements():
            if child.name in names:
                yield child
            yield from child.descendants(*names)

    def text(self) -> str:
        """All text inside, as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def tree_of(html: str) -> Element:
    """The tree of well-formed HTML (as the sanitiser leaves it), under a nameless root."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[min(len(self._open), DEEPEST) - 1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].name == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[min(len(self._open), DEEPEST) - 1].children.append(data)

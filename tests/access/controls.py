"""What stands in the fields of a page, as a person would find it there."""

import re
from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, set[str]] = {}
        self._select = self._textarea = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes what an input holds, what is chosen, and where a text begins."""
        facts = {name: value or "" for name, value in attrs}
        name, value = facts.get("name", ""), facts.get("value", "")
        if tag == "input" and (facts.get("type") not in ("checkbox", "radio") or "checked" in facts):
            self._note(name, value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in facts:
            self._note(self._select, value)
        elif tag == "textarea":
            self._textarea, self._text = name, []

    def handle_data(self, data: str) -> None:
        """Takes the words of a text."""
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Takes the whole text at its end; a line break right at its beginning is the page's."""
        if tag == "textarea":
            self._note(self._textarea, "".join(self._text).removeprefix("\n"))

    def _note(self, name: str, value: str) -> None:
        self.found.setdefault(name, set()).add(value)


def controls(page: str) -> dict[str, set[str]]:
    """By the fields' names: what stands in them, what is chosen, what is ticked."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


def form_to(address: str, page: str) -> dict[str, str]:
    """What the page's form to this address, or to the page's own where it names none, sends as it stands."""
    forms = [each for each in re.findall(r"<form\b.*?</form>", page, re.DOTALL) if 'method="post"' in each]
    named = [each for each in forms if f'action="{address}"' in each.partition(">")[0]]
    own = [each for each in forms if "action=" not in each.partition(">")[0]]
    (form,) = named or own
    return {name: held.pop() for name, held in controls(form).items() if name != "csrf_token"}

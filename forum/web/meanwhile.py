"""Forms that two may have open at once: who saves second sees what the first changed, and takes nothing back unseen.

A form carries a digest of each value that it was opened on. Where only the other changed something, the form is given
back with it; where both did, what was typed stays in it and what stands now is shown above it. A secret that was taken
out of the words meanwhile does not come back with the form.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField

from forum.diagnostics.secrets import MASK
from forum.kernel.errors import Conflict
from forum.kernel.text.dotted import with_dots
from forum.kernel.words import N_
from forum.web.forms import Form


class Overtaken(Conflict):
    """Somebody saved while the form was open. `now` is what stands, `theirs` of it what both changed, `taken` what only
    the other changed; `merged` is what was typed with that, and with dots where a secret was taken out meanwhile.
    `dotted`: it has such dots; `lacks_dots`: some could not be put."""

    def __init__(
        self, typed: Mapping[str, Any], now: Mapping[str, Any], *, changed: set[str], touched: set[str]
    ) -> None:
        super().__init__(N_("Somebody has changed this while you had it open. Compare, then save again."))
        self.now = now
        self.theirs = {name: now[name] for name in now if name in changed & touched and typed[name] != now[name]}
        self.taken = {name: now[name] for name in now if name in changed - touched}
        typed = {**typed, **self.taken}
        found = {name: with_dots(now[name], each, MASK) for name, each in typed.items() if _has_dots(now.get(name))}
        self.merged = {**typed, **{name: text for name, (text, _lacking) in found.items()}}
        self.dotted = self.merged != typed
        self.lacks_dots = any(lacking for _text, lacking in found.values())


def opened_on(values: Mapping[str, Any]) -> str:
    """What a form carries to tell later which values it was opened on."""
    return " ".join(f"{name}:{_digest(value)}" for name, value in values.items())


def check_not_overtaken(opened: str | None, typed: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Overtaken if the form that says `opened` would take back what somebody else has saved since; `now` is locked.

    What says nothing, as programs may, is taken as it is.
    """
    was = dict(part.split(":", 1) for part in (opened or "").split() if ":" in part)
    changed = {name for name, value in now.items() if was.get(name, _digest(value)) != _digest(value)}
    if any(typed[name] != now[name] for name in changed):
        touched = {name for name in now if _digest(typed[name]) != was.get(name)}
        raise Overtaken(typed, now, changed=changed, touched=touched)


class OpenedForm(Form):
    """A form that knows what it was opened on, and after a refusal what somebody else has changed since."""

    opened = HiddenField(default="")
    overtaken: Overtaken | None = None

    def check_not_overtaken(self, now: Mapping[str, Any]) -> None:
        """Overtaken if the form would take back what somebody else has saved in these fields; `now` is locked."""
        check_not_overtaken(self.opened.data, {name: self[name].data for name in now}, now)

    def take_over(self, overtaken: Overtaken) -> None:
        """The form has what only the other changed, and counts as opened on what stands now."""
        self.overtaken = overtaken
        for name, value in overtaken.merged.items():
            if value != self[name].data:
                self[name].process_data(value)
        self.opened.data = opened_on(overtaken.now)


def _has_dots(value: object) -> bool:
    return isinstance(value, str) and MASK in value


def _digest(value: object) -> str:
    return hashlib.sha256(str(value or "").encode()).hexdigest()[:12]

"""Variables that look like settings of the environment and are none: a mistyped name sets nothing."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from forum.kernel.settings.environment import Environment

_PREFIX = "TANYA_"
_KNOWN = [name.upper() for name in Environment.model_fields]
_OF_A_SERVICE = re.compile(r"TANYA_(SERVICE_(HOST|PORT.*)|PORT_\d+_\w+)=|TANYA_PORT=tcp:")


def unknown_settings(variables: Mapping[str, str]) -> dict[str, str]:
    """The names that no setting has, each with the nearest that one has, or with an empty text.

    What Kubernetes tells every program of a service called tanya is left out.
    """
    ours = [name for name in variables if name.upper().startswith(_PREFIX)]
    unknown = [name for name in ours if name.upper().removeprefix(_PREFIX) not in _KNOWN]
    return {name: _nearest(name) for name in sorted(unknown) if not _OF_A_SERVICE.match(f"{name}={variables[name]}")}


def _nearest(name: str) -> str:
    found = get_close_matches(name.upper().removeprefix(_PREFIX), _KNOWN, n=1)
    return f"{_PREFIX}{found[0]}" if found else ""


def sentence_about(unknown: Mapping[str, str]) -> str:
    """One line about names that no setting has."""
    named = [f"{name} (did you mean {near}?)" if near else name for name, near in unknown.items()]
    return f"No setting is called {' or '.join(named)}."

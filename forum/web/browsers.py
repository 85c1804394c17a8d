"""What a browser says of itself in its User-Agent header: its system and name, read only when its person asks for it.

Browsers tell less than they know: Windows 11 calls itself 10, macOS stays at 10.15.7 (MDN, "User-Agent reduction").
What is not told stays empty.
"""

import re
from dataclasses import dataclass

_SYSTEMS = (
    (re.compile(r"Windows NT 10\.0"), "Windows", "10 or 11"),
    (re.compile(r"Windows NT 6\.3"), "Windows", "8.1"),
    (re.compile(r"Windows NT 6\.1"), "Windows", "7"),
    (re.compile(r"\b(?:iPhone|iPad|CPU) OS (\d{1,3}(?:_\d{1,3}){0,2})"), "iOS", ""),
    (re.compile(r"Mac OS X 10[_.]15[_.]7"), "macOS", ""),
    (re.compile(r"Mac OS X (\d{1,3}(?:[_.]\d{1,3}){0,2})"), "macOS", ""),
    (re.compile(r"\bAndroid (\d{1,3}(?:\.\d{1,3}){0,2})"), "Android", ""),
    (re.compile(r"\bCrOS\b"), "ChromeOS", ""),
    (re.compile(r"\bUbuntu\b"), "Ubuntu", ""),
    (re.compile(r"\bLinux\b"), "Linux", ""),
)
_BROWSERS = (
    (re.compile(r"\bEdgA?/(\d{1,4})"), "Edge"),
    (re.compile(r"\bFirefox/(\d{1,4})"), "Firefox"),
    (re.compile(r"\b(?:Headless)?Chrome/(\d{1,4})"), "Chrome"),
    (re.compile(r"\bVersion/(\d{1,4})[\d.]{0,20} (?:Mobile/\w{1,20} )?Safari/"), "Safari"),
)
_LONGEST = 400


@dataclass(frozen=True)
class Told:
    """System, its version and the browser with its version; empty where the header does not say."""

    system: str = ""
    system_version: str = ""
    browser: str = ""

    @property
    def label(self) -> str:
        """All of it in one line: "Windows 10 or 11, Firefox 133"."""
        return ", ".join(part for part in (f"{self.system} {self.system_version}".strip(), self.browser) if part)


def told_by(user_agent: str) -> Told:
    """What the header tells."""
    said = user_agent[:_LONGEST]
    system, version = next(
        ((name, fixed or "".join(found.groups()).replace("_", ".")) for pattern, name, fixed in _SYSTEMS
         if (found := pattern.search(said))),
        ("", ""),
    )  # fmt: skip
    browser = next((f"{name} {found[1]}" for pattern, name in _BROWSERS if (found := pattern.search(said))), "")
    return Told(system, version, browser)

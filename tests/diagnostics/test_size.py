"""Twice the text takes about twice the time, whatever is in it: no pattern runs away."""

import time
from collections.abc import Callable

import pytest

from forum.diagnostics.reports import recognised
from forum.diagnostics.secrets import secrets_in
from tests.diagnostics.test_reports import SAMPLES

_KB = 1024
_MOST = 3.0  # seconds of the processor; half a second alone, and minutes for a pattern that runs away
_BAIT = (
    "password ", "password: a", "a.", "a_", "eyJa.eyJa.", "-----BEGIN RSA PRIVATE KEY-----\n", "at a.b.",
    "   at a.b.c(", "   at a (https://x:1:", "a@gmail.", "net use ", "a://b:", "10.", "00-", "000000-", "Error: ", " ",
    "\n", "a", "User Agent Mozilla/5.0 ", "java.lang.", "kata laluan ",
)  # fmt: skip


def _seconds(act: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    act(text)
    return time.process_time() - begun


@pytest.mark.parametrize("bait", _BAIT, ids=repr)
@pytest.mark.parametrize("act", [recognised, secrets_in], ids=["reports", "secrets"])
def test_two_hundred_kilobytes_of_anything_are_quick(act: Callable[[str], object], bait: str) -> None:
    assert _seconds(act, (bait * (200 * _KB // len(bait) + 1))[: 200 * _KB]) < _MOST


@pytest.mark.parametrize("act", [recognised, secrets_in], ids=["reports", "secrets"])
def test_a_log_of_two_hundred_kilobytes_is_quick(act: Callable[[str], object]) -> None:
    log = "\n".join(path.read_text("utf-8") for path in SAMPLES)
    assert _seconds(act, (log * 20)[: 200 * _KB]) < _MOST

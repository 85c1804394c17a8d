"""Settings that administrators change, as a process keeps them."""

import json

from pytest import MonkeyPatch

from forum.accounts.settings import SITE_NAME
from forum.app import Tanya
from forum.kernel.settings import registry


def test_a_setting_has_its_value_also_while_others_are_read(app: Tanya, monkeypatch: MonkeyPatch) -> None:
    registry.store(SITE_NAME, "Kencana")
    registry.refresh_now()
    registry.raise_version()
    read, meanwhile = json.loads, []
    monkeypatch.setattr(json, "loads", lambda text: [meanwhile.append(SITE_NAME()), read(text)][1])
    registry.refresh_now()
    assert meanwhile == ["Kencana"] == [SITE_NAME()]

"""A setting of the environment that cannot be used is named, with what to write instead."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from forum.app import _kept_secret
from forum.kernel.settings.environment import Environment, sentence_for
from forum.kernel.settings.unknown import sentence_about, unknown_settings

_POSTGRESQL = "postgresql://user:password@host:5432/tanya, in the password %40 for @, %2F for / and %25 for %"
_WRONG = {
    "web_threads": {"900": "use at most 64", "0": "use at least 1", "many": "write a whole number"},
    "sample_company": {"perhaps": "write true or false"},
    "log_format": {"xml": "write 'text' or 'json'"},
    "mail_dkim_selector": {"a b": "use only letters, digits, hyphens, and dots between them"},
    "secret_key": {"short": "use at least 32 characters"},
    "public_url": {
        "nonsense": "write it as https://ask.example.com, with nothing behind the host and its port",
        "https://example.com/ask": "write it as https://ask.example.com, with nothing behind the host and its port",
    },
    "database_url": {
        "mysql://h/tanya": "begin it with sqlite:/// or postgresql://",
        **dict.fromkeys(
            [
                "sqlite:///",
                "sqlite:///:memory:",
                "sqlite:///tanya.db",
                "postgresql://u:pass word@h:abc/tanya",
                "postgresql://u:p@ss@h/tanya",
                "postgresql://u:p/ss@h/tanya",
                "postgresql://u:p%ss@h/tanya",
            ],
            f"write it as sqlite:////path/file.db or {_POSTGRESQL}",
        ),
    },
    "search_url": {"postgresql://h:abc/tanya": f"write it as {_POSTGRESQL}"},
    "queue_url": {"postgresql://h:abc/tanya": f"write it as {_POSTGRESQL}"},
}
_CASES = [(name, value, words) for name, cases in _WRONG.items() for value, words in cases.items()]


@pytest.mark.parametrize(("name", "value", "words"), _CASES)
def test_the_sentence_says_what_to_write(name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"TANYA_{name.upper()}", value)
    with pytest.raises(ValidationError) as refused:
        Environment()
    assert sentence_for(refused.value) == f"The setting TANYA_{name.upper()} is not right: {words}."


def test_a_name_that_no_setting_has_is_said_with_the_nearest_that_one_has() -> None:
    unknown = unknown_settings({"TANYA_DATABSE_URL": "sqlite:////x", "TANYA_XYZ": "1"})
    assert sentence_about(unknown) == (
        "No setting is called TANYA_DATABSE_URL (did you mean TANYA_DATABASE_URL?) or TANYA_XYZ."
    )


def test_every_setting_is_known_however_it_is_written() -> None:
    names = [f"TANYA_{name}" for name in Environment.model_fields]
    assert unknown_settings(dict.fromkeys([*names, *map(str.upper, names), *map(str.lower, names)], "")) == {}


def test_what_kubernetes_sets_beside_a_service_is_not_meant_as_a_setting() -> None:
    told = {
        "TANYA_PORT": "tcp://10.0.0.1:8080",
        "TANYA_PORT_8080_TCP_ADDR": "10.0.0.1",
        "TANYA_SERVICE_HOST": "10.0.0.1",
        "TANYA_SERVICE_PORT_HTTP": "8080",
    }
    assert unknown_settings(told) == {}
    assert list(unknown_settings({"TANYA_PORT": "9000"})) == ["TANYA_PORT"]


@pytest.mark.parametrize("name", ["web_threads", "data_dir", "mail_dkim_key", "log_format"])
def test_a_setting_without_a_value_has_its_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"TANYA_{name.upper()}", "")
    assert getattr(Environment(), name) == Environment.model_fields[name].default


def test_processes_that_start_together_sign_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starting:
        keys = set(starting.map(_kept_secret, [tmp_path] * 8))
    assert len(keys) == 1 and len(keys.pop()) == 64
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_that_was_never_written_is_made(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch(mode=0o600)
    assert len(_kept_secret(tmp_path)) == 64 == len((tmp_path / "secret_key").read_text())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p%40s%25s%2Fw@Db.Example.com:5432/tanya",
        "postgresql://u@[::1]/tanya",
        "postgresql://u@h1,h2/tanya",
        "postgresql:///tanya?host=/run/postgresql",
        "sqlite:////srv/tanya/a b%c.db",
    ],
)
def test_a_database_may_be_named_in_each_of_these_ways(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANYA_DATABASE_URL", url)
    assert Environment().database.partition(":")[2] == url.partition(":")[2]

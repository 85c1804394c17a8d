"""A setting of the environment that cannot be used is named, with what to write instead."""

import pytest
from pydantic import ValidationError

from forum.kernel.settings.environment import Environment, sentence_for

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
            ["sqlite:///", "sqlite:///:memory:", "postgresql://u:pass word@h:abc/tanya"],
            "write it as sqlite:////path/file.db or postgresql://user:password@host:5432/tanya",
        ),
    },
    "search_url": {"postgresql://h:abc/tanya": "write it as postgresql://user:password@host:5432/tanya"},
    "queue_url": {"postgresql://h:abc/tanya": "write it as postgresql://user:password@host:5432/tanya"},
}
_CASES = [(name, value, words) for name, cases in _WRONG.items() for value, words in cases.items()]


@pytest.mark.parametrize(("name", "value", "words"), _CASES)
def test_the_sentence_says_what_to_write(name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"TANYA_{name.upper()}", value)
    with pytest.raises(ValidationError) as refused:
        Environment()
    assert sentence_for(refused.value) == f"The setting TANYA_{name.upper()} is not right: {words}."

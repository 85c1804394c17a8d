"""A token server is named with all that it needs, or the start stops with a sentence."""

import pytest
from pydantic import ValidationError

from forum.kernel.settings.environment import Environment, sentence_for

WHOLE = {
    "mail_oauth_token_url": "https://login.example/token",
    "mail_oauth_client_id": "tanya",
    "mail_oauth_client_secret": "hush",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"mail_oauth_token_url": "http://login.example/token"},
            "OAUTH_TOKEN_URL is not right: write it as https",
        ),
        ({"mail_oauth_token_url": "file:///etc/passwd"}, "MAIL_OAUTH_TOKEN_URL is not right"),
        ({"mail_oauth_client_id": ""}, "MAIL_OAUTH_CLIENT_ID is not right: the token server"),
        ({"mail_oauth_client_secret": ""}, "give it, or TANYA_MAIL_OAUTH_CLIENT_SECRET"),
        ({"mail_in_imap": "imap://forum@mail.example/INBOX"}, "MAIL_IN_IMAP is not right: write it as imaps"),
    ],
)
def test_what_is_missing_is_said(change: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Environment(**WHOLE | change)
    assert said in sentence_for(wrong.value)


@pytest.mark.parametrize(
    "more", [{}, {"mail_oauth_client_secret": "", "mail_oauth_refresh_token": "r"}, {"mail_in_imap": "imaps://f@m.x/"}]
)
def test_what_is_whole_is_taken(more: dict[str, str]) -> None:
    assert Environment(**WHOLE | more).mail_oauth_client_id == "tanya"


def test_a_mailbox_has_a_password_where_nobody_gives_tokens() -> None:
    with pytest.raises(ValidationError, match="or set TANYA_MAIL_OAUTH_TOKEN_URL too"):
        Environment(mail_in_imap="imaps://forum@mail.example/INBOX")

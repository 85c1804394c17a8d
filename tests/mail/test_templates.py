"""Which mails there are, each of three files, and which of them can be stopped by one click."""

from pathlib import Path

from forum.kernel.paths import shipped
from forum.notifications.kinds import KINDS

_NEWS = {kind.template for kind in KINDS.values()} | {"digest"}  # delivery gives each its way out
_WITHOUT_WAY_OUT = {
    "confirm": "somebody asked for an account", "already_known": "the same, of one who has an account",
    "account_made": "an administrator makes one for him",
    "invitation": "an administrator invites; there is no account yet", "password": "somebody asked for it",
    "account_closed": "the same, of one whose account is closed", "address_corrected": "an administrator changed it",
    "address": "he changes his address", "address_again": "he tries his address", "address_notice": "of such a change",
    "suspended": "he cannot sign in, and is to know why", "receipt": "answers a mail of his (RFC 3834)",
    "mail_refused": "answers a mail (RFC 3834)", "not_posted": "the same",
}  # fmt: skip


def _folders() -> list[Path]:
    return [each for each in (shipped("templates") / "email").iterdir() if each.is_dir()]


def test_a_mail_is_three_files() -> None:
    for folder in _folders():
        assert {each.name for each in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_every_mail_is_news_with_a_way_out_or_says_why_it_has_none() -> None:
    assert {folder.name for folder in _folders()} == _NEWS | _WITHOUT_WAY_OUT.keys()
    assert not _NEWS & _WITHOUT_WAY_OUT.keys()

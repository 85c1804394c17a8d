"""A secret in a mail that was kept as it came, in whatever coding."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from forum.privacy.letters import says
from forum.privacy.spellings import secret

SECRET = "Kzq7!hünter<99>"


def _letter(body: str, *, coding: str | None = None, subject: str = "Sign-in") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message.set_content(body, cte=coding)
    message.add_alternative(f"<p>{body.replace('<', '&lt;')}</p>", subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
def test_a_letter_says_what_its_coding_hides(coding: str) -> None:
    assert says(_letter(f"It is {SECRET}.", coding=coding), secret(SECRET))


def test_a_subject_says_it_too() -> None:
    assert says(_letter("Hello", subject=f"It is {SECRET}"), secret(SECRET))


def test_other_letters_and_no_letters_are_left() -> None:
    assert not says(_letter("It is another."), secret(SECRET))
    assert not says(b"\xff\x00 no mail at all", secret(SECRET))


def test_a_coding_that_nobody_knows_is_read_all_the_same() -> None:
    letter = _letter("It is hunter22.").replace(b"utf-8", b"x-unknown")
    assert says(letter, secret("hunter22"))

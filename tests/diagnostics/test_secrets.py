"""What should not be posted is noticed and masked; what only looks like it is left alone."""

import tomllib
from pathlib import Path

import pytest

from forum.diagnostics.secrets import MASK, masked, secrets_in
from tests.diagnostics.test_reports import SAMPLES

PLANTED = tomllib.loads((Path(__file__).parent / "planted.toml").read_text("utf-8"))["planted"]


def test_there_are_twenty_planted_secrets() -> None:
    assert len(PLANTED) == 20


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted["secret"][:12])
def test_a_planted_secret_is_found_and_masked(planted: dict[str, str]) -> None:
    found = [secret for secret in secrets_in(planted["text"]) if not secret.is_address]
    assert [secret.kind for secret in found] == [planted["kind"]]
    shown = masked(planted["text"], {found[0].mark})
    assert planted["secret"] not in shown and MASK in shown


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_sample_has_a_secret(path: Path) -> None:
    assert [each for each in secrets_in(path.read_text("utf-8")) if not each.is_address] == []


@pytest.mark.parametrize(
    "text",
    [
        "My password is not working and the token expired.",
        "Password: ******** and then Password: <your password>",
        "password = os.environ['DB_PASSWORD']; token = get_token(user)",
        "Password: required, PIN: unknown, Kata laluan: lupa",
        "PublicKeyToken=30ad4fe6b2a6aeed, SyntaxError: Unexpected token: <",
        "Password last set 3/11/2026 10:14:02; password expires: Never",
        "See https://intranet.kencana.example:8443/reset?step=2 for the password",
        "commit 3f9d1c0b7a6e5d4c3b2a1908f7e6d5c4b3a29180, build 22631.4460, KB5044033",
    ],
)
def test_what_only_looks_like_a_secret_is_left_alone(text: str) -> None:
    assert secrets_in(text) == []


def test_addresses_are_shown_apart_and_masked_only_if_wanted() -> None:
    text = "From 10.20.33.118, 5C-B4-7E-12-9A-03 and ana.lim88@gmail.com; not 8.8.8.8 or 10.0.22631.4460."
    found = secrets_in(text)
    assert [(each.value, each.is_address) for each in found] == [
        ("10.20.33.118", True), ("5C-B4-7E-12-9A-03", True), ("ana.lim88@gmail.com", True)
    ]  # fmt: skip
    assert masked(text, {found[2].mark}) == text.replace("ana.lim88@gmail.com", MASK)


def test_a_secret_that_comes_twice_is_masked_twice() -> None:
    text = "password: Sunshine99! then again Sunshine99!"
    assert masked(text, {secrets_in(text)[0].mark}) == f"password: {MASK}! then again {MASK}!"


def test_a_masked_text_has_no_secret_left() -> None:
    text = "\n".join(planted["text"] for planted in PLANTED)
    shown = masked(text, {secret.mark for secret in secrets_in(text)})
    assert secrets_in(shown) == []
    assert [planted["secret"] for planted in PLANTED if planted["secret"] in shown] == []

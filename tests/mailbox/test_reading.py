"""What a person wrote is read from the forms that mail programs give it."""

import time

import pytest

from forum.mailbox.letter import Authentication, Automatic
from forum.mailbox.reading import read_letter, reader


def _mail(body: str, *headers: str) -> bytes:
    return "\n".join(["From: Ana Lim <ana.lim@kencana.example>", *headers, "", body]).encode()


def test_who_wrote_to_whom_is_read_without_names_and_capitals() -> None:
    letter = read_letter(
        _mail("Hello", "To: IT: Support@kencana.example, b@kencana.example;", "Cc: =?utf-8?q?B=2C_C?= <c@d.example>"),
        envelope_recipients=("reply+x@kencana.example",),
    )

    assert (letter.sender, letter.sender_name) == ("ana.lim@kencana.example", "Ana Lim")
    assert letter.recipients == (
        "support@kencana.example",
        "b@kencana.example",
        "c@d.example",
        "reply+x@kencana.example",
    )


def test_a_message_without_id_is_known_by_its_bytes() -> None:
    first, again = read_letter(_mail("Hello")), read_letter(_mail("Hello"))

    assert first.message_id == again.message_id != read_letter(_mail("Hullo")).message_id
    assert first.message_id.startswith("sha256:")


def test_the_history_below_an_answer_is_kept_apart() -> None:
    letter = read_letter(_mail("It works.\n\nOn Thu, 5 Mar 2026, Iris <iris@kencana.example>\nwrote:\n> Does it?"))

    assert letter.text == "It works."
    assert letter.quoted.startswith("On Thu") and letter.quoted.endswith("> Does it?")


def test_what_was_written_between_quotes_stays_with_them() -> None:
    text = "On 5 March 2026 Iris <iris@kencana.example> wrote:\n> Which floor?\nThe third.\n> Since when?\nMonday."

    assert read_letter(_mail(text)).text == text


def test_an_answer_below_the_quote_is_what_was_written() -> None:
    letter = read_letter(_mail("On 5 March 2026 Iris <iris@kencana.example> wrote:\n> Which floor?\n\nThe third."))

    assert (letter.text, letter.quoted.splitlines()[-1]) == ("The third.", "> Which floor?")


def test_html_alone_is_read_as_lines() -> None:
    html = "<style>p{}</style><p>Good <b>morning</b>,<br>it&nbsp;is gone.</p><ul><li>one<li>two</ul><script>x</script>"

    assert read_letter(_mail(html, "Content-Type: text/html")).text == "Good morning,\nit is gone.\n\n- one\n- two"


def test_markdown_eats_no_backslash_of_a_mail() -> None:
    assert read_letter(_mail(r"\\server\share\_old")).text == r"\\\server\share\\_old"


def test_why_nothing_automatic_may_answer_is_known() -> None:
    letter = read_letter(
        _mail("Away", "Auto-Submitted: auto-replied", "Subject: Balasan automatik: Pencetak", "Precedence: bulk"),
        envelope_sender="",
    )

    assert letter.automatic == (Automatic.OUT_OF_OFFICE, Automatic.AUTOMATIC, Automatic.BULK, Automatic.NULL_PATH)


def test_a_message_that_the_reader_stumbles_over_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "body_of", lambda message: 1 / 0)

    letter = read_letter(_mail("Hello"), envelope_recipients=("support@kencana.example",))

    assert "Hello" in letter.text and letter.recipients == ("support@kencana.example",)
    assert letter.oddities == ("This message could not be read.",)


@pytest.mark.parametrize("hidden", ["Subject: x\rAuthentication-Results: {}", "Authentication-Results : {}"])
def test_a_header_that_no_server_saw_as_one_is_none(hidden: str) -> None:
    forged = hidden.format("mx.kencana.example; dmarc=pass")

    letter = read_letter(_mail("Hello", forged), trusted_servers=frozenset({"mx.kencana.example"}))

    assert letter.authentication is Authentication.UNKNOWN


@pytest.mark.parametrize(
    "said",
    [
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=kencana.example; x"@evil.example; dmarc=fail',
        'spf=fail smtp.mailfrom="x; spf=pass smtp.mailfrom=kencana.example; x"@evil.example',
        'spf=fail smtp.mailfrom="("@evil.example; dkim=fail header.i=")"@evil.example',
        'dmarc=fail (p=none \\) dmarc=pass (")") reason="\\"; dmarc=pass"',
    ],
)
def test_what_a_sender_quotes_in_his_address_is_no_word_of_our_server(said: str) -> None:
    found = f"Authentication-Results: mx.kencana.example; {said}"

    letter = read_letter(_mail("Hello", found), trusted_servers=frozenset({"mx.kencana.example"}))

    assert letter.authentication is not Authentication.PASSED


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ('"ana lim"@kencana.example', Authentication.PASSED),
        ("kencana.example", Authentication.PASSED),
        ('"kencana.example"', Authentication.PASSED),
        ('"kencana.example"@evil.example', Authentication.UNKNOWN),
    ],
)
def test_a_quoted_address_speaks_for_its_own_domain(address: str, expected: Authentication) -> None:
    found = f"Authentication-Results: mx.kencana.example; spf=pass smtp.mailfrom={address}"

    letter = read_letter(_mail("Hello", found), trusted_servers=frozenset({"mx.kencana.example"}))

    assert letter.authentication is expected


def test_a_thousand_nested_parts_are_read_at_once() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000))
    begun = time.process_time()

    letter = read_letter(nested.encode() + b"\nhello\n")

    assert time.process_time() - begun < 5
    assert b"hello" in letter.enclosures[0].content

"""Whatever the bytes of a message are, it is read, in a time that grows with its length, and no word of it is lost."""

import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.kernel.text.clean import clean_line, clean_text
from forum.mailbox.letter import Letter
from forum.mailbox.reading import read_letter
from forum.mailbox.reading.html import HISTORY
from forum.mailbox.reading.trimming import trimmed
from tests.mailbox.letters import names, raw

MEGABYTE = 1_000_000
_FROM = b"From: ana.lim@kencana.example\nSubject: x\n"
_HTML = _FROM + b"Content-Type: text/html\n\n"
_PARTS = _FROM + b"Content-Type: multipart/mixed; boundary=b\n\n"
_DAEMON = b"From: mailer-daemon@x.example\nSubject: failure notice\n\n"
_UNREADABLE = "This message could not be read."

LINES = st.lists(
    st.sampled_from(
        [
            "", "", "Hello", "> quoted", "> > twice", ">", "On 5 March 2026, Iris <iris@kencana.example> wrote:",
            "Pada 5 Mac 2026, Iris", "<iris@kencana.example> menulis:", "From: Iris Tan <iris@kencana.example>",
            "Sent: Thursday", "To: Ana", "Subject: x", "-----Original Message-----", "________________________________",
            "-- ", "--", "Sent from my iPhone", "## Please write your reply above this line ##", "users mailing list",
            "---------- Forwarded message ---------", "2026年3月5日(木) 11:58 Iris <iris@kencana.example>:", "/resolve",
        ]
    ),
    max_size=14,
)  # fmt: skip


def _mutated(original: bytes, changes: list[tuple[str, int, int, bytes]]) -> bytes:
    for kind, at, length, strange in changes:
        start = at % (len(original) + 1)
        end = min(len(original), start + length)
        piece = {"cut": b"", "put": strange + original[start:end], "twice": original[start:end] * 2}.get(kind, strange)
        original = original[:start] + piece + original[end:]
    return original


STRANGE = [b"\n\n", b"\0", b"--", b"=?", b"=", b"\x1b$B", b"<div>", b";;", b"\r"]
MUTATED = st.builds(
    _mutated,
    st.sampled_from(names()).map(raw),
    st.lists(
        st.tuples(
            st.sampled_from(["cut", "put", "twice", "instead"]),
            st.integers(0, 4000),
            st.integers(0, 200),
            st.binary(max_size=20) | st.sampled_from(STRANGE),
        ),
        max_size=6,
    ),
)


def _check(letter: Letter) -> None:
    assert _UNREADABLE not in letter.oddities
    for text in (letter.text, letter.quoted):
        assert clean_text(text) == text and HISTORY not in text
    assert clean_line(letter.subject) == letter.subject
    assert letter.message_id and all("/" not in file.name and file.name for file in letter.enclosures)


@given(MUTATED)
@settings(max_examples=200)
def test_a_damaged_letter_is_read(message: bytes) -> None:
    _check(read_letter(message, envelope_sender="", trusted_servers=frozenset({"mx.kencana.example"})))


@pytest.mark.slow
@given(MUTATED)
@settings(max_examples=10_000)
def test_very_many_damaged_letters_are_read(message: bytes) -> None:
    _check(read_letter(message, envelope_sender="", trusted_servers=frozenset({"mx.kencana.example"})))


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_read(message: bytes) -> None:
    _check(read_letter(message))


@given(LINES)
@settings(max_examples=300)
def test_each_line_is_written_now_or_kept_behind(lines: list[str]) -> None:
    parts = trimmed(lines)

    assert Counter(filter(None, [*parts.own, *parts.quoted])) == Counter(filter(None, lines))


@given(LINES)
@settings(max_examples=200)
def test_no_word_of_a_letter_is_lost(lines: list[str]) -> None:
    body = "\n".join(lines)

    letter = read_letter(_FROM + b"Content-Type: text/plain; charset=utf-8\n\n" + body.encode())

    seen = Counter(f"{letter.text}\n{letter.quoted}".replace("\\", "").split())
    assert seen == Counter(clean_text(body).split())


@pytest.mark.parametrize("name", names())
def test_a_letter_cut_off_anywhere_is_read(name: str) -> None:
    whole = raw(name)

    for end in range(0, len(whole), max(1, len(whole) // 20)):
        _check(read_letter(whole[:end]))


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "one long line": lambda size: _FROM + b"\n" + b"x" * size,
    "one long line of quotes": lambda size: _FROM + b"\n" + b">" * size,
    "one long line of blanks": lambda size: _FROM + b"\n" + b" " * size + b"x",
    "short lines": lambda size: _FROM + b"\n" + b"a\n" * (size // 2),
    "attributions": lambda size: _FROM + b"\n" + b"On 5 x wrote:\n> a\nb\n" * (size // 20),
    "attributions alone": lambda size: _FROM + b"\n" + b"On 5 x wrote:\n" * (size // 14) + b"> a\nb\n",
    "labels": lambda size: _FROM + b"\n" + b"From: a\n" * (size // 8),
    "drawn lines": lambda size: _FROM + b"\n" + (b"_" * 30 + b"\n") * (size // 31),
    "headers": lambda size: b"Received: from a by b\n" * (size // 22) + b"\nx",
    "one header": lambda size: b"Subject: " + b"=?utf-8?q?a?= " * (size // 14) + b"\n\nx",
    "header without end": lambda size: b"Subject: " + b"=?a?q?" * (size // 6),
    "receivers": lambda size: b"To: " + b"a@b.example, " * (size // 13) + b"\n\nx",
    "comments": lambda size: b"From: " + b"(" * size + b"\n\nx",
    "parameters": lambda size: b"Content-Type: text/plain" + b'; a="b' * (size // 6) + b"\n\nx",
    "open elements": lambda size: _HTML + b"<div>" * (size // 5),
    "open quotations": lambda size: _HTML + b"<blockquote>a" * (size // 13),
    "open tags": lambda size: _HTML + b"<a href='" * (size // 9),
    "nested tables": lambda size: _HTML + b"<table><tr><td>" * (size // 15),
    "many paragraphs": lambda size: _HTML + b"<p>a</p>" * (size // 8),
    "boundaries": lambda size: _PARTS + b"--b\n\n" * (size // 5),
    "almost boundaries": lambda size: _PARTS + b"--b\n" + b"--bb\n" * (size // 5),
    "no boundary": lambda size: _FROM + b"Content-Type: multipart/mixed\n\n" + b"--a\n" * (size // 4),
    "base64": lambda size: _FROM + b"Content-Transfer-Encoding: base64\n\n" + b"QQ==" * (size // 4),
    "flowed": lambda size: _FROM + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * (size // 3),
    "bytes of no charset": lambda size: _FROM + b"\n" + b"\x81\x8d\xfe " * (size // 4),
    "a false bounce": lambda size: _DAEMON + b"a@b." * (size // 4),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_message_of_two_megabytes_takes_a_moment(kind: str) -> None:
    message = HOSTILE[kind](2 * MEGABYTE)
    begun = time.process_time()

    _check(read_letter(message))

    assert time.process_time() - begun < 15  # 2 to 5; squares would take minutes


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_message_of_25_megabytes_takes_seconds(kind: str) -> None:
    message = HOSTILE[kind](25 * MEGABYTE)
    begun = time.process_time()

    _check(read_letter(message))

    assert time.process_time() - begun < 40

"""Letters of every program, half of them hostile or broken, are read as their table says."""

import dataclasses
from typing import Any

import pytest

from forum.mailbox.letter import Letter
from forum.mailbox.reading import read_letter
from tests.mailbox.letters import TRUSTED, name_of, names, raw, rows_with, table


def _read(row: dict[str, Any]) -> Letter:
    return read_letter(raw(row["file"]), trusted_servers=TRUSTED)


def _rows(column: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows_with(column), ids=name_of)


def test_every_letter_has_its_row_and_every_row_its_letter() -> None:
    assert [row["file"] for row in table()] != [] and sorted(row["file"] for row in table()) == names()
    assert len(names()) >= 60


@_rows("text")
def test_text_is_what_its_writer_wrote_now(row: dict[str, Any]) -> None:
    assert _read(row).text == row["text"]


@_rows("file")
def test_charset_is_the_one_it_was_written_in(row: dict[str, Any]) -> None:
    assert _read(row).charset == row.get("charset", "utf-8")


@_rows("file")
def test_what_is_automatic_is_known_and_nothing_else(row: dict[str, Any]) -> None:
    assert list(_read(row).automatic) == row.get("automatic", [])


@_rows("file")
def test_bounces_say_who_was_not_reached_and_why(row: dict[str, Any]) -> None:
    bounce = _read(row).bounce

    assert (bounce is not None) == ("bounce" in row)
    assert bounce is None or {**dataclasses.asdict(bounce), **row["bounce"]} == dataclasses.asdict(bounce)


@_rows("file")
def test_forwarded_mail_says_who_wrote_it(row: dict[str, Any]) -> None:
    forwarded = _read(row).forwarded

    assert (forwarded and dataclasses.asdict(forwarded)) == row.get("forwarded")


@_rows("file")
def test_files_have_clean_names(row: dict[str, Any]) -> None:
    found = [enclosure.name for enclosure in _read(row).enclosures]

    assert found == row.get("attachments", []) or len(found) == row.get("attachment_count")


@_rows("file")
def test_commands_are_read_from_the_first_lines_only(row: dict[str, Any]) -> None:
    assert [list(command) for command in _read(row).commands] == row.get("commands", [])


@_rows("file")
def test_only_our_own_servers_are_believed(row: dict[str, Any]) -> None:
    assert _read(row).authentication == row.get("authentication", "unknown")


@_rows("file")
def test_what_had_to_be_mended_is_said_and_nothing_else(row: dict[str, Any]) -> None:
    assert list(_read(row).oddities) == ([row["oddity"]] if "oddity" in row else [])


@_rows("quoted_has")
def test_history_and_signature_are_kept(row: dict[str, Any]) -> None:
    letter = _read(row)

    assert row["quoted_has"] in letter.quoted
    assert row["quoted_has"] not in letter.text


@_rows("subject")
def test_subject_is_decoded_on_one_line(row: dict[str, Any]) -> None:
    assert _read(row).subject == row["subject"]


@_rows("sender")
def test_sender_is_the_address_and_not_the_name(row: dict[str, Any]) -> None:
    assert _read(row).sender == row["sender"]


@_rows("content_ids")
def test_pictures_keep_the_id_by_which_the_text_shows_them(row: dict[str, Any]) -> None:
    assert [enclosure.content_id for enclosure in _read(row).enclosures] == row["content_ids"]


@_rows("message_id")
def test_the_first_id_is_the_message_s(row: dict[str, Any]) -> None:
    assert _read(row).message_id == row["message_id"]

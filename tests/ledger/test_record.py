"""The record proves order, completeness and content."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from forum.app import Tanya
from forum.kernel.db import session
from forum.ledger.actions import ADMINISTRATION, Break, record, redact, verify
from forum.ledger.models import LedgerEntry
from forum.people.models import Person
from tests.conftest import NOON
from tests.people import admin


@pytest.fixture
def entries(app: Tanya) -> list[LedgerEntry]:
    by = admin()
    return [
        record(ADMINISTRATION, "setting changed", {"key": key, "to": "é"}, by=by, at=NOON + timedelta(hours=n))
        for n, key in enumerate(("sign_up", "site_name", "company"))
    ]


def _changed(entry: LedgerEntry, **values: object) -> list[Break]:
    session.execute(update(LedgerEntry).where(LedgerEntry.id == entry.id).values(values))
    session.expire_all()
    return verify(ADMINISTRATION)


def test_an_untouched_chain_holds(entries: list[LedgerEntry]) -> None:
    session.expire_all()
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert verify(ADMINISTRATION) == []


def test_chains_are_counted_apart(entries: list[LedgerEntry]) -> None:
    person = session.get_one(Person, entries[0].by_id)
    assert record("ticket:12", "ticket assigned", {}, by=person, at=NOON).position == 1


def test_a_changed_content_is_found(entries: list[LedgerEntry]) -> None:
    assert _changed(entries[1], content={"key": "site_name"}) == [Break(2, "The content has been changed.")]


def test_a_changed_moment_is_found(entries: list[LedgerEntry]) -> None:
    assert _changed(entries[1], at=NOON) == [Break(2, "Who, when or what was done has been changed.")]


def test_a_missing_entry_is_found(entries: list[LedgerEntry]) -> None:
    session.execute(delete(LedgerEntry).where(LedgerEntry.id == entries[1].id))
    session.expire_all()
    assert [found.position for found in verify(ADMINISTRATION)] == [3, 3]


def test_a_redacted_entry_keeps_the_chain_whole(entries: list[LedgerEntry]) -> None:
    redact(entries[1], by=session.get_one(Person, entries[1].by_id), at=NOON)
    session.flush()
    session.expire_all()
    assert entries[1].content == {}
    assert verify(ADMINISTRATION) == []


def test_a_content_put_in_after_a_redaction_is_found(entries: list[LedgerEntry]) -> None:
    assert _changed(entries[0], salt=None) == [Break(1, "The content has been changed.")]


def test_two_entries_that_have_changed_places_are_found(entries: list[LedgerEntry]) -> None:
    first, second, _third = entries
    for entry, position in ((first, 99), (second, 1), (first, 2)):
        session.execute(update(LedgerEntry).where(LedgerEntry.id == entry.id).values(position=position))
    session.expire_all()
    assert {found.position for found in verify(ADMINISTRATION)} == {1, 2, 3}


def test_a_content_that_is_gone_without_a_redaction_is_found(entries: list[LedgerEntry]) -> None:
    assert _changed(entries[1], content={}, salt=None) == [Break(2, "The content is gone, and no redaction says so.")]

"""Identifiers and names are found whole and by pieces that say something, and find nothing by those that do not."""

import pytest

from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry, Index
from tests.conftest import NOON
from tests.search.engines import put

TITLES = {
    1: "Printer is gone since KB5034441",
    2: "Copy over the VPN at 200 kB/s",
    3: "ERR_CONNECTION_RESET in the leave portal",
    4: "Setup ends with 0x80070005",
    5: "Windows10 PC is slow",
    6: "pc-0123.kencana.example does not answer",
    7: "SAP GUI 800.9 stops, MB52 is empty",
    8: "Table 52 of 10 columns",
    9: "Somebody else signs in",
}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("KB5034441", {1}), ("kb5034441", {1}), ("5034441", {1}), ("KB 5034441", {1, 2}), ("KB5034442", set()),
        ("kb", {1, 2}), ("err_connection_reset", {3}), ("connection reset", {3}), ("ERR_CONNECTION_REFUSED", {3}),
        ("0x80070005", {4}), ("80070005", {4}), ("windows10", {5}), ("windows 10", {5, 8}), ("Windows11", {5}),
        ("pc-0123", {5, 6}), ("kencana.example", {6}), ("800.9", {7}), ("mb52", {7}), ("MB53", set()), ("sign in", {9}),
    ],
)  # fmt: skip
def test_it_finds(index: Index, typed: str, found: set[int]) -> None:
    facts = frozenset({"room:1"})
    put(index, *(Document(id_, 1, NOON, facts, title, "", "", "", (), "", True) for id_, title in TITLES.items()))
    wanted = read_query(typed, today=NOON.date())
    assert {hit.question_id for hit in index.find(Enquiry(wanted, frozenset({1}), NOON), skip=0, most=20)} == found

"""No query makes the index fail, and none finds what the reader may not know of."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry, Index
from tests.conftest import NOON
from tests.search.engines import KINDS, away, empty_index, put

_WORDS = [
    "printer", "toner", '"blank pages"', '"', "-toner", "-printer*", "pr*", "*", "OR", "tag:hp", "-tag:hp", "is:open"
]  # fmt: skip
_QUERIES = st.lists(st.sampled_from(_WORDS) | st.text(max_size=6), max_size=12).map(" ".join)


@pytest.fixture(scope="module", params=KINDS)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Three threads in room 1, one in room 2, in two segments; one deleted."""
    made = empty_index(request.param, tmp_path_factory.mktemp("fuzz"))
    put(made, _thread(1, 1, "Printer toner"), _thread(2, 2, "Secret printer toner blank pages"))
    put(made, _thread(3, 1, "Blank pages"), _thread(4, 1, "Gone printer toner"))
    made.change([4], lambda _: [])
    yield made
    away(made)


def _thread(number: int, room: int, title: str) -> Document:
    facts = frozenset({f"room:{room}", "is:open", "tag:hp"})
    return Document(number, 1, NOON, facts, title, "hp", title, "", (), "", room == 1)


@settings(max_examples=600, deadline=None)
@given(typed=_QUERIES)
def test_no_query_fails_or_leaves_its_rooms(index: Index, typed: str) -> None:
    wanted = read_query(typed, today=date(2026, 3, 5))
    found = {hit.question_id for hit in index.find(Enquiry(wanted, frozenset({1}), NOON), skip=0, most=9)}
    assert found <= {1, 3}


def test_results_of_pages_make_the_whole(index: Index) -> None:
    enquiry = Enquiry(read_query("printer pages", today=date(2026, 3, 5)), frozenset({1, 2}), NOON)
    whole = [hit.question_id for hit in index.find(enquiry, skip=0, most=9)]
    assert [index.find(enquiry, skip=place, most=1)[0].question_id for place in range(3)] == whole


@pytest.mark.parametrize(
    "typed", ["word " * 10_000, "OR " * 200, '"' * 999, "-" * 500, "(((a+)+)+)$" * 50, "a* " * 100, "‮" * 40, "is:" * 99]
)
def test_absurd_queries_are_answered(index: Index, typed: str) -> None:
    wanted = read_query(typed, today=date(2026, 3, 5))
    assert len(index.find(Enquiry(wanted, frozenset({1}), NOON), skip=0, most=9)) <= 2


@pytest.mark.parametrize(
    "said",
    [
        "打印机坏了", "プリンターが動かない", "프린터가 안 돼요",
        "принтер не работает", "الطابعة لا تعمل", "מדפסת תקולה",
        "प्रिंटर काम नहीं", "அச்சுப்பொறி வேலை", "เครื่องพิมพ์เสีย", "εκτυπωτής χάλασε", "տպիչը չի", "პრინტერი არ",
        "প্রিন্টার কাজ", "ప్రింటర్ పని", "ಪ್ರಿಂಟರ್ ಕೆಲಸ", "പ്രിന്റർ പ്രശ്നം", "මුද්‍රණ යන්ත්‍රය", "ເຄື່ອງພິມ",
        "máy in hỏng", "ម៉ាស៊ីនបោះពុម្ព",
    ],
)  # fmt: skip
def test_every_script_is_found(index: Index, said: str) -> None:
    put(index, _thread(50, 3, said))
    wanted = read_query(said.split()[0], today=date(2026, 3, 5))
    assert [hit.question_id for hit in index.find(Enquiry(wanted, frozenset({3}), NOON), skip=0, most=9)] == [50]

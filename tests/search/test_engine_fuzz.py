"""No query makes the index fail, and none finds what the reader may not know of."""

from collections.abc import Iterator
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.asking import seconds_of
from forum.search.filters import FILTERS
from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry, Index
from tests.conftest import NOON
from tests.search.engines import KINDS, away, empty_index, put

TODAY = NOON.date()
_WORDS = st.sampled_from(
    ["printer", "toner", "PRINTERS", "cetak", "kata laluan", "err_conn", "0x80070005", "C:\\x", "1.2"]
)
_RESTS = st.text(max_size=9) | st.sampled_from(
    ["\0", "\u202e", "\ud800", "'", "\\", ":", "&", "|", "!", "<->", "%s", "{}", "$1"]
)
_VALUES = _RESTS | st.sampled_from(
    ["hp", "open", "yes", "ticket", "mine", "threads", "ms", "2026", ">=2026-03-05", "<0001", "9999"]
)
_TEXTS = _WORDS | _RESTS
_PIECES = st.one_of(
    _TEXTS,
    st.sampled_from(["OR", "|", "*", "-", '"', "AND", "NOT"]),
    st.lists(_TEXTS, max_size=4).map(lambda words: f'"{" ".join(words)}"'),
    _TEXTS.map(lambda text: f"{text}*"),
    st.tuples(st.sampled_from(sorted(FILTERS)), _VALUES).map(lambda pair: f"{pair[0]}:{pair[1]}"),
)
_QUERIES = st.lists(st.tuples(st.sampled_from(["", "", "-"]), _PIECES).map("".join), max_size=12).map(" ".join)


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


def answered(index: Index, typed: str) -> None:
    """Whatever was typed is answered in every way that an engine knows, within the reader's rooms."""
    wanted = read_query(typed, today=TODAY)
    enquiry = Enquiry(wanted, frozenset({1}), NOON, tuple(seconds_of(span, UTC) for span in wanted.spans))
    found = {hit.question_id for hit in index.find(enquiry, skip=0, most=9)}
    assert found <= {1, 3}
    assert found == {each.question_id for each in index.explain(enquiry, most=9)}
    counts = index.count(enquiry, facts=["is:open"], kinds=["tag"])
    assert counts is None or counts.threads == len(found)
    for word in wanted.words.split()[:3]:
        assert all(index.threads_with(other, most=3) for other in index.words_like(word))


@settings(max_examples=400)
@given(typed=_QUERIES)
def test_no_query_fails_or_leaves_its_rooms(index: Index, typed: str) -> None:
    answered(index, typed)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(typed=_QUERIES | st.text(max_size=300))
def test_ten_thousand_queries_are_answered(index: Index, typed: str) -> None:
    answered(index, typed)


def test_results_of_pages_make_the_whole(index: Index) -> None:
    enquiry = Enquiry(read_query("printer pages", today=TODAY), frozenset({1, 2}), NOON)
    whole = [hit.question_id for hit in index.find(enquiry, skip=0, most=9)]
    assert [index.find(enquiry, skip=place, most=1)[0].question_id for place in range(3)] == whole


_ABSURD = {
    "ten thousand words": "word " * 10_000,
    "ten thousand different words": " ".join(f"printer{number}" for number in range(10_000)),
    "only stop words": "how to the and of",
    "only filters": "is:open tag:hp created:2026 -has:ticket",
    "unbalanced quotes": 'printer "blank "pages" "',
    "only quotes": '"' * 999,
    "a star": "*",
    "stars": "a* " * 100 + "** ***",
    "200 OR": " OR ".join(f"printer{number}" for number in range(201)),
    "OR alone": "OR " * 200,
    "minus signs": "-" * 500,
    "a regular expression": "(((a+)+)+)$" * 50 + " .*?[^x]{9,} \\d+",
    "NUL": "prin\0ter \0 \0*",
    "right to left": "\u202e\u202d" * 40 + " \u05de\u05d3\u05e4\u05e1\u05ea \u200f",
    "half a character": "\ud800 printer\udfff",
    "filters without values": "is:" * 99,
    "one long word": "x" * 2000,
    "one long word without spaces": "打" * 2000,
    "operators of a tsquery": "printer & !toner | <-> ':*A \\' \\\\",
    "combining marks": "e" + "\u0301" * 1500,
}


@pytest.mark.parametrize("typed", _ABSURD.values(), ids=_ABSURD)
def test_absurd_queries_are_answered(index: Index, typed: str) -> None:
    answered(index, typed)


_SCRIPTS = {
    "Han": "打印机坏了", "Kana": "プリンターが動かない", "Hangul": "프린터가 안 돼요",
    "Cyrillic": "принтер не работает",
    "Arabic": "الطابعة لا تعمل", "Hebrew": "מדפסת תקולה", "Devanagari": "प्रिंटर काम नहीं", "Tamil": "அச்சுப்பொறி வேலை",
    "Thai": "เครื่องพิมพ์เสีย", "Greek": "εκτυπωτής χάλασε", "Armenian": "տպիչը չի", "Georgian": "პრინტერი არ",
    "Bengali": "প্রিন্টার কাজ", "Telugu": "ప్రింటర్ పని", "Kannada": "ಪ್ರಿಂಟರ್ ಕೆಲಸ", "Malayalam": "പ്രിന്റർ പ്രശ്നം",
    "Sinhala": "මුද්‍රණ යන්ත්‍රය", "Lao": "ເຄື່ອງພິມ", "Vietnamese": "máy in hỏng", "Khmer": "ម៉ាស៊ីនបោះពុម្ព",
    "Jawi": "ڤنچيتق روسق", "Ethiopic": "ማተሚያ አይሰራም",
}  # fmt: skip


@pytest.mark.parametrize("said", _SCRIPTS.values(), ids=_SCRIPTS)
def test_every_script_is_found(index: Index, said: str) -> None:
    put(index, _thread(50, 3, said))
    wanted = read_query(said.split()[0], today=TODAY)
    assert [hit.question_id for hit in index.find(Enquiry(wanted, frozenset({3}), NOON), skip=0, most=9)] == [50]


def test_a_frequent_word_is_meant_rather_than_another_error(index: Index) -> None:
    put(index, *(_thread(100 + number, 1, "Bookmarks are gone") for number in range(90)))
    put(index, _thread(99, 1, "Bookmaks are gone"))
    assert index.words_like("bookmraks") == ["bookmarks", "bookmaks"]
    index.change(range(99, 190), lambda _: [])

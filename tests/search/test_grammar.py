"""Whatever is typed is read."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.filters import BY_ME, Span
from forum.search.grammar import MOST_CLAUSES, MOST_HINTS, Kind, Part, Wanted, loosened, read_query
from forum.search.index.terms import left_out, lookup_of

TODAY = date(2026, 3, 5)
_PIECES = st.sampled_from(
    ["-", '"', "*", "OR", "tag:", "is:solved", "is:", "created:>2026", "created:9999-99-99",
     "\0", "‮", "(", "C:\\x", "مرحبا", "打印机"]
)  # fmt: skip


def read(typed: str) -> Wanted:
    return read_query(typed, today=TODAY)


def test_words_phrases_and_prefixes_are_wanted() -> None:
    assert read('toner "blank pages" print*').clauses == [
        (Part("toner"),),
        (Part("blank pages", Kind.PHRASE),),
        (Part("print", Kind.PREFIX),),
    ]


def test_or_joins_its_neighbours() -> None:
    assert read("a OR b OR c d").clauses == [(Part("a"), Part("b"), Part("c")), (Part("d"),)]


def test_or_ends_at_a_filter_and_a_hint_says_so() -> None:
    wanted = read("toner OR tag:hp ink")
    assert wanted.clauses == [(Part("toner"),), (Part("ink"),)] and wanted.facts == ["tag:hp"]
    assert [hint.word for hint in wanted.hints] == ["tag:hp"]


def test_a_minus_leaves_out_words_phrases_and_filters() -> None:
    wanted = read('-scanner -"paper jam" -tag:hp -is:solved')
    assert wanted.without == [Part("scanner"), Part("paper jam", Kind.PHRASE)]
    assert wanted.without_facts == ["tag:hp", "is:solved"]


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("tag:VPN", "tag:vpn"), ("is:Open", "is:open"), ("author:@ana.lim", "by:ana.lim"), ("by:ana.lim", "by:ana.lim"),
        ('category:"Human Resources"', "category:human-resources"), ("staff:ya", "staff:yes"), ("staff:no", "staff:no"),
        ("has:ticket", "has:ticket"), ("has:files", "has:files"), ("in:tickets", "has:ticket"),
        ("lang:melayu", "lang:ms"), ("by:me", BY_ME), ("in:mine", BY_ME),
    ],
)  # fmt: skip
def test_a_filter_asks_for_a_fact(typed: str, fact: str) -> None:
    assert read(typed).facts == [fact]


@pytest.mark.parametrize(
    ("typed", "first", "end"),
    [
        ("2026-01-31", date(2026, 1, 31), date(2026, 2, 1)), ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)), (">2026-01-31", date(2026, 2, 1), date.max),
        (">=2026-01-31", date(2026, 1, 31), date.max), ("<2026-01-31", date.min, date(2026, 1, 31)),
        ("<=2026-01-31", date.min, date(2026, 2, 1)), ("today", TODAY, date(2026, 3, 6)),
    ],
)  # fmt: skip
def test_created_takes_days_months_and_years(typed: str, first: date, end: date) -> None:
    assert read(f"created:{typed}").spans == [Span(first, end)]


@pytest.mark.parametrize(
    "typed",
    [
        "is:broken", "staff:maybe", "has:cheese", "in:space", "lang:xx", "created:soon",
        "created:2026-13", "tag:#", "by:@",
    ],
)  # fmt: skip
def test_a_wrong_value_becomes_a_hint_and_no_filter(typed: str) -> None:
    wanted = read(f"{typed} toner")
    assert [hint.word for hint in wanted.hints] == [typed]
    assert wanted.facts == [] and wanted.spans == [] and wanted.clauses == [(Part("toner"),)]


def test_a_filter_with_a_space_behind_its_colon_is_a_word_with_a_hint() -> None:
    wanted = read("tag: vpn error: 57")
    assert [hint.word for hint in wanted.hints] == ["tag:"]
    assert wanted.words == "tag: vpn error: 57"


def test_very_many_filters_are_few_filters_and_hints() -> None:
    wanted = read(" ".join(f"tag:{number} is:{number}" for number in range(100)))
    assert len(wanted.filters) == len(wanted.facts) == MOST_CLAUSES
    assert len(wanted.hints) == MOST_HINTS
    assert len(read("is:x " * 100).hints) == 1


def test_an_unknown_filter_is_a_phrase() -> None:
    assert read("error:57 -error:58").clauses == [(Part("error 57", Kind.PHRASE),)]


def test_words_of_phrases_stand_by_themselves_when_it_is_loosened() -> None:
    typed = 'toner "paper jam" -"blank pages" error:57 state:"a b" tag:"hp laser" in:faq is:'
    assert loosened(typed) == 'toner paper jam -"blank pages" error 57 state a b tag:"hp laser" in:faq is:'


@pytest.mark.parametrize("typed", ["p*", "p**", "_p*", ".p***"])
def test_one_letter_begins_no_word(typed: str) -> None:
    wanted = read(typed)
    assert wanted.clauses == [(Part(typed),)] and [hint.word for hint in wanted.hints] == [typed]
    assert read("pr**").clauses == [(Part("pr", Kind.PREFIX),)]


def test_an_unbalanced_quote_is_no_quote() -> None:
    assert read('"blank pages').clauses == [(Part("blank"),), (Part("pages"),)]


def test_ten_thousand_words_are_cut_and_a_hint_says_so() -> None:
    for typed in ("word " * 10_000, "w " * (MOST_CLAUSES + 1), "-w " * (MOST_CLAUSES + 1)):
        wanted = read(typed)
        assert max(len(wanted.clauses), len(wanted.without)) == MOST_CLAUSES
        assert [hint.message for hint in wanted.hints] == ["The search was long; its end was left out."]


def test_stop_words_count_only_alone() -> None:
    assert len(lookup_of(read("how to print")).groups) == 1
    assert len(lookup_of(read("yang itu")).groups) == 2


@pytest.mark.parametrize(
    ("typed", "words"), [("how to print", ["how", "to"]), ("yang itu", []), ('print "how to"', []), ("print", [])]
)
def test_words_that_were_left_out_can_be_told(typed: str, words: list[str]) -> None:
    assert left_out(read(typed)) == words


@settings(max_examples=1500)
@given(st.text(max_size=120) | st.lists(_PIECES | st.text(max_size=8), max_size=20).map(" ".join))
def test_no_text_is_refused(typed: str) -> None:
    lookup_of(read(typed))


def test_a_letter_with_a_star_is_a_word_and_a_hint_says_so() -> None:
    wanted = read("p* print*")
    assert [part.kind for (part,) in wanted.clauses] == [Kind.WORD, Kind.PREFIX]
    assert [hint.word for hint in wanted.hints] == ["p*"]

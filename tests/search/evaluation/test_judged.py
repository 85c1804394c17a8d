"""Judged queries from files, asked of the index."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from forum.kernel.db import session
from forum.questions.models import Question
from forum.search.evaluation.judged import Judged, NotJudged, judged_queries
from forum.search.evaluation.trial import ablation, halves, tried
from forum.search.index.weights import WITHOUT
from tests import posts
from tests.conftest import NOON
from tests.people import iris

Work = Callable[[], int]
TITLES = {10: "Printer eats paper", 11: "Printer eats wet paper", 12: "Printer eats wet paper loudly"}


@pytest.fixture
def threads(indexing: Work) -> dict[int, Question]:
    """Three threads about one matter and one about another, a day apart, by their number in the file."""
    asker, made = iris(), {}
    for day, (number, title) in enumerate({**TITLES, 13: "Zebra label is crooked"}.items()):
        asked = posts.question(asker, title=title, source="It does.", at=posts.later(days=day))
        asked.imported_from = f"file:q{number}"
        made[number] = asked
    session.flush()
    indexing()
    return made


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The queries as CSV, and that 10, 11 and 12 are about the same."""
    queries, qrels = tmp_path / "queries.csv", tmp_path / "qrels.tsv"
    lines = [
        f"{number},{title},<p>It does.</p>,2026-03-{number - 5:02} 04:00:00 UTC" for number, title in TITLES.items()
    ]
    queries.write_text("\n".join(["id,title,content,created", *lines]), "utf-8")
    qrels.write_text("query_id\tdoc_id\tscore\n11\t10\t1\n11\t12\t1\n12\t10\t1\n12\t11\t0\n99\t98\t1\n", "utf-8")
    return queries, qrels


def by_number(judged: list[Judged]) -> dict[int, frozenset[int]]:
    return {each.asked.number: each.relevant for each in judged}


def test_only_judgements_above_nothing_of_threads_that_are_here_count(
    threads: dict[int, Question], files: tuple[Path, Path]
) -> None:
    found = by_number(judged_queries(*files, is_earlier_only=False))
    assert found == {11: {threads[10].id, threads[12].id}, 12: {threads[10].id}}


def test_of_earlier_threads_only_those_with_a_lower_number_count(
    threads: dict[int, Question], files: tuple[Path, Path]
) -> None:
    found = by_number(judged_queries(*files, is_earlier_only=True))
    assert found == {11: {threads[10].id}, 12: {threads[10].id}}


def test_a_query_finds_what_was_asked_before_it(threads: dict[int, Question], files: tuple[Path, Path]) -> None:
    earlier = tried(judged_queries(*files, is_earlier_only=True), now=posts.later(days=9), is_earlier_only=True)
    assert (earlier.queries, earlier.recall) == (2, 1.0)
    assert earlier.reciprocal_rank == 0.75  # 12 finds 11 first, which is not judged relevant, and then 10


def test_without_the_limit_later_threads_are_found_and_its_own_is_not(
    threads: dict[int, Question], files: tuple[Path, Path]
) -> None:
    (judged, _) = judged_queries(*files, is_earlier_only=False)
    found = tried([judged], now=posts.later(days=9), is_earlier_only=False)
    assert (found.reciprocal_rank, found.recall, found.ndcg) == (1.0, 1.0, 1.0)


def test_packed_json_lines_are_read_as_well(threads: dict[int, Question], tmp_path: Path) -> None:
    queries, qrels = tmp_path / "queries.jsonl.gz", tmp_path / "qrels.tsv"
    lines = [{"type": "person", "id": "x"}, {"type": "question", "id": "q11", "title": "Printer", "html": "<b>x</b>"}]
    with gzip.open(queries, "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, lines)))
    qrels.write_text("11\t10\t1\n", "utf-8")
    (judged,) = judged_queries(queries, qrels, is_earlier_only=True)
    assert (judged.asked.text, judged.asked.at) == ("Printer x", None)


def test_even_and_odd_numbers_are_halves(threads: dict[int, Question], files: tuple[Path, Path]) -> None:
    even, odd = halves(judged_queries(*files, is_earlier_only=True))
    assert [[each.asked.number for each in half] for half in (even, odd)] == [[12], [11]]


def test_a_half_without_a_query_has_figures_of_nought(indexing: Work) -> None:
    found = tried([], now=NOON, is_earlier_only=True)
    assert (found.queries, found.reciprocal_rank, found.recall_between) == (0, 0.0, (0.0, 0.0))


def test_each_weight_is_taken_away_once_and_the_whole_comes_last(
    threads: dict[int, Question], files: tuple[Path, Path]
) -> None:
    judged = judged_queries(*files, is_earlier_only=True)
    lost = list(ablation(judged, now=posts.later(days=9), is_earlier_only=True))
    assert [each.what for each in lost] == [*WITHOUT, ""]
    assert lost[-1].reciprocal_rank == 0.75
    by_what = {each.what: each for each in lost}
    assert by_what["words of the comments"].reciprocal_rank == 0.0


def test_a_file_without_its_columns_is_named(threads: dict[int, Question], tmp_path: Path) -> None:
    queries, qrels = tmp_path / "queries.csv", tmp_path / "qrels.tsv"
    queries.write_text("number,text\n1,x\n", "utf-8")
    qrels.write_text("no judgement here\n", "utf-8")
    with pytest.raises(NotJudged, match="no line with query_id"):
        judged_queries(queries, qrels, is_earlier_only=False)
    qrels.write_text("11\t10\t1\n", "utf-8")
    with pytest.raises(NotJudged, match="no column 'title'|no column 'id'"):
        judged_queries(queries, qrels, is_earlier_only=False)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("qrels.tsv", b"11\t10\tmuch\n", "could not convert"), ("qrels.tsv", b"11\t10\t\xff\n", "codec"),
        ("queries.csv", b"id,title,created\n11,Printer,yesterday\n", "yesterday"),
        ("queries.csv.gz", gzip.compress(b"id,title\n11,Printer\n", mtime=0)[:-9], "end-of-stream"),
        ("queries.csv.gz", b"id,title\n", "gzip"), ("queries.jsonl", b"[1]\n{oops\n", "Expecting"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_said_with_its_name(
    threads: dict[int, Question], files: tuple[Path, Path], name: str, content: bytes, said: str
) -> None:
    wrong = files[0].parent / name
    wrong.write_bytes(content)
    asked = (files[0], wrong) if name.startswith("qrels") else (wrong, files[1])
    with pytest.raises(NotJudged, match=f"{name} cannot be read: .*{said}"):
        judged_queries(*asked, is_earlier_only=False)


def test_judgements_of_another_forum_are_no_figures_of_nought(indexing: Work, files: tuple[Path, Path]) -> None:
    with pytest.raises(NotJudged, match="has a relevant thread in this forum"):
        judged_queries(*files, is_earlier_only=False)

"""The sample threads name only what exists, happen in order, and show every kind of thread and ticket."""

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import forum.sample
from forum.sample.threads import Said, SampleThread, parse_thread, picture, read_company, read_threads

COMPANY = read_company()
THREADS = read_threads()
PICTURES = Path(forum.sample.__file__).parent / "pictures"
PICTURED = re.compile(r"!\[[^\]]{8,}\]\(picture:([\w.-]+)\)")
each_thread = pytest.mark.parametrize("thread", THREADS, ids=lambda thread: thread.name)


def _handles() -> set[str]:
    return {person["name"].lower().replace(" ", ".") for person in COMPANY["person"]}


def _answers(thread: SampleThread) -> list[Said]:
    return [said for said in thread.said if said.kind == "answer"]


def _text(thread: SampleThread) -> str:
    return "\n".join([thread.source, *(said.source for said in thread.said)])


def _sources_with_files() -> list[str]:
    """Questions and answers carry files; comments, notes and replies do not."""
    return [source for thread in THREADS for source in (thread.source, *(said.source for said in _answers(thread)))]


def _tickets() -> list[dict[str, Any]]:
    return [thread.facts["ticket"] for thread in THREADS if "ticket" in thread.facts]


@each_thread
def test_everybody_in_a_thread_works_here(thread: SampleThread) -> None:
    named = {thread.facts["author"], *thread.facts.get("affected", []), *thread.facts.get("votes", [])}
    named |= {name for said in thread.said for name in (said.by, *said.votes, *said.failed)}
    assert named <= _handles()


@each_thread
def test_nobody_votes_for_oneself(thread: SampleThread) -> None:
    assert thread.facts["author"] not in thread.facts.get("votes", []) + thread.facts.get("affected", [])
    assert all(said.by not in said.votes + said.failed for said in thread.said)


@each_thread
def test_time_runs_forward(thread: SampleThread) -> None:
    days = [float(thread.facts["asked"]), *(said.days_ago for said in thread.said)]
    assert days == sorted(days, reverse=True)


@each_thread
def test_category_fields_and_accepted_answer_exist(thread: SampleThread) -> None:
    (category,) = [one for one in COMPANY["category"] if one["slug"] == thread.facts["category"]]
    assert set(thread.facts.get("fields", {})) <= {field["key"] for field in category.get("field", [])}
    assert 1 <= thread.facts.get("accepted", 1) <= max(1, len(_answers(thread)))
    assert 1 <= len(thread.facts["tags"]) <= 5


def test_duplicates_point_to_an_older_thread() -> None:
    asked = {thread.name: thread.facts["asked"] for thread in THREADS}
    doubles = [thread for thread in THREADS if "duplicate_of" in thread.facts]
    assert len(doubles) >= 3
    assert all(asked[thread.facts["duplicate_of"]] > thread.facts["asked"] for thread in doubles)


def test_mentioned_tickets_exist_and_are_about_the_same_matter() -> None:
    ticketed = [thread for thread in THREADS if "ticket" in thread.facts]
    mentions = [(thread, int(number)) for thread in THREADS for number in re.findall(r"IT-(\d{6})", _text(thread))]
    assert mentions
    for thread, number in mentions:
        assert set(thread.facts["tags"]) & set(ticketed[number - 1].facts["tags"])


def test_tickets_stand_in_every_state() -> None:
    states = {ticket["state"] for ticket in _tickets()}
    assert states >= {"new", "open", "waiting_requester", "waiting_third", "resolved", "closed"}
    assert len(_tickets()) >= 7
    assert all("fix" in ticket for ticket in _tickets() if ticket["state"] in ("resolved", "closed"))


def test_tickets_have_notes_and_replies() -> None:
    kinds = [said.kind for thread in THREADS if "ticket" in thread.facts for said in thread.said]
    assert kinds.count("note") >= 3 and kinds.count("reply") >= 5


def test_there_are_long_unanswered_and_technical_threads() -> None:
    assert sum(len(_answers(thread)) > 5 for thread in THREADS) >= 8
    assert sum(not _answers(thread) for thread in THREADS) >= 3
    assert sum("```" in _text(thread) for thread in THREADS) >= 10


def test_every_kind_of_category_is_there() -> None:
    assert {category.get("audience", "everyone") for category in COMPANY["category"]} == {"everyone", "staff", "groups"}
    assert {thread.facts["category"] for thread in THREADS} == {category["slug"] for category in COMPANY["category"]}


def test_no_two_questions_are_alike() -> None:
    assert len({re.sub(r"\W+", " ", thread.source) for thread in THREADS}) == len(THREADS)


def test_every_picture_is_shown_with_a_description() -> None:
    shown = {name for source in _sources_with_files() for name in PICTURED.findall(source)}
    assert shown == {path.name for path in PICTURES.iterdir()}


def test_no_picture_stands_where_files_are_not_carried() -> None:
    others = [said.source for thread in THREADS for said in thread.said if said.kind != "answer"]
    assert others and not any("picture:" in source for source in others)


@pytest.mark.parametrize("path", sorted(PICTURES.iterdir()), ids=lambda path: path.name)
def test_pictures_are_small_png_files(path: Path) -> None:
    assert len(picture(path.name)) < 40_000
    with Image.open(path) as image:
        assert image.format == "PNG"


def test_a_head_with_marks_is_read() -> None:
    thread = parse_thread("x", '+++\ntitle = "A"\n+++\nB\n=== ben.ong 2.5 votes=ana.lim,sam.lee failed=iris.tan\nC\n')
    assert thread.said == (Said("answer", "ben.ong", 2.5, "C", ("ana.lim", "sam.lee"), ("iris.tan",)),)

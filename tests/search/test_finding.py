"""What is found, by whom, and how soon."""

from collections.abc import Callable
from datetime import UTC
from math import prod

import pytest

from forum.accounts.actions.profile import ProfileChange, change_profile
from forum.accounts.actors import NOBODY
from forum.answers.actions import accept_answer, claim_question, remove_answer
from forum.kernel.db import session
from forum.people.models import FormerHandle, Person
from forum.questions.actions import (
    QuestionChange,
    edit_question,
    follow,
    lock_question,
    mark_duplicate,
    move_question,
    mute,
    remove_question,
)
from forum.questions.models import Question
from forum.search.asking import Asker
from forum.search.check import explanations
from forum.search.facets import Counted
from forum.search.queries import Results, advised, search
from forum.search.similar import similar, solved_like, suggested
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo, sam

Work = Callable[[], int]


def find(typed: str, by: Person | None = None, *, skip: int = 0) -> Results:
    reader = posts.actor(by) if by else NOBODY
    return search(typed, Asker(reader, at=NOON, zone=UTC), skip=skip)


def meant(typed: str, by: Person) -> str:
    """What the page asks whether it was meant."""
    return advised(typed, find(typed, by), Asker(posts.actor(by), at=NOON, zone=UTC)).meant


def ids(results: Results) -> list[int]:
    return [hit.row.id for hit in results.hits]


def test_a_posted_thread_is_found_after_one_look_of_the_worker(indexing: Work) -> None:
    asked, reader = posts.question(ana(), title="Zebra label printer"), sam()
    assert ids(find("zebra", reader)) == []
    indexing()
    assert ids(find("zebra", reader)) == [asked.id]


def test_a_thread_waits_once_however_often_it_changes(indexing: Work) -> None:
    asked = posts.question(ana())
    helper = ben()
    posts.answer(asked, helper)
    posts.comment(asked, helper)
    assert indexing() == 1
    assert indexing() == 0


def test_all_words_stand_before_some_of_them(indexing: Work) -> None:
    asker = iris()
    some = posts.question(asker, title="Printer printer printer", source="printer printer")
    every = posts.question(asker, title="Printer eats toner", source="It does.")
    indexing()
    assert ids(find("printer toner eats", asker)) == [every.id, some.id]


def test_the_exact_title_stands_first(indexing: Work) -> None:
    asker = iris()
    exact = posts.question(asker, title="Reset password", source="How?")
    for number in range(3):
        posts.question(asker, title=f"Password reset password reset {number}", source="reset password " * 9)
    indexing()
    assert ids(find("reset password", asker))[0] == exact.id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"blank pages"', True), ('"pages blank"', False), ("toner -blank", False), ("ton*", True),
        ("toner -prin*", False), ("toner -scan*", True), ("-by:ana.lim", False), ("by:nobody.known", False),
        ("zzz OR toner", True),
        ("toner tag:printer", False), ("toner is:unanswered", True), ("toner is:solved", False), ("by:ana.lim", True),
        ("toner by:ben.ong", False), ("toner category:hardware", True), ("toner -category:hardware", False),
        ("toner created:2026-03-05", True), ("toner created:>2026-03-05", False), ("toner staff:no has:ticket", False),
        ("toner lang:ms", False), ("toner -created:2026", False),
        ("toner in:mine", True), ("toner -in:mine", False), ("in:threads", True), ("toner in:tickets", False),
        ("toner has:files", False), ("toner -has:files", True),
    ],
)  # fmt: skip
def test_words_and_filters_combine(indexing: Work, typed: str, found: bool) -> None:
    asker = ana()
    posts.question(asker)
    indexing()
    assert bool(find(typed, asker).hits) is found


def test_an_asker_is_found_by_the_old_handle_and_the_new(indexing: Work) -> None:
    asker = ana()
    asked = posts.question(asker)
    indexing()
    session.add(FormerHandle(handle=asker.handle, person_id=asker.id, given_up_at=NOON))
    asker.handle = "ana.new"
    session.commit()
    assert ids(find("by:ana.lim", asker)) == ids(find("by:ana.new", asker)) == [asked.id]
    assert ids(find(f"by:{asker.id}", asker)) == []


def test_a_passage_is_cut_from_a_comment_too(indexing: Work) -> None:
    asked, helper = posts.question(ana(), title="No sound"), ben()
    posts.comment(asked, helper)
    indexing()
    (hit,) = find("model", helper).hits
    assert [piece.text for piece in hit.passage if piece.is_marked] == ["model"]


def test_a_rank_is_explained_to_the_last_figure(indexing: Work) -> None:
    asker = iris()
    exact = posts.question(asker, title="Printer eats toner")
    posts.answer(exact, ben(), source="Replace the printer drum.")
    posts.question(asker, title="Printer without", source="toner")
    indexing()
    found = explanations("printer eats tone*", at=posts.later(days=3), most=5)
    assert [each.title for each in found] == ["Printer eats toner", "Printer without"]
    explained = [each.explanation for each in found]
    assert explained[0].question_id == exact.id and len(explained) == 2
    for each in explained:
        words = sum(worth for _, worth in each.words) * each.presence * prod(factor for _, factor in each.facts)
        assert words + each.recency + each.title == pytest.approx(each.score, rel=1e-4)


def test_states_follow_the_thread(indexing: Work) -> None:
    asker, helper = ana(), iris()
    asked = posts.question(asker)
    accept_answer(asked, posts.answer(asked, helper), by=posts.actor(asker), at=NOON)
    lock_question(asked, reason="Settled.", by=posts.actor(mo()), at=NOON)
    indexing()
    assert ids(find("is:solved is:locked is:answered staff:yes", asker)) == [asked.id]


def test_a_removed_thread_is_gone_at_once_and_from_the_index_after_a_look(indexing: Work) -> None:
    asker, moderator = ana(), mo()
    asked = posts.question(asker, title="Wombat screensaver")
    indexing()
    remove_question(asked, by=posts.actor(asker), at=NOON)
    session.commit()
    assert ids(find("wombat", moderator)) == [] and meant("wombet", sam()) == ""
    indexing()
    assert ids(find("wombat", moderator)) == []


def test_a_removed_answer_shows_in_no_passage_right_afterwards(indexing: Work) -> None:
    asked, helper = posts.question(ana(), title="Safe code"), iris()
    given = posts.answer(asked, helper, source="The code is marmalade 4711.")
    indexing()
    remove_answer(asked, given, by=posts.actor(helper), at=NOON)
    session.commit()
    passages = [piece.text for hit in find("marmalade code", sam()).hits for piece in hit.passage]
    assert passages and "marmalade" not in "".join(passages)


def test_a_word_that_was_edited_out_a_moment_ago_is_not_proposed(indexing: Work) -> None:
    asker, reader = ana(), sam()
    asked = posts.question(asker, title="Safe code", source="The code is marmalade.")
    indexing()
    assert meant("marmalode", reader) == "marmalade"
    change = QuestionChange("Safe code", "No code.", "<p>No code.</p>", (), asked.revision)
    edit_question(asked, change, by=posts.actor(asker), at=posts.later(hours=1))
    session.commit()
    assert meant("marmalode", reader) == ""


def test_a_claim_leaves_the_passage_as_it_is(indexing: Work) -> None:
    asked = posts.question(ana(), title="Slow laptop", source="Since the marmalade update.")
    indexing()
    claim_question(asked, by=posts.actor(iris()), at=NOON)
    session.commit()
    (hit,) = find("marmalade", sam()).hits
    assert "marmalade" in [piece.text for piece in hit.passage if piece.is_marked]


def test_closed_categories_are_closed_to_search_similar_and_suggestions(indexing: Work) -> None:
    staff, outsider = iris(), sam()
    closed = posts.category("Secrets", audience=Audience.STAFF)
    asked = posts.question(staff, closed, title="Xylophone server password", source="xylophone")
    indexing()
    assert ids(find("xylophone", staff)) == [asked.id]
    for reader in (outsider, ana()):
        assert ids(find("xylophone", reader)) == ids(find("category:secrets", reader)) == []
        assert meant("xylophome", reader) == ""
        assert similar("Xylophone server password", Asker(posts.actor(reader), at=NOON, zone=UTC)) == []
    assert meant("xylophome", staff) == ""


def test_nobody_finds_nothing_while_reading_needs_sign_in(indexing: Work) -> None:
    posts.question(ana())
    indexing()
    assert ids(find("printer")) == []


def test_an_edited_thread_is_found_by_its_new_words_only(indexing: Work) -> None:
    asker = ana()
    asked = posts.question(asker, title="Old walrus words")
    indexing()
    _retitle(asked, asker)
    indexing()
    assert ids(find("walrus", asker)) == []
    assert ids(find("penguin", asker)) == [asked.id]


def _retitle(asked: Question, by: Person) -> None:
    change = QuestionChange("New penguin words", posts.BODY, f"<p>{posts.BODY}</p>", (), asked.revision)
    edit_question(asked, change, by=posts.actor(by), at=posts.later(hours=1))


def test_similar_threads_need_two_telling_words(indexing: Work) -> None:
    asker = ana()
    asked = posts.question(asker)
    indexing()
    reader = posts.actor(asker)
    assert [row.id for row in similar("The printer prints blank paper", Asker(reader, at=NOON, zone=UTC))] == [asked.id]
    assert not similar("printer", Asker(reader, at=NOON, zone=UTC))


@pytest.mark.parametrize("typed", ["It does not work", "Please help, problem", "Tak berfungsi", "printer printer"])
def test_a_title_that_says_nothing_yet_is_like_nothing(indexing: Work, typed: str) -> None:
    asker = ana()
    posts.question(asker, title=f"{typed}: the printer", source=typed)
    indexing()
    assert similar(typed, Asker(posts.actor(asker), at=NOON, zone=UTC)) == []


def test_what_others_asked_is_not_mine(indexing: Work) -> None:
    posts.question(ana())
    indexing()
    assert ids(find("toner in:mine", ben())) == []


def test_only_solved_threads_stand_beside_a_thread_and_never_itself(indexing: Work) -> None:
    asker, helper = ana(), iris()
    here = posts.question(asker, title="Printer prints blank pages")
    solved, _open = [posts.question(asker, title=f"Printer prints pages blank {name}") for name in ("one", "two")]
    for asked in (here, solved):
        accept_answer(asked, posts.answer(asked, helper), by=posts.actor(asker), at=NOON)
    indexing()
    assert [row.id for row in solved_like(here.id, Asker(posts.actor(sam()), at=NOON, zone=UTC))] == [solved.id]


@pytest.mark.parametrize("days", [-200, 200])
def test_beside_an_old_thread_stand_those_of_its_own_time(indexing: Work, days: int) -> None:
    asker, helper = ana(), iris()
    here = posts.question(asker, title="Printer prints blank pages")
    title = "Printer prints pages blank again"
    other = posts.question(asker, title=title, at=posts.later(days=days))
    near = posts.question(asker, title=title, at=posts.later(days=days / 10))
    for asked in (other, near):
        accept_answer(asked, posts.answer(asked, helper), by=posts.actor(asker), at=NOON)
    indexing()
    reader = Asker(posts.actor(sam()), at=posts.later(days=365), zone=UTC)
    assert [row.id for row in solved_like(here.id, reader)] == [near.id, other.id]


def test_beside_a_thread_stands_what_is_like_its_first_words_too(indexing: Work) -> None:
    asker, helper = ana(), iris()
    here = posts.question(asker, title="It happens again today", source="The fuser leaves a grey band. " + "x " * 200)
    _others(asker, "It happens today", source="x")
    like = posts.question(asker, title="Please help me", source="Since Monday the fuser leaves a band.")
    accept_answer(like, posts.answer(like, helper), by=posts.actor(asker), at=NOON)
    indexing()
    reader = Asker(posts.actor(sam()), at=NOON, zone=UTC)
    assert [row.id for row in solved_like(here.id, reader)] == [like.id]


def _others(asker: Person, title: str, source: str) -> None:
    """What many ask about, so that its words say little."""
    for number in range(6):
        posts.question(asker, title=f"{title} {number}", source=source)


def test_words_that_nearly_all_have_suggest_nothing(indexing: Work) -> None:
    asker = ana()
    far = posts.question(asker, title="Scanner is mute today", source="It happens every morning at home.")
    _others(asker, "It happens today at home", source="Every morning.")
    indexing()
    reader = Asker(posts.actor(sam()), at=NOON, zone=UTC)
    about = "Excel sheet freezes when opening quarterly numbers"
    assert far.id not in [found.row.id for found in suggested(f"{about}. It happens every morning at home", reader)]
    assert [found.row.id for found in suggested("Scanner mute", reader)] == [far.id]


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("The printer on floor two is not on after the restart", {"printer", "floor", "two", "restart"}),
        ("pc is not on", {"PC", "not", "on"}),
    ],
)
def test_what_is_suggested_shows_the_words_that_say_something(indexing: Work, typed: str, marked: set[str]) -> None:
    asker = ana()
    posts.question(asker, title="PC and printer on floor two: not on after the restart", source="-")
    indexing()
    (found,) = suggested(typed, Asker(posts.actor(sam()), at=NOON, zone=UTC))
    assert {piece.text for piece in found.title if piece.is_marked} == marked


def test_what_shares_few_of_the_words_is_not_suggested(indexing: Work) -> None:
    asker, helper = ana(), iris()
    far = posts.question(asker, title="Zebra scanner mute", source="It says nothing.")
    accept_answer(far, posts.answer(far, helper), by=posts.actor(asker), at=NOON)
    indexing()
    reader = Asker(posts.actor(sam()), at=NOON, zone=UTC)
    about = "Excel sheet freezes when opening quarterly numbers"
    assert [found.row.id for found in suggested("Scanner mute again today", reader)] == [far.id]
    assert suggested(f"{about} from the scanner", reader) == []


def test_nothing_stands_beside_a_thread_that_the_reader_may_not_see(indexing: Work) -> None:
    staff = iris()
    secret = posts.question(staff, posts.category("Secrets", audience=Audience.STAFF), title="Printer prints blank")
    solved = posts.question(staff, posts.category("Hardware"), title="Printer prints blank pages")
    accept_answer(solved, posts.answer(solved, staff), by=posts.actor(staff), at=NOON)
    indexing()
    assert solved_like(secret.id, Asker(posts.actor(sam()), at=NOON, zone=UTC)) == ()


def test_a_duplicate_gives_its_place_to_its_original(indexing: Work) -> None:
    asker, staff = ana(), iris()
    original = posts.question(asker, title="Tunnel drops", source="Every hour.")
    again = posts.question(asker, title="VPN lost", source="The xylophone says so.")
    mark_duplicate(again, original, by=posts.actor(staff), at=NOON)
    indexing()
    (hit,) = find("xylophone", staff).hits
    assert hit.duplicate is not None
    assert (hit.row.id, hit.duplicate.id) == (original.id, again.id)
    assert ids(find("xylophone tunnel", staff)) == [original.id]
    assert ids(find("xylophone is:duplicate", staff)) == [again.id]


def test_an_original_that_one_may_not_see_is_not_named_by_its_duplicate(indexing: Work) -> None:
    staff, stranger = iris(), sam()
    original = posts.question(staff, title="Secret tunnel")
    again = posts.question(staff, title="VPN lost", source="The xylophone says so.")
    mark_duplicate(again, original, by=posts.actor(staff), at=NOON)
    move_question(original, posts.category("Secrets", audience=Audience.STAFF), by=posts.actor(staff), at=NOON)
    indexing()
    assert [(hit.row.id, hit.duplicate) for hit in find("xylophone", stranger).hits] == [(again.id, None)]


def test_in_following_finds_what_one_hears_of(indexing: Work) -> None:
    reader, asker = sam(), ana()
    mine, muted, other = (posts.question(asker, title=f"Zebra printer {number}") for number in range(3))
    follow(mine, by=posts.actor(reader), at=NOON)
    mute(muted, by=posts.actor(reader), at=NOON)
    indexing()
    assert ids(find("zebra in:following", reader)) == ids(find("in:following", reader)) == [mine.id]
    assert sorted(ids(find("zebra -in:following", reader))) == sorted([muted.id, other.id])
    assert ids(find("zebra in:following")) == ids(find("in:following", iris())) == []


def test_in_following_shows_nothing_that_is_closed_to_the_reader(indexing: Work) -> None:
    reader, closed = sam(), posts.category("Secrets", audience=Audience.STAFF)
    moved = posts.question(ana(), title="Zebra printer")
    follow(moved, by=posts.actor(reader), at=NOON)
    move_question(moved, closed, by=posts.actor(mo()), at=NOON)
    assert ids(find("in:following", reader)) == []
    indexing()
    assert ids(find("in:following", reader)) == []
    assert find("in:following", reader).counted == Counted(0, {}, 0)


def test_another_name_of_a_person_makes_nothing_due(indexing: Work) -> None:
    asker = ana()
    asked = posts.question(asker, title="Zebra printer")
    indexing()
    change_profile(asker, ProfileChange("Ana Abdullah", asker.handle, "", "", "", "", "", ""), at=NOON)
    assert indexing() == 0
    assert ids(find("zebra by:ana.lim", sam())) == [asked.id]
